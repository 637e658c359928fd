// Where a row of the target stands, and which transaction wrote it: system columns that come behind a row's own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "verify/sides/compared_table.h"
#include "verify/sides/wire_row.h"

namespace lite2pg {

/// Of a row version; another row may stand there after a VACUUM.
struct RowPlace {
  std::uint32_t table = 0;  ///< tableoid: of the partition.
  std::uint32_t block = 0;
  std::uint16_t offset = 0;
  friend auto operator<=>(const RowPlace&, const RowPlace&) = default;
};

/// What a COPY asks for behind the compared columns: nothing, xmin, or xmin, tableoid and ctid.
enum class SystemColumns : std::uint8_t { none = 0, xmin = 1, place = 3 };
[[nodiscard]] constexpr std::size_t count_of(SystemColumns s) noexcept { return static_cast<std::size_t>(s); }

/// The COPY of the table's own rows that `condition` lets through (empty: all), with these columns last; behind them,
/// on request, the tenant's.
[[nodiscard]] std::string copy_rows_sql(const ComparedTable& table, std::string_view condition, SystemColumns system,
                                        bool tenant = false);

/// Of the row that `reader` read last. 0 where the column was not asked for.
[[nodiscard]] std::uint32_t xmin_of(const WireRowReader& reader);
[[nodiscard]] RowPlace place_of(const WireRowReader& reader);

}  // namespace lite2pg
