#include "mapping/sql/translator/select_translator.h"

#include <algorithm>
#include <utility>

#include "common/ascii.h"
#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// SQLite's own rule for names that stand twice: "name:1" (sqlite3ColumnsFromExprList).
std::string unique_name(std::string name, std::set<std::string>& taken) {
  for (int count = 1; !taken.insert(ascii_lower(name)).second; ++count) {
    std::size_t end = name.size();
    while (end > 1 && is_digit(name[end - 1])) --end;
    if (end == 0 || name[end - 1] != ':') end = name.size() + 1;
    name = name.substr(0, end - 1) + ":" + std::to_string(count);
  }
  return name;
}

/// Without the limits of a type and the collation of a column, in which the parts of a recursive query must not differ.
std::string exactly_typed(const WrittenColumn& written) {
  const std::string type(wire_type(written.column.codec));
  return "(" + written.sql + ")::" + type + (type == "text" ? " COLLATE \"C\"" : "");
}

bool is_set_operation(const SelectCore& core) { return !core.compound.empty() && core.compound != "UNION ALL"; }

}  // namespace

std::string Query::column_list() const {
  std::string list;
  for (const auto* part : {&columns, &carried})
    for (const ScopeColumn& c : *part) add_term(list, c.sql);
  return "(" + list + ")";
}

std::string SelectTranslator::derived(const Query& query, const std::string& alias) const {
  return "(" + query.sql + ") AS " + quote_identifier(alias) + " " + query.column_list();
}

Query SelectTranslator::translate(const Select& select, const Scope* outer, const std::vector<std::string>& names) {
  return translate(select, outer, names, false);
}

/// `carries`: with whatever ORDER BY goes by, where the results do not have it.
Query SelectTranslator::translate(const Select& select, const Scope* outer, const std::vector<std::string>& names,
                                  bool carries) {
  count_query(select.begin);
  const std::size_t outer_commons = commons_.size();
  const std::string with = translate_with(select, outer);
  std::vector<Part> parts = translate_parts(select, outer, select.cores.size());
  const bool compared = std::ranges::any_of(
      parts, [](const Part& p) { return p.core != nullptr && (p.core->distinct || is_set_operation(*p.core)); });
  const auto read = static_cast<std::ptrdiff_t>(parts.front().columns.size());
  if (carries && !compared) carry_order(select, parts);
  Query query;
  std::string sql = write_parts(parts, query, compared);
  name_columns(names, parts.front(), query);
  query.single = parts.size() == 1 && gives_one_row(select, parts.front());
  note_order(select, parts, query);
  query.sql = with + ordered(select, parts, query, sql);
  query.carried.assign(query.columns.begin() + read, query.columns.end());
  query.columns.erase(query.columns.begin() + read, query.columns.end());
  if (query.sql.size() > 100'000) throw SqlError("its translation is longer than 100 kB", select.begin);
  while (commons_.size() > outer_commons) commons_.pop_back();
  return query;
}

/// Queries within queries that are looked at twice at every level must end.
void SelectTranslator::count_query(std::size_t position) {
  constexpr std::size_t most = 5000;
  if (++queries_ > most) throw SqlError("too many queries within each other", position);
}

/// One that refers to one that follows meets a name without relation.
std::string SelectTranslator::translate_with(const Select& select, const Scope* outer) {
  const std::size_t first = commons_.size();
  for (const CommonTable& table : select.with) commons_.push_back({table.name, nullptr});
  std::string sql;
  bool recursive = false;
  for (std::size_t i = 0; i < select.with.size(); ++i) {
    const CommonTable& table = select.with[i];
    const bool to_itself = reads_itself(table);
    recursive = recursive || to_itself;
    const Query query = to_itself ? translate_recursive(table, outer, commons_[first + i])
                                  : translate(*table.select, outer, table.columns);
    Common& common = commons_[first + i];
    if (!to_itself) {
      common.relation = std::make_unique<Relation>();
      common.relation->sql = quote_identifier(alias_for(table.name, true));
      common.relation->table.columns = query.columns;
    }
    sql += (sql.empty() ? "" : ", ") + common.relation->sql + " " + query.column_list() + " AS (" + query.sql + ")";
  }
  if (sql.empty()) return sql;
  return (recursive ? "WITH RECURSIVE " : "WITH ") + sql + " ";
}

std::vector<SelectTranslator::Part> SelectTranslator::translate_parts(const Select& select, const Scope* outer,
                                                                      std::size_t cores) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < cores; ++i) {
    const SelectCore& core = select.cores[i];
    for (const std::vector<Expr>& row : core.values) {
      parts.push_back(values_part(row, outer));
      parts.back().compound = &row == core.values.data() ? core.compound : "UNION ALL";
    }
    if (!core.values.empty()) continue;
    parts.push_back(translate_part(core, outer, select.cores.size() == 1 ? &select : nullptr));
    parts.back().compound = core.compound;
  }
  for (const Part& part : parts) {
    if (part.columns.size() != parts.front().columns.size()) {
      throw SqlError("the parts of a compound query differ in their columns", select.begin);
    }
  }
  return parts;
}

/// All operators are alike to SQLite, and group from left to right; to PostgreSQL INTERSECT binds closer.
std::string SelectTranslator::write_parts(const std::vector<Part>& parts, Query& query, bool compared, bool typed) {
  std::vector<std::string> lists(parts.size());
  for (std::size_t c = 0; c < parts.front().columns.size(); ++c) {
    std::vector<const OutputColumn*> outputs;
    for (const Part& part : parts) outputs.push_back(&part.columns[c]);
    const std::vector<WrittenColumn> written = write_outputs(outputs, compared);
    for (std::size_t p = 0; p < parts.size(); ++p) {
      lists[p] += (c == 0 ? "" : ", ") + (typed ? exactly_typed(written[p]) : written[p].sql);
    }
    query.columns.push_back(written.front().column);
  }
  std::string sql;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const Part& part = parts[p];
    const bool distinct = part.core != nullptr && part.core->distinct;
    std::string terms;
    for (const std::string& term : part.terms) terms += (terms.empty() ? " GROUP BY " : ", ") + term;
    if (p > 1 && part.compound != parts[p - 1].compound) sql = "(" + sql + ")";
    if (p > 0) sql += " " + part.compound + " ";
    sql.append("SELECT ").append(distinct ? "DISTINCT " : "").append(lists[p]).append(part.from).append(part.where);
    sql.append(terms).append(part.having);
  }
  return sql;
}

void SelectTranslator::name_columns(const std::vector<std::string>& names, const Part& first, Query& query) {
  if (!names.empty() && names.size() != query.columns.size()) {
    throw SqlError(
        "it names " + std::to_string(names.size()) + " columns and has " + std::to_string(query.columns.size()), 0);
  }
  std::set<std::string> taken;
  NameRegistry registry(NameRegistry::Kind::constraint);
  for (std::size_t c = 0; c < query.columns.size(); ++c) {
    std::string name = names.empty() ? first.columns[c].name : names[c];
    if (equals_ignoring_case(name, "true") || equals_ignoring_case(name, "false")) {
      name = "column" + std::to_string(c + 1);
    }
    query.columns[c].name = unique_name(name, taken);
    query.columns[c].sql = quote_identifier(registry.claim(query.columns[c].name).name);
  }
}

/// No two aliases of a view are alike: what a name means does not depend on where it stands. A common table must not
/// hide a table either.
std::string SelectTranslator::alias_for(const std::string& wish, bool hides) {
  NameRegistry registry(NameRegistry::Kind::constraint);
  const std::string base = registry.claim(wish.empty() ? "rows" : wish).name;
  std::string alias = base;
  const auto is_free = [&](const std::string& name) {
    return name.size() <= longest_identifier && !aliases_.contains(name) && !(hides && relations_.is_taken(name));
  };
  for (int n = 2; !is_free(alias); ++n) {
    const std::string number = "_" + std::to_string(n);
    alias = base.size() + number.size() <= longest_identifier ? base + number : "rows" + number;
  }
  aliases_.insert(alias);
  return alias;
}

const ScopeColumn* SelectTranslator::keep(ScopeColumn column) { return &kept_.emplace_back(std::move(column)); }

void SelectTranslator::note(const std::string& text) { notes_.add(text); }

/// SQLite takes the first row where there are several; PostgreSQL takes none.
Operand SelectTranslator::scalar(const Select& select, const Scope& scope, std::size_t position) {
  const Query query = translate(select, &scope);
  if (query.columns.size() != 1) throw SqlError("a subquery with several columns", position);
  if (!query.single) throw SqlError("a subquery that may have several rows", position);
  ScopeColumn column = query.columns.front();
  column.sql = "(" + query.sql + ")";
  column.not_null = false;
  Operand value = column_operand(*keep(std::move(column)));
  value.uncollated = true;
  value.volatility = std::max(value.volatility, Volatility::stable);
  return value;
}

std::string SelectTranslator::rows(const Select& select, const Scope& scope) {
  const Select* const before = std::exchange(exists_, &select);
  std::string sql = translate(select, &scope).sql;
  exists_ = before;
  return sql;
}

Operand SelectTranslator::column(const Select& select, const Scope& scope, const ScopeColumn* like, bool apart,
                                 std::size_t position) {
  const SelectCore* const before =
      std::exchange(apart_, apart && select.cores.size() == 1 ? &select.cores.front() : nullptr);
  const Query query = translate(select, &scope);
  apart_ = before;
  if (query.columns.size() != 1) throw SqlError("IN with rows of several columns", position);
  ScopeColumn c = query.columns.front();
  const bool binary = builtin_collation(c.collation) == Collation::binary;
  // Texts of dates are no numbers under any affinity.
  const CodecId id = c.codec.id();
  const bool dates =
      (id == CodecId::date || id == CodecId::time || id == CodecId::timestamp || id == CodecId::timestamptz) &&
      c.codec.temporal().unit == TemporalFormat::Unit::iso;
  if (like != nullptr && binary && !c.by_hand && !c.doubtful && c.codec == like->codec &&
      (dates || c.affinity == like->affinity)) {
    Operand result = make_operand(ValueKind::opaque, query.sql, Volatility::stable);
    result.column = like;
    return result;
  }
  const std::string alias = alias_for("rows"), bare = c.sql;
  c.sql = quote_identifier(alias) + "." + bare;
  Operand value = column_operand(c);
  if (value.kind == ValueKind::opaque) throw SqlError(c.name + " cannot be used: " + value.why, position);
  if (value.kind == ValueKind::text && !binary) throw SqlError("IN with rows of another collation", position);
  value = as_integer(value);
  const bool as_it_is = value.sql == c.sql;
  value.sql = as_it_is ? query.sql : "SELECT " + value.sql + " FROM " + derived(query, alias);
  value.column = nullptr;
  return value;
}

}  // namespace lite2pg
