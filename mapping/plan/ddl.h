// Statements that make, fill and read the tables of a plan, by pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/target/quote.h"

namespace lite2pg {

/// What a load brings: neither what the server computes from other columns nor what only the target has.
[[nodiscard]] bool is_copied_in(const ColumnPlan& column) noexcept;
/// CREATE TABLE with columns, NOT NULL, defaults, identity and generated columns; keys, checks and foreign keys come
/// after the data. Unqualified when `schema` is empty.
[[nodiscard]] std::string create_table_sql(const TablePlan& table, std::string_view schema);
/// Whether a column of the table has a type without binary codec, so that its rows travel as text.
[[nodiscard]] bool travels_as_text(const TablePlan& table);
/// COPY target (columns) FROM STDIN (FORMAT binary|text[, FREEZE]); generated columns are left out.
[[nodiscard]] std::string copy_in_sql(const TablePlan& table, std::string_view schema, bool freeze);
/// COPY (SELECT columns FROM target [WHERE condition]) TO STDOUT (FORMAT binary); via_text columns are cast to text,
/// via_json columns to jsonb, char(n) loses its padding.
[[nodiscard]] std::string copy_out_sql(const TablePlan& table, std::string_view schema, std::string_view condition);
/// setval for the identity column so that the next value is max(sequence, max(id)) + 1; empty when there is none.
[[nodiscard]] std::string set_identity_sql(const TablePlan& table, std::string_view schema);

}  // namespace lite2pg
