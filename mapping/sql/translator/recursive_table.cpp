// Common tables that read themselves: https://sqlite.org/lang_with.html section 3. SQLite takes one row at a time from
// its queue, PostgreSQL all of a round; the rows are the same where a step says of each row alone what comes of it.
#include <algorithm>

#include "common/text.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/walk.h"
#include "mapping/sql/translator/select_translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool is_named(const FromItem& item, const std::string& name) {
  return item.schema.empty() && equals_ignoring_case(item.table, name);
}

std::size_t readings(const SelectCore& core, const std::string& name) {
  std::size_t count = 0;
  const Visitor visitor{
      .expression = {}, .item = [&](const FromItem& i) { count += is_named(i, name) ? 1 : 0; }, .star = {}};
  walk(core, visitor);
  return count;
}

/// Whether what it gives depends on more than one row of the table itself.
bool looks_at_several_rows(const SelectCore& core) {
  const bool computed = std::ranges::any_of(
      core.columns, [](const ResultColumn& c) { return !c.star && (has_aggregate(c.expr) || has_window(c.expr)); });
  return computed || core.distinct || !core.group_by.empty() || core.having.has_value();
}

/// Whether the table itself is read right in FROM, and every row of it comes from a row of its own.
bool is_joined_within(const SelectCore& core, const std::string& name) {
  bool found = false;
  for (const FromItem& item : core.from) {
    if (item.join == JoinKind::right || item.join == JoinKind::full) return false;
    const bool itself = is_named(item, name);
    if (itself && item.join == JoinKind::left) return false;
    found = found || itself;
  }
  return found;
}

bool same_columns(const std::vector<ScopeColumn>& a, const std::vector<ScopeColumn>& b) {
  return std::ranges::equal(a, b, [](const ScopeColumn& x, const ScopeColumn& y) {
    return x.codec == y.codec && x.affinity == y.affinity && x.collation == y.collation && x.mixed == y.mixed &&
           x.doubtful == y.doubtful;
  });
}

/// What is true of the rows at the start need not be of later ones.
void forget_keys(std::vector<ScopeColumn>& columns, std::size_t position) {
  for (ScopeColumn& c : columns) {
    if (c.by_hand) throw SqlError("a type chosen by hand in a common table that reads itself", position);
    c.not_null = c.rowid = c.generated = false;
    c.key_position = 0;
  }
}

}  // namespace

bool SelectTranslator::reads_itself(const CommonTable& table) {
  return std::ranges::any_of(table.select->cores,
                             [&](const SelectCore& core) { return readings(core, table.name) > 0; });
}

void SelectTranslator::require_recursion(const CommonTable& table) {
  const Select& select = *table.select;
  const auto fail = [&](const std::string& why) {
    throw SqlError("common table " + table.name + " reads itself " + why, select.begin);
  };
  const auto reading =
      std::ranges::count_if(select.cores, [&](const SelectCore& core) { return readings(core, table.name) > 0; });
  const SelectCore& step = select.cores.back();
  if (select.cores.size() < 2 || reading > 1 || readings(step, table.name) != 1)
    fail("in other than its last part, once");
  if (step.compound != "UNION" && step.compound != "UNION ALL") fail("behind " + step.compound);
  if (!select.with.empty()) fail("and has common tables of its own");
  if (select.limit) fail("and has a LIMIT, which ends the recursion");
  if (!is_joined_within(step, table.name)) fail("in a subquery or at the outer side of a join");
  if (looks_at_several_rows(step)) fail("by aggregates, windows or DISTINCT");
  if (!select.order_by.empty()) {
    note("the ORDER BY of " + table.name + " is left out: in which order rows are found does not change them");
  }
}

/// Until the types of the columns are those that the step gives when it reads them.
Query SelectTranslator::translate_recursive(const CommonTable& table, const Scope* outer, Common& common) {
  require_recursion(table);
  const Select& select = *table.select;
  auto relation = std::make_unique<Relation>();
  relation->sql = quote_identifier(alias_for(table.name, true));
  Query query = recursive_round(table, outer, select.cores.size() - 1);
  common.relation = std::move(relation);
  for (int round = 0; round < 3; ++round) {
    forget_keys(query.columns, select.begin);
    common.relation->table.columns = query.columns;
    query = recursive_round(table, outer, select.cores.size());
    if (same_columns(common.relation->table.columns, query.columns)) return query;
  }
  throw SqlError("common table " + table.name + " reads itself and changes its types", select.begin);
}

Query SelectTranslator::recursive_round(const CommonTable& table, const Scope* outer, std::size_t cores) {
  count_query(table.select->begin);
  const std::vector<Part> parts = translate_parts(*table.select, outer, cores);
  const bool compared =
      std::ranges::any_of(parts, [](const Part& p) { return !p.compound.empty() && p.compound != "UNION ALL"; }) ||
      std::ranges::any_of(parts, [](const Part& p) { return p.core != nullptr && p.core->distinct; });
  Query query;
  query.sql = write_parts(parts, query, compared, true);
  name_columns(table.columns, parts.front(), query);
  forget_keys(query.columns, table.select->begin);
  if (query.sql.size() > 100'000) throw SqlError("its translation is longer than 100 kB", table.select->begin);
  return query;
}

}  // namespace lite2pg
