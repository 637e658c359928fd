#include "verify/sides/placed_row.h"

#include <array>

#include "common/bytes.h"
#include "mapping/plan/ddl.h"

namespace lite2pg {
namespace {

constexpr std::array<const char*, 3> place_columns = {"xmin", "tableoid", "ctid"};

/// xid_send and oid_send: four bytes.
std::uint32_t number_of(std::string_view field) {
  return field.size() == sizeof(std::uint32_t) ? load_be<std::uint32_t>(field.data()) : 0;
}

}  // namespace

std::string copy_rows_sql(const ComparedTable& table, std::string_view condition, SystemColumns system, bool tenant) {
  TablePlan columns = table.plan;
  const auto add = [&](const std::string& name) {
    ColumnPlan& c = columns.columns.emplace_back();
    c.target = name;
    c.source_index = 0;  // else it would not be selected
  };
  for (std::size_t i = 0; i < count_of(system); ++i) add(place_columns.at(i));
  if (tenant) add(table.plan.tenant);
  std::string rows(condition);
  if (!table.only.empty()) rows += (rows.empty() ? "" : " AND ") + table.only;
  return copy_out_sql(columns, table.schema, rows);
}

std::uint32_t xmin_of(const WireRowReader& reader) { return number_of(reader.field(0)); }

/// tidsend: four bytes of block, two of offset.
RowPlace place_of(const WireRowReader& reader) {
  const std::string_view tid = reader.field(2);
  if (tid.size() != 6) return {};
  return {number_of(reader.field(1)), number_of(tid.substr(0, 4)), load_be<std::uint16_t>(tid.data() + 4)};
}

}  // namespace lite2pg
