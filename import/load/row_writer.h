// Turns rows into tuples of PostgreSQL's COPY. Binary: int16 field count, then per field int32 length (-1: NULL) and
// the bytes that the column's codec encodes (https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format"). Tables
// with a column whose type has no binary codec travel in COPY's text format (mapping/codec/copy_text.h).
#pragma once

#include <cstdint>
#include <vector>

#include "mapping/choice/stand_in.h"
#include "mapping/choice/value_check.h"
#include "mapping/codec/codec.h"
#include "mapping/plan/plan.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// Why a row was not written.
struct RowMisfit {
  Misfit reason = Misfit::none;
  int column = -1;  ///< Index into TablePlan::columns.
};

/// One thread; the hot loop of a load. Columns that the target computes are left out, as in copy_in_sql().
class RowWriter {
 public:
  /// In the format that copy_in_sql() asks for.
  explicit RowWriter(const TablePlan& table);
  RowWriter(const TablePlan& table, bool as_text);

  /// Appends the tuple of `row` (all columns of the source table). On a misfit `out` is left as it was.
  [[nodiscard]] RowMisfit write(Row row, FieldBuffer& out);

 private:
  struct Field {
    Codec codec;
    std::size_t source = 0;  ///< Index into the row.
    int column = 0;          ///< Index into TablePlan::columns.
    bool not_null = false;
    bool null_on_misfit = false;
    bool array = false;
    bool duration = false;  ///< A number of microseconds that goes into an interval.
    ValueCheck check;
    ColumnStandIn stand_in;
  };

  static Value value_of(const Field& field, Row row) noexcept;
  static Misfit write_field(const Field& field, const Value& value, FieldBuffer& out);
  /// `form`: encode or spell. What a check knows is known of encoded fields: spelled ones are not checked here.
  template <auto form>
  static Misfit put_field(const Field& field, const Value& source, FieldBuffer& out, bool& null);
  [[nodiscard]] RowMisfit write_text(Row row, FieldBuffer& out);
  Misfit write_text_field(const Field& field, const Value& source, FieldBuffer& out);
  void finish_text(const Field& field, std::size_t start, FieldBuffer& out);

  std::vector<Field> fields_;
  std::int16_t field_count_ = 0;
  bool text_ = false;
  FieldBuffer bytes_;  ///< Of a field that travels as text and has a check; kept from row to row, as the literal is.
  std::string literal_;
};

}  // namespace lite2pg
