#include "mapping/choice/target_match.h"

#include "mapping/target/identifier.h"

namespace lite2pg {
namespace {

/// Migrations cut long names where PostgreSQL does.
std::string cut(const std::string& name) { return name.substr(0, longest_identifier); }

}  // namespace

const TargetTable* match_table(const TargetCatalog& catalog, const std::string& planned, const std::string& source) {
  if (const TargetTable* table = catalog.find_table(planned)) return table;
  if (const TargetTable* table = catalog.find_table(source)) return table;
  return catalog.find_table(cut(source));
}

const TargetColumn* match_column(const TargetTable& table, const std::string& planned, const std::string& source) {
  if (const TargetColumn* column = table.find_column(planned)) return column;
  if (const TargetColumn* column = table.find_column(source)) return column;
  return table.find_column(cut(source));
}

const TargetColumn* match_column(const TargetCatalog& catalog, const MappingFile& mapping, const Table& table,
                                 const Column& column) {
  const IdentifierStyle style = mapping.apply(PlanOptions{}).identifiers;
  const auto planned = [&](const std::string& wish, const std::string& name) {
    return wish.empty() ? styled(name, style) : wish;
  };
  const TargetTable* target =
      match_table(catalog, planned(mapping.table_rule(table.name).target, table.name), table.name);
  if (target == nullptr) return nullptr;
  const ColumnRule rule = mapping.column_rule(table.name, column, PlanOptions{});
  return match_column(*target, planned(rule.target, column.name), column.name);
}

}  // namespace lite2pg
