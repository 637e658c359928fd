// The plan in the making: what the steps of make_plan hand to each other.
#pragma once

#include <string>
#include <vector>

#include "mapping/choice/lattice.h"
#include "mapping/choice/mapping_file.h"
#include "mapping/choice/toml.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

struct ColumnDraft {
  int source_index = 0;
  const Column* source = nullptr;
  const ColumnCensus* census = nullptr;
  ColumnRule rule;
  ColumnChoice choice;
  std::vector<ColumnMisfit> nulls;  ///< NULLs, present or to come, where PostgreSQL takes none.
  std::string target;
};

struct TableDraft {
  const Table* source = nullptr;
  const TableCensus* census = nullptr;
  std::string target;
  std::vector<ColumnDraft> columns;  ///< Without those that the mapping file skips.

  /// The column of this position in the source table; nullptr when it is skipped.
  [[nodiscard]] ColumnDraft* find(int source_index) noexcept {
    for (ColumnDraft& c : columns) {
      if (c.source_index == source_index) return &c;
    }
    return nullptr;
  }
};

/// The tables and columns in scope, with their names in PostgreSQL; `plan` has schema, census and options, and takes
/// the warnings. The drafts point into it. Throws Error(usage) for names that the mapping file cannot have.
[[nodiscard]] std::vector<TableDraft> draft_tables(const MappingFile& mapping, Plan& plan);

/// Chooses the type of each column by itself, and finds NULLs where PostgreSQL takes none.
void choose_types(std::vector<TableDraft>& tables);

/// Gives generated columns without a declared type that of their expression, where it holds their values.
void settle_computed_types(std::vector<TableDraft>& tables);

/// Gives the columns on both sides of each foreign key one type, the narrowest that holds both exactly; says in
/// `warnings` what changed and what has none. Columns whose type the mapping file gives stay as they are.
void unify_foreign_keys(std::vector<TableDraft>& tables, std::vector<std::string>& warnings);

/// Appends the table as it is decided, with its misfits and warnings, to `plan`.
void write_table(const TableDraft& table, Plan& plan);

/// The columns by which rows of the table are told apart: the PRIMARY KEY, else the first UNIQUE over columns that are
/// all NOT NULL. Empty: none.
[[nodiscard]] std::vector<int> digest_key(const Table& source, const TablePlan& table);
/// The highest id that was ever issued; nullopt without an INTEGER PRIMARY KEY.
[[nodiscard]] std::optional<std::int64_t> last_id(const TableDraft& table);

/// The misfits of a column, NULLs among them, with mapping-file lines to paste on the first of them.
[[nodiscard]] std::vector<MisfitReport> report_misfits(const TableDraft& table, const ColumnDraft& column);

/// For a column that is declared as a time, a truth value, ... but does not become one, although a line of mapping
/// would do it: what to say about it. Empty when there is nothing to say.
[[nodiscard]] std::string hint_for(const TableDraft& table, const ColumnDraft& column);

}  // namespace lite2pg
