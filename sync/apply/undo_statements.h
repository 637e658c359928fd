// The statements that stage a repair's undoing, from the rows that lite2pg.repaired_row keeps; from there on an undo is
// a repair (sync/apply/statements.h). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "import/ledger/repairs.h"
#include "sync/apply/statements.h"

namespace lite2pg {

/// Which rows of lite2pg.repaired_row are meant.
struct KeptRows {
  const RepairRecord& repair;
  std::string schema, table;
};

/// `key`: what the rows were kept by; where no unique index has it, that is the whole row.
[[nodiscard]] AppliedTable undo_table(std::size_t number, TableFacts facts, std::vector<std::string> key);
/// Fills the temporary tables: old values, and rows that are still as the repair left them.
[[nodiscard]] std::vector<std::string> stage_undo_sql(const AppliedTable& table, const KeptRows& kept);
/// Columns that the repair keeps values of and the table has no more.
[[nodiscard]] std::string gone_columns_sql(const AppliedTable& table, const KeptRows& kept);
/// Number, change, key for people, and whether it was staged; of every kept row.
[[nodiscard]] std::string all_rows_sql(const AppliedTable& table, const KeptRows& kept);
/// Takes out, and gives the numbers of, rows that changed while their lock was waited for.
[[nodiscard]] std::string moved_meanwhile_sql(const AppliedTable& table);
/// The transactions of the rows that were written.
[[nodiscard]] std::string written_rows_sql(const AppliedTable& table);
/// How many rows are not what they should be.
[[nodiscard]] std::string wrong_rows_sql(const AppliedTable& table);

}  // namespace lite2pg
