#include "mapping/planning/enum_types.h"

#include <algorithm>
#include <map>

#include "common/error.h"
#include "common/text.h"
#include "mapping/planning/planning.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool names_column(const Expr& e, const std::string& column) {
  return e.kind == ExprKind::name && !e.names.empty() && equals_ignoring_case(e.names.back(), column);
}

bool is_string(const Expr& e) { return e.kind == ExprKind::string; }

/// The labels of "column IN ('a', 'b')", also beside "column IS NULL OR"; empty: the expression says something else.
std::vector<std::string> labels_in(const Expr& e, const std::string& column) {
  if (e.kind == ExprKind::binary && e.text == "OR" && e.args.size() == 2) {
    for (const int side : {0, 1}) {
      const Expr& other = e.args[static_cast<std::size_t>(1 - side)];
      const bool null = other.kind == ExprKind::is_null && !other.negated && names_column(other.args[0], column);
      if (null) return labels_in(e.args[static_cast<std::size_t>(side)], column);
    }
  }
  if (e.kind != ExprKind::in_list || e.negated || e.args.size() < 2 || !names_column(e.args[0], column)) return {};
  if (!std::all_of(e.args.begin() + 1, e.args.end(), is_string)) return {};
  std::vector<std::string> labels;
  for (std::size_t i = 1; i < e.args.size(); ++i) {
    if (std::ranges::count(labels, e.args[i].text) == 0) labels.push_back(e.args[i].text);
  }
  return labels;
}

std::vector<std::string> labels_of(const Check& check, const std::string& column) {
  try {
    return labels_in(parse_expression(check.expression), column);
  } catch (const SqlError&) {
    return {};
  }
}

std::vector<std::string> listed_labels(const Table& table, const std::string& column) {
  for (const Check& check : table.checks) {
    std::vector<std::string> labels = labels_of(check, column);
    if (!labels.empty()) return labels;
  }
  return {};
}

[[noreturn]] void refuse(const std::string& table, const std::string& column, const std::string& why) {
  throw Error(ExitCode::usage, "the mapping file makes an enum of " + table + "." + column + ", but " + why,
              "a CHECK (column IN ('a', 'b', ...)) gives the labels");
}

/// By the exact name: of names that SQLite holds for equal, a hand-made schema may have several.
const Table& source_of(const Plan& plan, const TablePlan& table) {
  return *std::ranges::find(plan.schema.tables, table.source, &Table::name);
}

/// Longest label: https://www.postgresql.org/docs/15/datatype-enum.html section 8.7.4.
constexpr std::size_t longest_label = 63;

bool is_label(const std::string& label) { return !label.empty() && label.size() <= longest_label; }

}  // namespace

void plan_enums(const MappingFile& mapping, Plan& plan) {
  std::map<std::string, std::vector<std::string>> types;
  for (TablePlan& table : plan.tables) {
    const Table& source = source_of(plan, table);
    for (ColumnPlan& column : table.columns) {
      const Column& from = source.columns[static_cast<std::size_t>(column.source_index)];
      const std::string type = mapping.column_rule(table.source, from, plan.options).enum_name;
      if (type.empty()) continue;
      const std::vector<std::string> labels = listed_labels(source, from.name);
      if (labels.empty()) refuse(table.source, from.name, "no CHECK lists its labels");
      if (!std::ranges::all_of(labels, is_label)) {
        refuse(table.source, from.name, "a label is empty or longer than 63 bytes");
      }
      const auto [known, added] = types.emplace(type, labels);
      if (!added && known->second != labels)
        refuse(table.source, from.name, "\"" + type + "\" has other labels already");
      column.type = quote_identifier(type);
      column.labels = labels;
      plan.misfits.push_back({table.source,
                              column.source,
                              "",
                              "",
                              "text that is no label of the enum",
                              0,
                              {{mapping_section(table.source, column.source), {std::string(reject_choice)}}},
                              true});
      if (column.on_misfit != MisfitAction::refuse) plan.misfits.pop_back();
    }
  }
}

void leave_enum_checks(Plan& plan) {
  for (const TablePlan& table : plan.tables) {
    const Table& source = source_of(plan, table);
    std::size_t next = 0;
    for (ObjectPlan& object : plan.objects) {
      if (object.kind != ObjectKind::check || object.table != source.name || next >= source.checks.size()) continue;
      const Check& check = source.checks[next++];
      const bool superfluous = std::ranges::any_of(table.columns, [&](const ColumnPlan& column) {
        return !column.labels.empty() && !labels_of(check, column.source).empty();
      });
      if (!superfluous) continue;
      object.status = ObjectStatus::changed;
      object.reason = "the enum type says the same";
      object.phase = Phase::none;
      object.sql.clear();
    }
  }
}

std::string enum_name(const ColumnPlan& column) {
  std::string name;
  for (std::size_t i = 1; i + 1 < column.type.size(); ++i) {
    name += column.type[i];
    if (column.type[i] == '"') ++i;  // Doubled.
  }
  return name;
}

std::vector<std::string> create_types_sql(const Plan& plan, std::string_view schema) {
  std::map<std::string, std::string> types;
  if (plan.options.existing) return {};
  for (const TablePlan& table : plan.tables) {
    for (const ColumnPlan& column : table.columns) {
      if (column.labels.empty()) continue;
      std::string labels;
      for (const std::string& label : column.labels) labels += (labels.empty() ? "" : ", ") + quote_literal(label);
      const std::string name = schema.empty() ? column.type : quote_identifier(schema) + "." + column.type;
      types.emplace(column.type, "CREATE TYPE " + name + " AS ENUM (" + labels + ")");
    }
  }
  std::vector<std::string> statements;
  for (auto& [name, sql] : types) statements.push_back(std::move(sql));
  return statements;
}

}  // namespace lite2pg
