#include "mapping/documents/mapping_template.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/plan/names.h"
#include "mapping/planning/planning.h"

namespace lite2pg {
namespace {

constexpr std::string_view introduction =
    R"(# Mapping file of lite2pg: what is to be otherwise than by default (docs/mapping.md explains every key).
# Lines that begin with "#" and no blank show the default: remove the "#" and change the value.

)";

/// Comments are one line each, whatever the names in the source hold.
std::string comment(std::string_view text) {
  std::string line = "# ";
  for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  return line + "\n";
}

std::string settings(const PlanOptions& options) {
  std::string text =
      "#[identifiers]\n#style = " + toml_string(name_of(options.identifiers)) + "  # exact, lower, snake\n";
  text += "\n#[defaults]\n#on_misfit = " + toml_string(name_of(options.on_misfit)) + "  # fail, widen, reject\n";
  text += "#empty_text = " + toml_string(name_of(options.empty_text)) + "  # keep, null\n";
  text += "#integers = " + toml_string(options.integers == IntegerType::integer ? "integer" : "bigint") +
          "  # bigint, integer\n";
  text += "#timestamps = " +
          toml_string(options.timestamps == TimestampType::stored
                          ? "stored"
                          : names_of(options.timestamps)[static_cast<std::size_t>(options.timestamps)]) +
          "  # stored, naive, zone\n";
  text += "#json = " + toml_string(options.json == JsonType::jsonb ? "jsonb" : "json") + "  # json, jsonb\n";
  return text + "\n#[objects]\n#skip = []  # names of indexes, views, constraints; patterns with * and ?\n";
}

std::string column_section(const Plan& plan, const TablePlan& table, const ColumnPlan& column) {
  std::string text =
      comment((column.declared_type.empty() ? "no type" : column.declared_type) + ": " + column.evidence);
  for (const MisfitReport& m : plan.misfits) {
    if (m.table != table.source || m.column != column.source) continue;
    text += comment("does not fit: " + m.reason + (m.count > 0 ? " (" + with_thousands(m.count) + ")" : ""));
  }
  text += "#" + mapping_section(table.source, column.source) + "\n";
  text += "#target = " + toml_string(column.target) + "\n";
  return text + "#type = " + toml_string(column.type) + "\n";
}

std::string table_section(const Plan& plan, const TablePlan& table) {
  std::string text = "\n" + comment("Table " + table.source + ": " + with_thousands(table.rows) + " rows");
  text += "#[table." + toml_string(table.source) + "]\n#target = " + toml_string(table.target) + "\n#skip = false\n";
  for (const ColumnPlan& c : table.columns) {
    if (c.source_index >= 0) text += column_section(plan, table, c);
  }
  return text;
}

}  // namespace

std::string mapping_template(const Plan& plan) {
  std::string text = std::string(introduction) + settings(plan.options);
  for (const TablePlan& table : plan.tables) text += table_section(plan, table);
  return text;
}

}  // namespace lite2pg
