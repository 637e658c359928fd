#include "tests/export/pages/both_readers.h"

#include "mapping/value/value_text.h"

namespace lite2pg::test {
namespace {

/// "row 7: column 2: 1 by pages, 2 by SQLite"
std::string differing_values(const Row& pages, const Row& sqlite, std::uint64_t row) {
  for (std::size_t i = 0; i < sqlite.size(); ++i) {
    if (same(pages[i], sqlite[i])) continue;
    return "row " + std::to_string(row) + ": column " + std::to_string(i) + ": " + show(pages[i]).substr(0, 80) +
           " by pages, " + show(sqlite[i]).substr(0, 80) + " by SQLite";
  }
  return "";
}

std::string compare_cursors(RowCursor& pages, RowCursor& sqlite) {
  if (pages.counts_from_slice() != sqlite.counts_from_slice()) return "rows are numbered differently";
  Row a, b;
  for (std::uint64_t row = 1;; ++row) {
    const bool more = pages.next(a);
    if (more != sqlite.next(b)) return "row " + std::to_string(row) + ": ends by " + (more ? "SQLite" : "pages");
    if (!more) return "";
    if (a.size() != b.size()) return "rows have different lengths";
    if (auto found = differing_values(a, b, row); !found.empty()) return found;
    if (pages.row_number() != sqlite.row_number() || pages.locate() != sqlite.locate())
      return pages.locate() + " by pages is " + sqlite.locate() + " by SQLite";
  }
}

std::string compare_slices(PageSource& source, const Table& table, const std::vector<Slice>& slices) {
  const auto pages = source.reader(), sqlite = source.sqlite().reader();
  for (const Slice& slice : slices) {
    const auto a = pages->scan(table, slice);
    const auto b = sqlite->scan(table, slice);
    if (auto found = compare_cursors(*a, *b); !found.empty()) return table.name + ": " + found;
  }
  return "";
}

/// The slices together hold what the whole does.
std::string compare_counts(RowSource& source, const Table& table, const std::vector<Slice>& slices) {
  const auto reader = source.reader();
  const auto count = [&](const Slice& slice) {
    std::uint64_t rows = 0;
    const auto cursor = reader->scan(table, slice);
    for (Row row; cursor->next(row);) ++rows;
    return rows;
  };
  std::uint64_t sum = 0;
  for (const Slice& slice : slices) sum += count(slice);
  return sum == count({})
             ? ""
             : table.name + ": slices hold " + std::to_string(sum) + " rows of " + std::to_string(count({}));
}

std::string compare_table(PageSource& source, const Table& table, std::size_t parts) {
  for (const auto& slices : {std::vector<Slice>(1), source.split(table, parts), source.sqlite().split(table, parts)}) {
    if (auto found = compare_slices(source, table, slices); !found.empty()) return found;
    if (auto found = compare_counts(source, table, slices); !found.empty()) return found;
  }
  return "";
}

}  // namespace

std::string first_difference(PageSource& source, std::size_t parts) {
  for (const Table& table : source.schema().tables) {
    if (table.kind == TableKind::virtual_) continue;
    if (auto found = compare_table(source, table, parts); !found.empty()) return found;
  }
  return "";
}

std::string left_to_sqlite(PageSource& source) {
  std::string text;
  for (const Table& table : source.schema().tables)
    if (const auto reason = source.reason_for_sqlite(table); !reason.empty()) text += table.name + ": " + reason + "\n";
  return text;
}

std::string first_difference(const std::string& path, std::size_t parts) {
  PageSource source(std::make_unique<SqliteSource>(path, 2));
  return first_difference(source, parts);
}

}  // namespace lite2pg::test
