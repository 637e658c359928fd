#include "mapping/target/catalog.h"

#include "common/text.h"

namespace lite2pg {
namespace {

template <typename Item>
const Item* find_named(const std::vector<Item>& items, std::string_view name) {
  const Item* alike = nullptr;
  int count = 0;
  for (const Item& item : items) {
    if (item.name == name) return &item;
    if (!equals_ignoring_case(item.name, name)) continue;
    alike = &item;
    ++count;
  }
  return count == 1 ? alike : nullptr;
}

}  // namespace

const TargetColumn* TargetTable::find_column(std::string_view column) const { return find_named(columns, column); }

const TargetTable* TargetCatalog::find_table(std::string_view table) const { return find_named(tables, table); }

}  // namespace lite2pg
