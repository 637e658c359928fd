#include "export/rows/row_condition.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "common/error.h"
#include "common/text.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/walk.h"

namespace lite2pg {
namespace {

/// https://sqlite.org/deterministic.html
constexpr std::array<std::string_view, 5> fickle_functions = {"random", "randomblob", "changes", "total_changes",
                                                              "last_insert_rowid"};
/// Without an argument, or with 'now', these read the clock.
constexpr std::array<std::string_view, 7> time_functions = {"date",     "time",     "datetime", "julianday",
                                                            "strftime", "timediff", "unixepoch"};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::ranges::any_of(names, [&](std::string_view n) { return equals_ignoring_case(n, name); });
}

bool reads_clock(const Expr& call) {
  if (!is_one_of(time_functions, call.text)) return false;
  const std::size_t moment = equals_ignoring_case(call.text, "strftime") ? 1 : 0;
  return call.args.size() <= moment || std::ranges::any_of(call.args, [](const Expr& arg) {
           return arg.kind == ExprKind::string && equals_ignoring_case(arg.text, "now");
         });
}

/// Why an expression cannot decide about rows; empty: it can.
std::string objection(const Expr& e, const Table& table) {
  switch (e.kind) {
    case ExprKind::name:
      if (e.names.size() > 1) return "columns are named without their table";
      if (table.find_column(e.names.front()) >= 0) return {};
      if (!e.quoted &&
          (equals_ignoring_case(e.names.front(), "true") || equals_ignoring_case(e.names.front(), "false")))
        return {};
      return "there is no column '" + e.names.front() + "'";
    case ExprKind::current: return e.text + " is another tomorrow";
    case ExprKind::call:
      if (is_one_of(fickle_functions, e.text) || reads_clock(e)) return e.text + "() gives another value tomorrow";
      return e.clauses ? e.text + "() over several rows" : "";
    case ExprKind::subquery:
    case ExprKind::exists:
    case ExprKind::in_select:
    case ExprKind::in_table: return "a query of other rows";
    case ExprKind::variable: return "a parameter";
    case ExprKind::raise: return "RAISE";
    default: return {};
  }
}

Error unusable(const std::string& option, const std::string& why, const std::string& hint) {
  return {ExitCode::usage, "--where " + option + ": " + why, hint};
}

const Table& table_of(const std::string& option, std::string_view name, const Schema& schema) {
  const Table* table = schema.find_table(name);
  if (table == nullptr || !table->holds_rows())
    throw unusable(option, "there is no table '" + std::string(name) + "'", "--where TABLE=EXPR");
  return *table;
}

void check_expression(const std::string& option, std::string_view sql, const Table& table) {
  std::string why;
  try {
    const Expr expression = parse_expression(sql);
    const auto look = [&](const Expr& e) { why = why.empty() ? objection(e, table) : why; };
    walk(expression, {.expression = look, .item = {}, .star = {}, .into_queries = false});
  } catch (const SqlError& e) {
    why = e.what();
  }
  if (!why.empty()) {
    throw unusable(option, why,
                   "one expression over the columns of the row, for instance --where '" + table.name + "=" +
                       table.columns.front().name + " IS NOT NULL'");
  }
}

}  // namespace

RowConditions row_conditions(const std::vector<std::string>& where, const Schema& schema) {
  RowConditions conditions;
  for (const std::string& option : where) {
    const std::size_t at = option.find('=');
    if (at == std::string::npos) throw unusable(option, "'=' is missing", "--where TABLE=EXPR");
    const Table& table = table_of(option, option.substr(0, at), schema);
    const std::string sql = option.substr(at + 1);
    check_expression(option, sql, table);
    // A line of its own: a comment at the expression's end would swallow what follows.
    if (!conditions.emplace(table.name, "(" + sql + "\n)").second)
      throw unusable(option, "a second condition for this table", "join them by AND");
  }
  return conditions;
}

}  // namespace lite2pg
