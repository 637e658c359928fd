// Which codec reads the values of a column of an existing table, for all types but dates and times: what applications
// keep in such columns, not what a fresh table would ask of them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "mapping/choice/target_codec.h"

namespace lite2pg {

/// nullopt: the type has no codec, or is one of dates and times.
[[nodiscard]] std::optional<DerivedCodec> form_codec(const ColumnCensus& census, const TargetColumn& column,
                                                     const Reading& reading);

/// Whether the codec reads fields of this array, range, address, ... type.
[[nodiscard]] bool reads_form(const Codec& codec, const TargetColumn& column) noexcept;

/// The OID of a built-in type that arrays may have as elements; 0: none of them.
/// https://github.com/postgres/postgres/blob/REL_15_STABLE/src/include/catalog/pg_type.dat
[[nodiscard]] std::uint32_t element_oid(std::string_view base) noexcept;

/// The types beyond those of fresh tables that have a codec, by pg_type.typname: money, ranges, addresses, ...
[[nodiscard]] std::span<const std::string_view> form_types() noexcept;

}  // namespace lite2pg
