// Views: each after those that it reads.
#include <algorithm>

#include "common/text.h"
#include "mapping/objects/object_planner.h"
#include "mapping/objects/rtree_table.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/translator/select_translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr int deepest = 100;  ///< Views that read views.

}  // namespace

/// Plans a view when it is asked for, so that those a view reads come before it.
class ViewPlanner : public Relations {
 public:
  explicit ViewPlanner(ObjectPlanner& owner) : owner_(owner) {}

  void plan_all() {
    for (const View& view : owner_.plan_.schema.views) {
      if (owner_.in_scope(view.name)) (void)plan(view);
    }
  }

  const Relation& find(const std::string& name, std::size_t position) override {
    const std::string key = ascii_lower(name);
    if (const auto found = relations_.find(key); found != relations_.end()) return found->second;
    if (const Table* table = owner_.plan_.schema.find_table(name)) return add_table(*table, key, position);
    for (const View& view : owner_.plan_.schema.views) {
      if (!equals_ignoring_case(view.name, name)) continue;
      if (!owner_.in_scope(view.name)) throw SqlError("view " + name + " is left out", position);
      if (!plan(view)) throw SqlError("it reads view " + name + ", which is not carried", position);
      return relations_.at(key);
    }
    throw SqlError("no table or view " + name, position);
  }

  [[nodiscard]] bool is_taken(const std::string& name) const override { return owner_.relations_.is_taken(name); }

 private:
  enum class State : unsigned char { planning, carried, refused };

  const Relation& add_table(const Table& source, const std::string& key, std::size_t position) {
    const TablePlan* table = owner_.plan_.find_table(source.name);
    if (table == nullptr) throw SqlError("it reads table " + source.name + ", which is not carried", position);
    refuse_rtree(source, position);
    Relation relation{quote_identifier(table->target), scope_of(*table, source)};
    return relations_.emplace(key, std::move(relation)).first->second;
  }

  /// Whether the view is carried.
  bool plan(const View& view) {
    const auto [state, is_new] = states_.emplace(ascii_lower(view.name), State::planning);
    if (!is_new) return state->second == State::carried;
    std::string refusal;
    if (owner_.mapping_.skips_object("", view.name))
      refusal = "the mapping file skips it";
    else if (depth_ > deepest)
      refusal = "it is one of more than 100 views that read each other";
    else
      refusal = translate(view);
    if (!refusal.empty()) {
      ObjectPlan& object = owner_.add(ObjectKind::view, view.name, "");
      leave_out(object, refusal);
      object.skipped = owner_.mapping_.skips_object("", view.name);
    }
    states_.at(ascii_lower(view.name)) = refusal.empty() ? State::carried : State::refused;
    return refusal.empty();
  }

  /// Why not; empty when it is carried.
  std::string translate(const View& view) {
    ++depth_;
    const std::string refusal = try_to_translate(view);
    --depth_;
    return refusal;
  }

  std::string try_to_translate(const View& view) {
    try {
      const CreateView parsed = parse_create_view(view.sql);
      SelectTranslator translator(*this, owner_.utf8_);
      Query query = translator.translate(parsed.select, nullptr, parsed.columns);
      if (query.columns.size() > most_columns) return "it has more than 1,600 columns";
      add(view, query, translator.notes());
      return {};
    } catch (const SqlError& e) {
      return describe(e, view.sql) + "; write it anew for PostgreSQL";
    }
  }

  void add(const View& view, Query& query, const Notes& notes) {
    ObjectPlan& object = owner_.add(ObjectKind::view, view.name, "");
    const std::string name = owner_.relation_name(object, view.name);
    note_all(object, notes);
    NameRegistry names(NameRegistry::Kind::constraint);
    for (ScopeColumn& c : query.columns) {
      c.sql = quote_identifier(names.claim(styled(c.name, owner_.plan_.options.identifiers)).name);
    }
    object.phase = Phase::final_;
    object.target_table = name;
    object.sql = {"CREATE VIEW " + quote_identifier(name) + " " + query.column_list() + " AS " + query.sql};
    Relation relation{quote_identifier(name), {}};
    relation.table.columns = std::move(query.columns);
    owner_.views_.emplace(ascii_lower(view.name), relation);
    relations_.emplace(ascii_lower(view.name), std::move(relation));
  }

  ObjectPlanner& owner_;
  std::map<std::string, Relation> relations_;  ///< By name in lower case.
  std::map<std::string, State> states_;
  int depth_ = 0;
};

void ObjectPlanner::plan_views() { ViewPlanner(*this).plan_all(); }

}  // namespace lite2pg
