#include "mapping/planning/tables_with_rows.h"

#include "common/text.h"
#include "mapping/choice/mapping_file.h"
#include "mapping/objects/rtree_table.h"

namespace lite2pg {

std::vector<const Table*> tables_with_rows(const Schema& schema, const std::vector<std::string>& tables,
                                           const std::vector<std::string>& exclude, std::string_view mapping_toml) {
  const MappingFile mapping = MappingFile::parse(mapping_toml);
  std::vector<const Table*> chosen;
  for (const Table& table : schema.tables) {
    const bool has_rows = table.kind == TableKind::virtual_ ? is_asked_as_table(table, mapping) : table.holds_rows();
    if (has_rows && is_selected(table.name, tables, exclude)) chosen.push_back(&table);
  }
  return chosen;
}

}  // namespace lite2pg
