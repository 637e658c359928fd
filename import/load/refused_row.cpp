#include "import/load/refused_row.h"

#include "import/load/row_writer.h"
#include "import/postgres/refused_tuples.h"

namespace lite2pg {
namespace {

/// Hands each row that was sent to `take`, until that returns false: the cursor that stands on it, and its tuple.
template <typename Take>
void each_sent(const CopiedRows& rows, Reader& reader, Take take) {
  RowWriter writer(rows.plan);
  FieldBuffer tuple;
  const auto cursor = reader.scan(rows.table, rows.slice);
  for (Row row; cursor->next(row); tuple.clear()) {
    if (rows.orphans != nullptr && rows.orphans->find(rows.table, *cursor, row) != nullptr) continue;
    if (writer.write(row, tuple).reason == Misfit::none && !take(*cursor, tuple.view())) return;
  }
}

std::string place_of(std::uint64_t number, const CopiedRows& rows, Reader& reader) {
  std::string place;
  each_sent(rows, reader, [&](const RowCursor& cursor, std::string_view) {
    if (--number > 0) return true;
    place = cursor.locate();
    return false;
  });
  return place;
}

bool is_same_text(const TargetError& found, const TargetError& error) {
  return std::string_view(found.what()) == error.what();
}

/// Pieces of a table can be refused for what the table as a whole does not lack: a row that another one refers to.
bool is_told_by(const TargetError& found, const TargetError& error) {
  constexpr std::string_view foreign_key_violation = "23503";
  return is_same_text(found, error) || (is_of_data(found) && found.sqlstate() != foreign_key_violation);
}

}  // namespace

std::string place_in_copy(const TargetError& error) {
  const std::string& context = error.context();
  if (context.empty()) return {};
  return " (" + context.substr(context.rfind('\n') + 1) + ")";
}

std::optional<RefusedRow> find_refused_row(BulkConnection& connection, const std::string& copy_sql,
                                           const CopiedRows& rows, Reader& reader, const TargetError& error) {
  std::optional<RefusedRow> refused;
  std::uint64_t number = 0;
  RefusedTuples search(connection, copy_sql, [&](std::uint64_t n, const TargetError& e) {
    number = n;
    refused = RefusedRow{"", e};
    return false;
  });
  each_sent(rows, reader, [&](const RowCursor&, std::string_view tuple) { return search.add(tuple); });
  search.end();
  if (!refused || !is_told_by(refused->error, error)) return std::nullopt;
  refused->where = place_of(number, rows, reader);
  // The number of the line in there is right for the COPY that was broken, and not for a search's.
  if (is_same_text(refused->error, error)) refused->where += place_in_copy(error);
  return refused;
}

}  // namespace lite2pg
