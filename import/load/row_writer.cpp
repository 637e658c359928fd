#include "import/load/row_writer.h"

#include "common/bytes.h"
#include "mapping/codec/copy_text.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/plan/ddl.h"

namespace lite2pg {
namespace {

using Length = std::int32_t;
constexpr Length null_length = -1;

/// Of a column that takes the same constant in every row.
constexpr std::size_t no_source = static_cast<std::size_t>(-1);

}  // namespace

RowWriter::RowWriter(const TablePlan& table) : RowWriter(table, travels_as_text(table)) {}

RowWriter::RowWriter(const TablePlan& table, bool as_text) : text_(as_text) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnPlan& column = table.columns[i];
    const bool filled = column.source_index < 0 && !column.null_as.empty();
    if (column.generated || (column.source_index < 0 && !filled)) continue;
    fields_.push_back({column.codec, filled ? no_source : static_cast<std::size_t>(column.source_index),
                       static_cast<int>(i), !column.takes_null(), column.on_misfit == MisfitAction::set_null,
                       column.via_json, column.via_text && column.codec.id() == CodecId::int8, ValueCheck(column),
                       ColumnStandIn(column)});
  }
  field_count_ = static_cast<std::int16_t>(fields_.size());
}

Value RowWriter::value_of(const Field& field, Row row) noexcept {
  return field.source == no_source ? Value::null() : row[field.source];
}

RowMisfit RowWriter::write(Row row, FieldBuffer& out) {
  if (text_) [[unlikely]]
    return write_text(row, out);
  const std::size_t start = out.size();
  store_be(out.reserve(sizeof field_count_), field_count_);
  out.commit(sizeof field_count_);
  for (const Field& field : fields_) {
    const Misfit misfit = write_field(field, value_of(field, row), out);
    if (misfit == Misfit::none) [[likely]]
      continue;
    out.truncate(start);
    return {misfit, field.column};
  }
  return {};
}

template <auto form>
Misfit RowWriter::put_field(const Field& field, const Value& source, FieldBuffer& out, bool& null) {
  const Value value = field.stand_in.is_needed() ? field.stand_in.of(source) : source;
  const std::size_t start = out.size();
  Encoded encoded{.null = true};
  if (!value.is_null()) encoded = form(field.codec, value, out);
  null = encoded.null;
  const bool checks = form == encode && field.check.is_needed();
  if (!null && encoded.misfit == Misfit::none && checks) [[unlikely]]
    encoded.misfit = field.check.check(out.view().substr(start));
  if (encoded.misfit != Misfit::none) {
    if (!field.null_on_misfit) return encoded.misfit;
    null = true;
  }
  return null && field.not_null ? Misfit::not_null : Misfit::none;
}

Misfit RowWriter::write_field(const Field& field, const Value& value, FieldBuffer& out) {
  const std::size_t start = out.size();
  (void)out.reserve(sizeof(Length));
  out.commit(sizeof(Length));
  bool null = false;
  const Misfit misfit = put_field<encode>(field, value, out, null);
  if (misfit != Misfit::none) return misfit;
  if (null) {
    out.truncate(start + sizeof(Length));
    store_be(out.data() + start, null_length);
  } else {
    // The buffer may have moved while it grew.
    store_be(out.data() + start, static_cast<Length>(out.size() - start - sizeof(Length)));
  }
  return Misfit::none;
}

/// Of the field that stands from `start` on.
void RowWriter::finish_text(const Field& field, std::size_t start, FieldBuffer& out) {
  if (field.array) {
    literal_.clear();
    (void)append_array_literal(out.view().substr(start), literal_);  // The check saw that it is an array.
    out.truncate(start);
    out.append(literal_);
  }
  escape_copy_from(start, out);
  if (field.duration) out.append(" microseconds");
}

Misfit RowWriter::write_text_field(const Field& field, const Value& source, FieldBuffer& out) {
  bool null = false;
  if (field.check.is_needed()) [[unlikely]] {
    bytes_.clear();
    if (const Misfit misfit = put_field<encode>(field, source, bytes_, null); misfit != Misfit::none) return misfit;
  }
  const std::size_t start = out.size();
  if (!null)
    if (const Misfit misfit = put_field<spell>(field, source, out, null); misfit != Misfit::none) return misfit;
  if (null) {
    out.truncate(start);
    out.append("\\N");
  } else {
    finish_text(field, start, out);
  }
  return Misfit::none;
}

RowMisfit RowWriter::write_text(Row row, FieldBuffer& out) {
  const std::size_t start = out.size();
  for (const Field& field : fields_) {
    if (&field != &fields_.front()) out.append("\t");
    if (const Misfit misfit = write_text_field(field, value_of(field, row), out); misfit != Misfit::none) {
      out.truncate(start);
      return {misfit, field.column};
    }
  }
  out.append("\n");
  return {};
}

}  // namespace lite2pg
