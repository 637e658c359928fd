// Texts that the server cast by itself are read back before the COMMIT: what it stored must be what was sent.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "export/rows/orphan_rows.h"
#include "import/postgres/bulk_connection.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// Count and sum of hashes of the texts in a column.
struct TextTally {
  std::uint64_t count = 0;
  std::uint64_t sum = 0;

  void add(std::string_view text);
  friend bool operator==(const TextTally&, const TextTally&) = default;
};

/// Which of the target's rows are the load's own.
struct OwnRows {
  bool by_writer = false;           ///< The table held rows before this transaction, which the server tells apart.
  std::vector<TextTally> before{};  ///< Where it cannot: what the table held before.
};
/// For OwnRows::before.
[[nodiscard]] std::vector<TextTally> stored_texts(BulkConnection& connection, const TablePlan& table,
                                                  std::string_view schema);

/// Rows of a table that were sent.
struct SentRows {
  Reader& reader;
  const Table& source;
  const OrphanRows* aside = nullptr;  ///< Those that were not; nullptr: none.
};
/// Compares the texts of each column that has no codec, as the source has them and as the target shows them. Throws
/// Error(refused) naming the column; TargetError; what the source throws.
void check_read_back(BulkConnection& connection, const SentRows& sent, const TablePlan& table, std::string_view schema,
                     const OwnRows& own);

/// One statement, one field: count and sum a column, all between blanks.
[[nodiscard]] std::string read_back_sql(const TablePlan& table, const std::vector<const ColumnPlan*>& columns,
                                        std::string_view schema, bool own_rows_alone);

}  // namespace lite2pg
