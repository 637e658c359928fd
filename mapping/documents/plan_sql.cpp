#include "mapping/documents/plan_sql.h"

#include <algorithm>

#include "mapping/plan/ddl.h"
#include "mapping/planning/enum_types.h"
#include "mapping/planning/partitions.h"
#include "mapping/target/quote.h"
#include "mapping/target/schema_placeholder.h"

namespace lite2pg {
namespace {

/// In one comment, whatever the text holds.
std::string comment(const std::string& text) {
  std::string line = text;
  std::ranges::replace_if(
      line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  return "-- " + line + "\n";
}

std::string statement(const std::string& sql) { return sql + ";\n"; }

std::string title(const ObjectPlan& object) {
  return std::string(name_of(object.kind)) + (object.name.empty() ? "" : " " + object.name) +
         (object.table.empty() ? "" : " of " + object.table);
}

std::string table_sql(const TablePlan& table) {
  std::string text = "\n" + comment("table " + table.source) + statement(create_table_sql(table, ""));
  for (const std::string& sql : create_partitions_sql(table, "")) text += statement(sql);
  return text;
}

std::string objects_sql(const Plan& plan, Phase phase, std::string_view schema) {
  std::string text;
  for (const ObjectPlan& object : plan.objects) {
    if (object.phase != phase || object.sql.empty()) continue;
    text += "\n" + comment(title(object) + (object.reason.empty() ? "" : ": " + object.reason));
    for (const std::string& sql : object.sql) {
      text += statement(phase == Phase::publish ? with_schema(sql, schema) : sql);
    }
  }
  return text;
}

std::string left_out(const Plan& plan) {
  std::string text;
  for (const ObjectPlan& object : plan.objects) {
    if (object.status == ObjectStatus::not_carried) text += comment(title(object) + ": " + object.reason);
  }
  return text.empty() ? "" : "\n-- Not carried:\n" + text;
}

std::string positions(const Plan& plan) {
  std::string text;
  for (const TablePlan& table : plan.tables) {
    if (const std::string sql = set_identity_sql(table, ""); !sql.empty()) text += statement(sql);
  }
  return text.empty() ? "" : "\n-- Where numbers go on.\n" + text;
}

}  // namespace

std::string plan_sql(const Plan& plan, std::string_view schema) {
  std::string text =
      comment("Plan " + hash_of(plan) + " as SQL. lite2pg-import makes the same in a staging schema and " +
              "loads the rows before keys and indexes; this script makes it without rows.");
  const std::string name = quote_identifier(schema);
  text += "BEGIN;\n" + statement("CREATE SCHEMA IF NOT EXISTS " + name) +
          statement("SET LOCAL search_path TO " + name + ", pg_catalog");
  for (const std::string& sql : create_types_sql(plan, schema)) text += statement(sql);
  for (const TablePlan& table : plan.tables) text += table_sql(table);
  for (const Phase phase : {Phase::after_table, Phase::after_load}) text += objects_sql(plan, phase, schema);
  text += positions(plan);
  for (const Phase phase : {Phase::final_, Phase::publish}) text += objects_sql(plan, phase, schema);
  return text + left_out(plan) + "\nCOMMIT;\n";
}

}  // namespace lite2pg
