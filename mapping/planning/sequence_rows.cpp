#include "mapping/planning/sequence_rows.h"

#include <charconv>

namespace lite2pg {
namespace {

bool is_whole(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end;
}

}  // namespace

std::vector<std::string> odd_sequence_rows(const Schema& schema) {
  std::vector<std::string> lines;
  for (const BookkeepingRow& row : schema.file.bookkeeping) {
    if (row.table != "sqlite_sequence" || row.fields.size() < 2 || !row.fields[0]) continue;
    const Table* table = schema.find_table(*row.fields[0]);
    if (table == nullptr || (row.fields[1] && is_whole(*row.fields[1]))) continue;
    const std::string found = row.fields[1] ? "'" + row.fields[1]->substr(0, 40) + "'" : "NULL";
    lines.push_back(
        "table " + table->name + ": sqlite_sequence holds " + found +
        ", which is no whole number; the next number follows from the rows, and from what SQLite makes of it");
  }
  return lines;
}

}  // namespace lite2pg
