// PostgreSQL compares the two sides of a foreign key by an operator of the key's index, so both must be of one family
// of types: https://www.postgresql.org/docs/15/ddl-constraints.html section 5.4.5.
#include <algorithm>
#include <map>
#include <numeric>

#include "common/text.h"
#include "mapping/planning/planning.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;

/// Types within a family compare with each other: varchar with text, numeric(10,2) with numeric.
Family comparison_family(const TargetType& type) noexcept {
  return type.family == Family::varchar || type.family == Family::character ? Family::text : type.family;
}

/// A column among all of them.
struct Place {
  std::size_t table;
  ColumnDraft* column;
};

/// Columns that foreign keys tie together, directly or through others.
class Groups {
 public:
  explicit Groups(std::vector<TableDraft>& tables) {
    for (std::size_t t = 0; t < tables.size(); ++t) {
      for (ColumnDraft& c : tables[t].columns) {
        numbers_[&c] = places_.size();
        places_.push_back({t, &c});
      }
    }
    leaders_.resize(places_.size());
    std::iota(leaders_.begin(), leaders_.end(), std::size_t{0});
  }

  void join(const ColumnDraft* a, const ColumnDraft* b) {
    const std::size_t x = leader(numbers_.at(a));
    const std::size_t y = leader(numbers_.at(b));
    leaders_[std::max(x, y)] = std::min(x, y);
  }

  /// Groups of two and more, in the order of their first columns.
  [[nodiscard]] std::vector<std::vector<Place>> groups() {
    std::map<std::size_t, std::vector<Place>> by_leader;
    for (std::size_t i = 0; i < places_.size(); ++i) by_leader[leader(i)].push_back(places_[i]);
    std::vector<std::vector<Place>> result;
    for (auto& [first, places] : by_leader) {
      if (places.size() > 1) result.push_back(std::move(places));
    }
    return result;
  }

 private:
  std::size_t leader(std::size_t i) {
    while (leaders_[i] != i) i = leaders_[i] = leaders_[leaders_[i]];
    return i;
  }

  std::vector<Place> places_;
  std::map<const ColumnDraft*, std::size_t> numbers_;
  std::vector<std::size_t> leaders_;
};

void join_sides(std::vector<TableDraft>& tables, TableDraft& child, const ForeignKey& key, Groups& groups) {
  const auto parent = std::ranges::find_if(
      tables, [&](const TableDraft& t) { return equals_ignoring_case(t.source->name, key.parent); });
  if (parent == tables.end()) return;
  const std::vector<int> columns = referred_columns(key, *parent->source);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ColumnDraft* const theirs = parent->find(columns[i]);
    ColumnDraft* const ours = child.find(key.columns[i]);
    if (theirs != nullptr && ours != nullptr) groups.join(ours, theirs);
  }
}

bool agree(const std::vector<Place>& group) {
  const Family first = comparison_family(group.front().column->choice.fit.type);
  return std::ranges::all_of(group,
                             [&](const Place& p) { return comparison_family(p.column->choice.fit.type) == first; });
}

class Unifier {
 public:
  Unifier(std::vector<TableDraft>& tables, std::vector<std::string>& warnings) : tables_(tables), warnings_(warnings) {}

  void unify(const std::vector<Place>& group) {
    const bool held = std::ranges::all_of(group, [](const Place& p) { return p.column->choice.fit.holds(); });
    if (!held || agree(group)) return;  // Misfits come first: what the column becomes is not decided yet.
    const std::optional<TargetType> type = find_type(group);
    if (!type) {
      warnings_.push_back("the foreign keys between " + list(group) +
                          " tie columns together that no one type holds: their types stay different");
      return;
    }
    for (const Place& p : group) retype(p, *type, group);
  }

 private:
  /// No type is declared and no value is there: it is what it refers to.
  [[nodiscard]] static bool takes_any_type(const Place& p) {
    const bool open = p.column->source->declared_type.empty() && !p.column->choice.given &&
                      p.column->source->generated == Generated::no;
    return open && p.column->census->count(StorageClass::null) == p.column->census->rows();
  }

  [[nodiscard]] std::optional<TargetType> find_type(const std::vector<Place>& group) const {
    std::vector<const ColumnCensus*> columns;
    std::vector<const ColumnRule*> rules;
    std::vector<TargetType> present;
    bool any_given = false;
    bool any_rowid = false;
    for (const Place& p : group) {
      if (takes_any_type(p)) continue;
      columns.push_back(p.column->census);
      rules.push_back(&p.column->rule);
      present.push_back(p.column->choice.fit.type);
      any_given = any_given || p.column->choice.given;
      any_rowid = any_rowid || tables_[p.table].source->rowid_alias == p.column->source_index;
    }
    if (columns.empty()) return std::nullopt;
    const std::optional<TargetType> type = common_type(columns, rules, present);
    if (!type || (any_rowid && !is_integer(*type))) return std::nullopt;  // Only integers can be identities.
    const bool kept = std::ranges::all_of(group, [&](const Place& p) {
      return !p.column->choice.given || comparison_family(p.column->choice.fit.type) == comparison_family(*type);
    });
    return !any_given || kept ? type : std::nullopt;
  }

  void retype(const Place& p, const TargetType& type, const std::vector<Place>& group) {
    ColumnChoice& choice = p.column->choice;
    if (comparison_family(choice.fit.type) == comparison_family(type)) return;
    const std::string before = to_sql(choice.fit.type);
    choice.fit = fit_to(*p.column->census, type, p.column->rule.reading);
    choice.why = "not " + before + ": one type on both sides of the foreign keys between " + list(group);
    warnings_.push_back(name(p) + " becomes " + to_sql(type) + ", " + choice.why);
    apply_losses(choice.fit, *p.column->census, p.column->rule.reading);
  }

  [[nodiscard]] std::string name(const Place& p) const {
    return tables_[p.table].source->name + "." + p.column->source->name;
  }

  [[nodiscard]] std::string list(const std::vector<Place>& group) const {
    constexpr std::size_t shown = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(group.size(), shown); ++i) text += (i > 0 ? ", " : "") + name(group[i]);
    return group.size() > shown ? text + " and " + std::to_string(group.size() - shown) + " more" : text;
  }

  std::vector<TableDraft>& tables_;
  std::vector<std::string>& warnings_;
};

}  // namespace

void unify_foreign_keys(std::vector<TableDraft>& tables, std::vector<std::string>& warnings) {
  Groups groups(tables);
  for (TableDraft& child : tables) {
    for (const ForeignKey& key : child.source->foreign_keys) join_sides(tables, child, key, groups);
  }
  Unifier unifier(tables, warnings);
  for (const std::vector<Place>& group : groups.groups()) unifier.unify(group);
}

}  // namespace lite2pg
