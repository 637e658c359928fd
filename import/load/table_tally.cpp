#include "import/load/table_tally.h"

namespace lite2pg {

TableTally::TableTally(const Plan& plan, const WorkList& list, const DoneWork& done) {
  for (const Job& job : list.jobs) {
    const auto* load = std::get_if<LoadJob>(&job);
    if (load == nullptr) continue;
    Table& table = tables_[load->table];
    const auto record = done.tables.find({plan.tables[load->table].target, load->label});
    if (record == done.tables.end()) {
      table.missing.insert(load->label);
    } else {
      table.loaded.insert_or_assign(load->label, record->second);
    }
  }
}

std::optional<TableRecord> TableTally::add(std::size_t table, const TableRecord& record) {
  const std::scoped_lock lock(lock_);
  Table& t = tables_[table];
  t.missing.erase(record.slice);
  t.loaded.insert_or_assign(record.slice, record);
  return sums(t);
}

std::optional<TableRecord> TableTally::whole(std::size_t table) const {
  const std::scoped_lock lock(lock_);
  const auto found = tables_.find(table);
  return found == tables_.end() ? std::nullopt : sums(found->second);
}

std::optional<TableRecord> TableTally::sums(const Table& table) {
  if (!table.missing.empty() || table.loaded.empty()) return std::nullopt;
  std::vector<TableRecord> records;
  for (const auto& [label, record] : table.loaded) records.push_back(record);
  return sum_of(records);
}

}  // namespace lite2pg
