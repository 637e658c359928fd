#include "import/row_writer.h"

#include "common/bytes.h"

namespace lite2pg {
namespace {

using Length = std::int32_t;
constexpr Length null_length = -1;

}  // namespace

RowWriter::RowWriter(const TablePlan& table) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnPlan& column = table.columns[i];
    if (column.generated || column.source_index < 0) continue;
    fields_.push_back({column.codec, static_cast<std::size_t>(column.source_index), static_cast<int>(i),
                       column.not_null, column.on_misfit == MisfitAction::set_null});
  }
  field_count_ = static_cast<std::int16_t>(fields_.size());
}

RowMisfit RowWriter::write(Row row, FieldBuffer& out) const {
  const std::size_t start = out.size();
  store_be(out.reserve(sizeof field_count_), field_count_);
  out.commit(sizeof field_count_);
  for (const Field& field : fields_) {
    const Misfit misfit = write_field(field, row[field.source], out);
    if (misfit == Misfit::none) [[likely]]
      continue;
    out.truncate(start);
    return {misfit, field.column};
  }
  return {};
}

Misfit RowWriter::write_field(const Field& field, const Value& value, FieldBuffer& out) {
  const std::size_t start = out.size();
  (void)out.reserve(sizeof(Length));
  out.commit(sizeof(Length));
  Encoded encoded{.null = true};
  if (!value.is_null()) encoded = encode(field.codec, value, out);
  if (encoded.misfit != Misfit::none) {
    if (!field.null_on_misfit) return encoded.misfit;
    encoded.null = true;
  }
  if (encoded.null) {
    out.truncate(start + sizeof(Length));
    store_be(out.data() + start, null_length);
    return field.not_null ? Misfit::not_null : Misfit::none;
  }
  // The buffer may have moved while it grew.
  store_be(out.data() + start, static_cast<Length>(out.size() - start - sizeof(Length)));
  return Misfit::none;
}

}  // namespace lite2pg
