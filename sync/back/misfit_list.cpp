#include "sync/back/misfit_list.h"

#include "common/text.h"
#include "common/text_table.h"

namespace lite2pg {
namespace {

/// Lines of one column.
constexpr std::uint64_t most_lines = 1000;

}  // namespace

void MisfitList::add(const std::string& table, const std::string& column, const std::string& key,
                     const std::string& value, const std::string& reason) {
  ++total_;
  Group& group = groups_[{table, column}];
  if (++group.count > most_lines) {
    ++listed_[group.last].count;
    return;
  }
  group.last = listed_.size();
  MisfitReport& m = listed_.emplace_back();
  m.table = table;
  m.column = column;
  m.rowid = key;
  m.value = value;
  m.reason = reason;
  m.count = 1;
}

std::string misfit_table(const std::vector<MisfitReport>& misfits) {
  TextTable table({{"table"}, {"column"}, {"row"}, {"value"}, {"values", Align::right}, {"reason"}});
  for (const MisfitReport& m : misfits) {
    table.add_row({m.table, m.column, m.rowid, m.value, with_thousands(m.count), m.reason});
  }
  return "Values of the target that SQLite cannot hold as they are:\n\n" + table.str();
}

}  // namespace lite2pg
