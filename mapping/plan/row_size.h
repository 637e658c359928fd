// What a row needs in PostgreSQL's pages at the very least.
// https://www.postgresql.org/docs/15/storage-page-layout.html, storage-toast.html
#pragma once

#include <cstdint>

#include "mapping/plan/plan.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// The most bytes that a row may need in its page of 8 kB, long values stored apart.
inline constexpr std::uint64_t page_room = 8160;

/// Bytes that a row needs in its page at the least: header, a bit a column when there is a NULL, and each value as
/// short as PostgreSQL may store it (apart from the row, or compressed). Alignment is left out, so that a row beyond
/// `page_room` is refused for certain, and some below it too.
[[nodiscard]] std::uint64_t least_row_bytes(const TablePlan& table, Row row);

/// Whether any row of the table could be beyond `page_room` by that: no other table needs a look.
[[nodiscard]] bool may_have_wide_rows(const TablePlan& table);

}  // namespace lite2pg
