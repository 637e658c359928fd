#include "mapping/plan/row_size.h"

#include <algorithm>

#include "mapping/codec/traits.h"

namespace lite2pg {
namespace {

constexpr std::uint64_t bare_header = 23, alignment = 8;
constexpr std::uint64_t enum_label = 4;
/// A value up to `kept_here` bytes stands in the row with a byte before it; a longer one may be stored apart, which
/// leaves a toast_pointer; from `compressible` bytes on it may be compressed in its place: a header, then hardly
/// anything.
constexpr std::uint64_t kept_here = 20, compressible = 32, toast_pointer = 18, compressed = 12;

std::uint64_t aligned(std::uint64_t bytes) { return (bytes + alignment - 1) / alignment * alignment; }

/// Whether the field is the value's bytes, no fewer.
bool keeps_bytes(CodecId id) {
  return id == CodecId::text || id == CodecId::text_or_blob || id == CodecId::text_bytes || id == CodecId::json ||
         id == CodecId::bytea || id == CodecId::bytea_or_text;
}

/// Of a type whose values have one size; 0: they vary, or are the server's to make.
std::uint64_t fixed_bytes(const ColumnPlan& column) {
  if (!column.labels.empty()) return enum_label;
  const bool plain = column.codec.shape == FieldShape::scalar && !column.via_text;
  return plain ? traits_of(column.codec.id()).size : 0;
}

std::uint64_t least_bytes(const ColumnPlan& column, const Value& v) {
  const bool has_bytes = v.storage() == StorageClass::text || v.storage() == StorageClass::blob;
  if (v.is_null() || (has_bytes && v.bytes().empty())) return 0;  // '' may become NULL
  if (const std::uint64_t fixed = fixed_bytes(column); fixed > 0) return fixed;
  constexpr std::uint64_t shortest = 2;
  const bool plain = column.codec.shape == FieldShape::scalar && !column.via_text;
  if (!has_bytes || !plain || !keeps_bytes(column.codec.id())) return shortest;
  const std::uint64_t size = v.bytes().size();
  if (size <= kept_here) return size + 1;
  return size < compressible ? toast_pointer : compressed;
}

std::uint64_t most_of_the_least(const ColumnPlan& column) {
  const std::uint64_t fixed = fixed_bytes(column);
  return fixed > 0 ? fixed : kept_here + 1;
}

std::uint64_t row_header(const TablePlan& table, bool nulls) {
  return aligned(bare_header + (nulls ? (table.columns.size() + 7) / 8 : 0));
}

}  // namespace

std::uint64_t least_row_bytes(const TablePlan& table, Row row) {
  std::uint64_t bytes = 0;
  bool nulls = false;
  for (const ColumnPlan& column : table.columns) {
    if (column.source_index < 0) continue;
    const Value& v = row[static_cast<std::size_t>(column.source_index)];
    nulls = nulls || v.is_null();
    bytes += least_bytes(column, v);
  }
  return bytes + row_header(table, nulls);
}

bool may_have_wide_rows(const TablePlan& table) {
  std::uint64_t bytes = row_header(table, true);
  for (const ColumnPlan& column : table.columns) bytes += most_of_the_least(column);
  return bytes > page_room;
}

}  // namespace lite2pg
