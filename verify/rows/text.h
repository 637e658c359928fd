// Encoded rows back as values, and as text for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/value/row_encoding.h"

namespace lite2pg {

/// The fields of an encoded row; they borrow from `encoding`.
[[nodiscard]] std::vector<RowDecoder::Field> fields_of(std::string_view encoding);

/// "id=42", "order_id=7, line=2"; without a key the row's text. Source names.
[[nodiscard]] std::string key_text(const TablePlan& table, const std::vector<RowDecoder::Field>& fields);

/// "(42, 'Ann', NULL)", values and row cut to a readable length.
[[nodiscard]] std::string row_text(const TablePlan& table, const std::vector<RowDecoder::Field>& fields);

/// A field for people; a foreign one as "binary x'...'".
[[nodiscard]] std::string field_text(const Codec& codec, const RowDecoder::Field& field, std::size_t max = 60);

}  // namespace lite2pg
