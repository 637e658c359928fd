#include "mapping/plan/load_cost.h"

#include <algorithm>

namespace lite2pg {
namespace {

constexpr double seconds_per_row = 0.4e-6, seconds_per_byte = 8e-9;

// https://www.postgresql.org/docs/15/storage-page-layout.html: item pointer, tuple header with padding.
constexpr std::uint64_t row_overhead = 4 + 24, index_entry = 4 + 8 + 12;
constexpr double index_fill = 0.9;

bool is_index(ObjectKind kind) {
  return kind == ObjectKind::primary_key || kind == ObjectKind::unique || kind == ObjectKind::index;
}

std::uint64_t index_bytes_of(const Plan& plan, const ObjectPlan& object) {
  const auto table = std::ranges::find(plan.tables, object.table, &TablePlan::source);
  if (table == plan.tables.end() || object.sql.empty() || !is_index(object.kind)) return 0;
  return static_cast<std::uint64_t>(static_cast<double>(table->rows * index_entry) / index_fill);
}

}  // namespace

double load_cost(const TablePlan& table) {
  return 2 * seconds_per_statement + static_cast<double>(table.rows) * seconds_per_row +
         static_cast<double>(table.bytes) * seconds_per_byte;
}

DiskNeed disk_need(const Plan& plan) {
  DiskNeed need;
  for (const TablePlan& table : plan.tables) need.table_bytes += table.bytes + table.rows * row_overhead;
  for (const ObjectPlan& object : plan.objects) need.index_bytes += index_bytes_of(plan, object);
  return need;
}

double copy_seconds(const Plan& plan, unsigned jobs) {
  double sum = 0;
  for (const TablePlan& table : plan.tables) sum += load_cost(table);
  return sum / std::max(1U, jobs);
}

}  // namespace lite2pg
