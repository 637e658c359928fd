#include "import/fleet/misfits.h"

#include "common/text.h"
#include "common/text_table.h"

namespace lite2pg {
namespace {

/// An entry without a list of rows names the first.
std::vector<ReportMisfit::Row> rows_of(const ListedMisfit& m) {
  if (m.rows.empty()) return {{m.group.rowid, m.group.value}};
  std::vector<ReportMisfit::Row> rows;
  for (const MisfitRow& row : m.rows) rows.push_back({row.rowid, row.value});
  return rows;
}

std::string values_text(std::uint64_t n) { return with_thousands(n) + (n == 1 ? " value" : " values"); }

}  // namespace

void FleetMisfits::add(const std::string& path, const std::string& tenant, std::vector<ListedMisfit> misfits) {
  for (ListedMisfit& m : misfits) {
    Column& column = columns_[{m.group.table, m.group.column}];
    column.values += m.group.count;
    column.remedy = joined(column.remedy, m.group.remedy);
    std::vector<ReportMisfit::Row> rows = rows_of(m);
    if (column.rows + rows.size() > rows_reported) continue;
    column.rows += rows.size();
    column.represented += m.group.count;
    listed_.push_back({std::move(m.group), path, tenant, std::move(rows)});
  }
}

void FleetMisfits::count(const std::string& table, const std::string& column, std::uint64_t values) {
  columns_[{table, column}].values = values;
}

std::string FleetMisfits::text(const std::string& title) const {
  if (empty()) return {};
  TextTable table({{"file"}, {"table"}, {"row"}, {"column"}, {"value"}, {"reason"}});
  std::map<Name, std::size_t> shown;
  for (const ReportMisfit& entry : listed_) {
    const MisfitReport& m = entry.group;
    std::size_t& rows = shown[{m.table, m.column}];
    for (const ReportMisfit::Row& row : entry.rows) {
      if (rows == rows_shown) break;
      ++rows;
      table.add_row({entry.file, m.table, row.rowid, m.column, row.value, m.reason});
    }
  }
  std::string more;
  for (const auto& [name, column] : columns_) {
    if (column.values <= shown[name]) continue;
    more += name.first + "." + name.second + ": " + values_text(column.values - shown[name]) + " more\n";
  }
  return title + ":\n\n" + table.str() + (more.empty() ? "" : "\n" + more);
}

std::string FleetMisfits::remedies() const {
  std::string text;
  for (const auto& [name, column] : columns_) text += text_of(column.remedy);
  return text;
}

void FleetMisfits::report(Report& report) const {
  report.misfits.insert(report.misfits.end(), listed_.begin(), listed_.end());
  for (const auto& [name, column] : columns_) {
    if (column.values <= column.represented) continue;
    report.misfits_not_listed.push_back({name.first, name.second, column.values - column.represented});
  }
}

}  // namespace lite2pg
