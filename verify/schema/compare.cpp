#include "verify/schema/compare.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "common/text.h"
#include "verify/schema/loosened.h"

namespace lite2pg {
namespace {

/// Objects whose names say nothing about what they do.
bool matched_by_definition(Aspect a) {
  return a == Aspect::primary_key || a == Aspect::unique_constraint || a == Aspect::exclusion || a == Aspect::index ||
         a == Aspect::unique_index || a == Aspect::foreign_key || a == Aspect::check;
}

bool is_of_column(Aspect a) {
  return a == Aspect::column_type || a == Aspect::not_null || a == Aspect::default_value || a == Aspect::generated ||
         a == Aspect::identity || a == Aspect::sequence;
}

/// Whether two spellings of the object may mean the same: it holds an expression, or its definition is not told.
bool may_be_respelled(const ShapeObject& o) {
  switch (o.aspect) {
    case Aspect::index:
    case Aspect::unique_index:
      // Plain columns are names in one pair of brackets.
      return std::ranges::count(o.definition, '(') != 1 || o.definition.find(" WHERE ") != std::string::npos ||
             o.definition.find(" COLLATE ") != std::string::npos;
    case Aspect::default_value:
    case Aspect::generated:
    case Aspect::check:
    case Aspect::exclusion:
    case Aspect::view:
    case Aspect::trigger:
    case Aspect::trigger_function:
    case Aspect::rule:
    case Aspect::policy: return true;
    default: return false;
  }
}

/// "unique a,b" and "unique using btree a,b" alike.
std::string columns_of(const std::string& loose) {
  const std::size_t at = loose.find("btree");
  return at != loose.npos ? loose.substr(at + 5) : loose.starts_with("unique") ? loose.substr(6) : loose;
}

bool is_unique(Aspect a) { return a == Aspect::unique_constraint || a == Aspect::unique_index; }

class Comparer {
 public:
  Comparer(const SchemaShape& planned, const SchemaShape& actual, SchemaRigour rigour, const std::string& schema)
      : rigour_(rigour), schema_(schema), planned_(planned), actual_(actual), used_(actual.size()) {
    for (const ShapeObject& o : planned) {
      tables_.insert(key(o.table));
      if (o.aspect == Aspect::column_type) planned_columns_.insert({key(o.table), key(o.name)});
    }
    for (std::size_t i = 0; i < actual.size(); ++i) {
      by_table_[key(actual[i].table)].push_back(i);
      if (actual[i].aspect == Aspect::column_type) actual_columns_.insert({key(actual[i].table), key(actual[i].name)});
    }
  }

  SchemaComparison compare() {
    std::vector<const ShapeObject*> open;
    for (const ShapeObject& p : planned_) {
      if (is_compared(p) && !take_equal(p)) open.push_back(&p);
    }
    for (const ShapeObject* p : open) name(*p);
    for (std::size_t i = 0; i < actual_.size(); ++i) {
      if (!used_[i]) name_extra(actual_[i]);
    }
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::string key(const std::string& name) const {
    return rigour_ == SchemaRigour::lenient ? ascii_lower(name) : name;
  }
  [[nodiscard]] std::string definition(const ShapeObject& o) const {
    if (rigour_ == SchemaRigour::exact) return o.definition;
    if (o.aspect == Aspect::column_type) return plain_type(o.definition);
    if (o.aspect == Aspect::table) return o.definition.substr(0, o.definition.find(' '));
    return without_schema(loosened(o.definition), schema_);
  }
  [[nodiscard]] bool same_place(const ShapeObject& a, const ShapeObject& b) const {
    return a.aspect == b.aspect && key(a.name) == key(b.name);
  }
  [[nodiscard]] const std::vector<std::size_t>& standing_at(const std::string& table) const {
    static const std::vector<std::size_t> none;
    const auto found = by_table_.find(key(table));
    return found == by_table_.end() ? none : found->second;
  }

  [[nodiscard]] bool is_compared(const ShapeObject& p) const {
    const bool lenient = rigour_ == SchemaRigour::lenient;
    if (lenient && (p.aspect == Aspect::column_type || p.aspect == Aspect::view || p.aspect == Aspect::table)) {
      return false;
    }
    if (p.aspect == Aspect::view) return true;
    if (is_of_column(p.aspect)) return actual_columns_.contains({key(p.table), key(p.name)});
    return std::ranges::any_of(standing_at(p.table), [&](std::size_t i) {
      const ShapeObject& a = actual_[i];
      return a.aspect ==
             Aspect::column_type;  // A table that can be looked at; a view or a foreign table has none here.
    });
  }

  /// In a schema made elsewhere a serial column serves as well as an identity one, a unique index as a constraint.
  [[nodiscard]] bool serves(const ShapeObject& p, const ShapeObject& a) const {
    if (rigour_ != SchemaRigour::lenient) return false;
    if (p.aspect == Aspect::identity) {
      return key(p.name) == key(a.name) &&
             (a.aspect == Aspect::identity || a.definition.find("nextval(") != a.definition.npos);
    }
    return is_unique(p.aspect) && is_unique(a.aspect) && columns_of(definition(p)) == columns_of(definition(a));
  }

  bool take_equal(const ShapeObject& p) {
    const std::string wanted = definition(p);
    const bool by_definition = matched_by_definition(p.aspect);
    for (const std::size_t i : standing_at(p.table)) {
      const ShapeObject& a = actual_[i];
      if (used_[i]) continue;
      const bool here = by_definition ? p.aspect == a.aspect : same_place(p, a);
      if (!(here && wanted == definition(a)) && !serves(p, a)) continue;
      used_[i] = true;
      judge_state(p, a);
      return true;
    }
    return false;
  }

  void judge_state(const ShapeObject& p, const ShapeObject& a) {
    if (a.state == Enforcement::enforced) return;
    if (a.state == p.state) return found_.as_planned.push_back(a);
    found_.differences.push_back(
        {a.aspect, SchemaFault::unenforced, a.table, a.name, p.definition, a.definition, a.state, Weight::failure});
  }

  void name(const ShapeObject& p) {
    for (const std::size_t i : standing_at(p.table)) {
      const ShapeObject& a = actual_[i];
      if (used_[i] || !same_place(p, a)) continue;
      used_[i] = true;
      if (rigour_ == SchemaRigour::respelled && may_be_respelled(p)) {
        found_.not_judged.push_back(a);
        return judge_state(p, a);
      }
      found_.differences.push_back({p.aspect, SchemaFault::differs, p.table, p.name, p.definition, a.definition,
                                    a.state == p.state ? Enforcement::enforced : a.state, Weight::failure});
      return;
    }
    // That the identity, the default or the trigger is missing says it already.
    if (p.aspect == Aspect::sequence || p.aspect == Aspect::trigger_function) return;
    found_.differences.push_back(
        {p.aspect, SchemaFault::missing, p.table, p.name, p.definition, "", Enforcement::enforced, Weight::failure});
  }

  void name_extra(const ShapeObject& a) {
    const bool known = tables_.contains(key(a.table));
    if (is_told(a, known)) {
      const Weight weight = a.aspect == Aspect::child ? Weight::failure : Weight::told;
      found_.differences.push_back({a.aspect, SchemaFault::extra, a.table, a.name, "", a.definition, a.state, weight});
    }
  }

  /// Whatever changes what a statement does to a planned table is told in any case.
  [[nodiscard]] bool is_told(const ShapeObject& a, bool known) const {
    switch (a.aspect) {
      case Aspect::trigger:
      case Aspect::rule:
      case Aspect::row_security:
      case Aspect::policy:
      case Aspect::child:
      case Aspect::parent: return known;
      case Aspect::trigger_function:  // Said with the trigger.
      case Aspect::sequence: return false;
      default: break;
    }
    if (rigour_ == SchemaRigour::lenient) return false;
    if (a.aspect == Aspect::table || a.aspect == Aspect::view) return !known;
    if (!known) return false;
    const bool of_new_column = is_of_column(a.aspect) && !planned_columns_.contains({a.table, a.name});
    return !of_new_column || a.aspect == Aspect::column_type;
  }

  SchemaRigour rigour_;
  const std::string& schema_;
  const SchemaShape& planned_;
  const SchemaShape& actual_;
  std::vector<bool> used_;
  std::set<std::string> tables_;
  std::map<std::string, std::vector<std::size_t>> by_table_;
  std::set<std::pair<std::string, std::string>> planned_columns_, actual_columns_;
  SchemaComparison found_;
};

}  // namespace

SchemaComparison compare_shapes(const SchemaShape& planned, const SchemaShape& actual, SchemaRigour rigour,
                                const std::string& schema) {
  return Comparer(planned, actual, rigour, schema).compare();
}

}  // namespace lite2pg
