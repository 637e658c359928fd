#include "mapping/schema.h"

#include <algorithm>

#include "common/text.h"

namespace lite2pg {

std::vector<int> Table::key_columns() const {
  std::vector<int> key;
  for (int i = 0; i < static_cast<int>(columns.size()); ++i)
    if (columns[static_cast<std::size_t>(i)].key_position > 0) key.push_back(i);
  std::sort(key.begin(), key.end(), [this](int a, int b) {
    return columns[static_cast<std::size_t>(a)].key_position < columns[static_cast<std::size_t>(b)].key_position;
  });
  return key;
}

int Table::find_column(std::string_view column_name) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& c) { return equals_ignoring_case(c.name, column_name); });
  return found == columns.end() ? -1 : static_cast<int>(found - columns.begin());
}

const Table* Schema::find_table(std::string_view table_name) const {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const Table& t) { return equals_ignoring_case(t.name, table_name); });
  return found == tables.end() ? nullptr : &*found;
}

/// https://sqlite.org/datatype3.html section 3.1: the first rule that holds, in this order.
Affinity affinity_of(std::string_view declared_type) {
  const std::string type = ascii_lower(declared_type);
  const auto has = [&type](std::string_view word) { return type.find(word) != std::string::npos; };
  if (has("int")) return Affinity::integer;
  if (has("char") || has("clob") || has("text")) return Affinity::text;
  if (has("blob") || type.empty()) return Affinity::blob;
  if (has("real") || has("floa") || has("doub")) return Affinity::real;
  return Affinity::numeric;
}

}  // namespace lite2pg
