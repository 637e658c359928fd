// Which tuples of a COPY the server refuses, found by counting what it is sent. What it says of a line stands in a text
// of its language, among those of the functions that ran, and is no number to rely upon.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "import/postgres/bulk_connection.h"
#include "import/postgres/target_error.h"

namespace lite2pg {

/// Whether an error can be that of a row: a value, a constraint, whatever a trigger's function raises; not what the
/// server, the connection, a lock or a time-out says (SQLSTATE classes 08, 25, 28, 40, 53, 55, 57, 58, F0, XX).
[[nodiscard]] bool can_be_of_a_row(const TargetError& error) noexcept;

/// Whether it is a value's or a constraint's (22, 23), which says so of this row alone.
[[nodiscard]] bool is_of_data(const TargetError& error) noexcept;

/// Sends tuples in pieces, each a COPY behind a savepoint, and halves a piece that is refused until it is one tuple: no
/// tuple is sent more than about twelve times, and those of pieces that are taken once.
class RefusedTuples {
 public:
  /// Gets the number of a tuple, from 1, and the server's error; false: the rest is not asked for.
  using Found = std::function<bool(std::uint64_t number, const TargetError& error)>;

  /// Within the caller's transaction, whose tables then hold the tuples that were taken.
  RefusedTuples(BulkConnection& connection, std::string copy_sql, Found found)
      : connection_(connection), copy_sql_(std::move(copy_sql)), found_(std::move(found)) {}

  /// One tuple in the COPY's format. False when no more are asked for. Throws TargetError when the COPY cannot
  /// begin and for what is no row's, Error(interrupted).
  bool add(std::string_view tuple);
  /// Sends what is left. Throws as add().
  void end();

 private:
  void search(std::size_t from, std::size_t to);
  bool takes(std::size_t from, std::size_t to);
  [[nodiscard]] std::string_view tuples(std::size_t from, std::size_t to) const;

  BulkConnection& connection_;
  std::string copy_sql_;
  Found found_;
  bool ended_ = false;
  std::uint64_t before_ = 0;  ///< Tuples of the pieces before this one.
  std::string bytes_;
  std::vector<std::size_t> ends_;  ///< Of each tuple in `bytes_`.
};

}  // namespace lite2pg
