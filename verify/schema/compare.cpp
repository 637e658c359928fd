#include "verify/schema/compare.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "common/text.h"

namespace lite2pg {
namespace {

/// Objects whose names say nothing about what they do.
bool matched_by_definition(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::primary_key:
    case ObjectKind::unique:
    case ObjectKind::index:
    case ObjectKind::foreign_key:
    case ObjectKind::check:
      return true;
    default:
      return false;
  }
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & '\x80') != 0; }

/// The end of a type name after "::": words of the multi-word types, (n), [].
std::size_t end_of_type(std::string_view s, std::size_t at) {
  constexpr std::string_view followers[] = {" varying", " precision", " without time zone", " with time zone"};
  const auto quoted = at < s.size() && s[at] == '"';
  if (quoted) at = std::min(s.find('"', at + 1), s.size() - 1) + 1;
  while (at < s.size() && (is_word(s[at]) || s[at] == '.')) ++at;
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view f : followers) {
      if (s.substr(at).starts_with(f)) at += f.size(), more = true;
    }
    if (at < s.size() && s[at] == '(') at = std::min(s.find(')', at), s.size() - 1) + 1, more = true;
    if (s.substr(at).starts_with("[]")) at += 2, more = true;
  }
  return at;
}

class Comparer {
 public:
  Comparer(const SchemaShape& planned, const SchemaShape& actual, SchemaRigour rigour)
      : rigour_(rigour), planned_(planned), actual_(actual), used_(actual.size()) {
    for (const ShapeObject& o : planned) tables_.insert(key(o.table));
    for (const ShapeObject& o : actual) {
      actual_tables_.insert(key(o.table));
      if (o.aspect == "type") actual_columns_.insert({key(o.table), key(o.name)});
    }
  }

  std::vector<SchemaDifference> compare() {
    std::vector<const ShapeObject*> open;
    for (const ShapeObject& p : planned_) {
      if (!is_compared(p) || take_equal(p)) continue;
      open.push_back(&p);
    }
    for (const ShapeObject* p : open) name(*p);
    for (std::size_t i = 0; i < actual_.size(); ++i) {
      if (!used_[i] && tables_.contains(key(actual_[i].table))) name_extra(actual_[i]);
    }
    return std::move(differences_);
  }

 private:
  [[nodiscard]] std::string key(const std::string& name) const {
    return rigour_ == SchemaRigour::exact ? name : ascii_lower(name);
  }
  [[nodiscard]] std::string definition(const ShapeObject& o) const {
    return rigour_ == SchemaRigour::exact ? o.definition : loosened(o.definition);
  }
  [[nodiscard]] bool same_place(const ShapeObject& a, const ShapeObject& b) const {
    return a.kind == b.kind && key(a.table) == key(b.table) && key(a.name) == key(b.name) &&
           (matched_by_definition(a.kind) || a.aspect == b.aspect);
  }

  [[nodiscard]] bool is_compared(const ShapeObject& p) const {
    if (rigour_ == SchemaRigour::lenient && (p.aspect == "type" || p.kind == ObjectKind::view)) return false;
    if (p.kind == ObjectKind::view) return true;
    if (matched_by_definition(p.kind)) return actual_tables_.contains(key(p.table));
    return actual_columns_.contains({key(p.table), key(p.name)});
  }

  /// In a schema made elsewhere a serial column serves as well as an identity one, a unique index as a constraint.
  [[nodiscard]] bool serves(const ShapeObject& p, const ShapeObject& a) const {
    if (rigour_ == SchemaRigour::exact || key(p.table) != key(a.table)) return false;
    if (p.kind == ObjectKind::identity) {
      return key(p.name) == key(a.name) && (a.kind == ObjectKind::identity || a.definition.starts_with("nextval("));
    }
    const bool unique = p.aspect.starts_with("unique") && a.aspect.starts_with("unique");
    return unique && columns_of(definition(p)) == columns_of(definition(a));
  }
  /// "unique(a,b)" and "unique using btree(a,b)" alike.
  [[nodiscard]] static std::string columns_of(const std::string& loose) {
    const std::size_t at = loose.find("btree");
    return at != loose.npos ? loose.substr(at + 5) : loose.starts_with("unique") ? loose.substr(6) : loose;
  }

  bool take_equal(const ShapeObject& p) {
    for (std::size_t i = 0; i < actual_.size(); ++i) {
      const ShapeObject& a = actual_[i];
      if (used_[i]) continue;
      const bool here =
          matched_by_definition(p.kind) ? p.kind == a.kind && key(p.table) == key(a.table) : same_place(p, a);
      if (!(here && definition(p) == definition(a)) && !serves(p, a)) continue;
      used_[i] = true;
      return true;
    }
    return false;
  }

  void name(const ShapeObject& p) {
    SchemaDifference d{p.kind, p.table, p.name, p.definition, "", p.aspect + " is missing", false};
    for (std::size_t i = 0; i < actual_.size(); ++i) {
      if (used_[i] || !same_place(p, actual_[i])) continue;
      used_[i] = true;
      d.actual = actual_[i].definition;
      d.reason = p.aspect + " differs";
      break;
    }
    differences_.push_back(std::move(d));
  }

  void name_extra(const ShapeObject& a) {
    if (rigour_ == SchemaRigour::lenient) return;
    // A new column is one extra, not also its type.
    if (a.aspect == "type" && !has_planned_column(a)) {
      differences_.push_back({a.kind, a.table, a.name, "", a.definition, "column is not in the plan", true});
    } else if (a.aspect != "table" && (a.kind != ObjectKind::table || has_planned_column(a))) {
      differences_.push_back({a.kind, a.table, a.name, "", a.definition, a.aspect + " is not in the plan", true});
    }
  }
  [[nodiscard]] bool has_planned_column(const ShapeObject& a) const {
    return std::ranges::any_of(
        planned_, [&](const ShapeObject& p) { return p.aspect == "type" && p.table == a.table && p.name == a.name; });
  }

  SchemaRigour rigour_;
  const SchemaShape& planned_;
  const SchemaShape& actual_;
  std::vector<bool> used_;
  std::set<std::string> tables_, actual_tables_;
  std::set<std::pair<std::string, std::string>> actual_columns_;
  std::vector<SchemaDifference> differences_;
};

}  // namespace

std::string loosened(std::string_view s) {
  std::string result;
  bool apart = false;  ///< A blank or bracket stands before.
  for (std::size_t i = 0; i < s.size();) {
    if (s[i] == '\'') {
      const std::size_t end = std::min(s.find('\'', i + 1), s.size() - 1) + 1;
      result += s.substr(i, end - i);
      i = end;
    } else if (s.substr(i).starts_with("::")) {
      i = end_of_type(s, i + 2);
    } else {
      const char c = s[i++];
      if (c == '"') continue;
      const bool separates = c == '(' || c == ')' || std::isspace(static_cast<unsigned char>(c)) != 0;
      // Two words stay two.
      if (!separates && is_word(c) && apart && !result.empty() && is_word(result.back())) result += ' ';
      if (!separates) result += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      apart = separates;
    }
  }
  return result;
}

std::vector<SchemaDifference> compare_shapes(const SchemaShape& planned, const SchemaShape& actual,
                                             SchemaRigour rigour) {
  return Comparer(planned, actual, rigour).compare();
}

}  // namespace lite2pg
