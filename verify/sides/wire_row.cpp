#include "verify/sides/wire_row.h"

#include "common/bytes.h"
#include "common/error.h"
#include "mapping/codec/decode/decode.h"

namespace lite2pg {
namespace {

/// Takes one field off the front of a tuple.
class FieldCutter {
 public:
  explicit FieldCutter(std::string_view rest) : rest_(rest) {}
  /// False when the tuple ends early. A NULL leaves `null` true.
  [[nodiscard]] bool next(std::string_view& field, bool& null) noexcept {
    if (rest_.size() < 4) return false;
    const auto length = load_be<std::int32_t>(rest_.data());
    rest_.remove_prefix(4);
    null = length == -1;
    if (null) return true;
    if (length < 0 || static_cast<std::size_t>(length) > rest_.size()) return false;
    field = rest_.substr(0, static_cast<std::size_t>(length));
    rest_.remove_prefix(field.size());
    return true;
  }
  [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

 private:
  std::string_view rest_;
};

/// The size that the bytes of a form must have; 0: any.
constexpr std::size_t size_of(WireForm form) noexcept {
  switch (form) {
    case WireForm::boolean: return 1;
    case WireForm::int2: return 2;
    case WireForm::int4: return 4;
    case WireForm::int8:
    case WireForm::float8: return 8;
    case WireForm::text:
    case WireForm::blob:
    case WireForm::decoded: break;
  }
  return 0;
}

std::uint64_t as_integer(std::int64_t v) noexcept { return static_cast<std::uint64_t>(v); }

constexpr bool is_nan(std::uint64_t bits) noexcept { return (bits & ~(1ULL << 63)) > 0x7FF0'0000'0000'0000; }

}  // namespace

WireForm wire_form(const Codec& codec) noexcept {
  if (codec.shape != FieldShape::scalar) return WireForm::decoded;
  switch (codec.id()) {
    case CodecId::int2: return codec.number() == NumberForm::integer ? WireForm::int2 : WireForm::decoded;
    case CodecId::int4: return codec.number() == NumberForm::integer ? WireForm::int4 : WireForm::decoded;
    case CodecId::int8: return codec.number() == NumberForm::integer ? WireForm::int8 : WireForm::decoded;
    case CodecId::boolean_number: return WireForm::boolean;
    case CodecId::float8: return codec.number() == NumberForm::real ? WireForm::float8 : WireForm::decoded;
    case CodecId::text:
    case CodecId::json:
    case CodecId::text_bytes: return WireForm::text;
    case CodecId::bytea: return WireForm::blob;
    default: return WireForm::decoded;
  }
}

WireRowReader::WireRowReader(const TablePlan& table, std::size_t trailing) : table_(table), trailing_(trailing) {
  for (const ColumnPlan& c : table.columns) parts_.push_back({wire_form(c.codec), &c.codec, {}});
}

void WireRowReader::read(std::string_view tuple, RowEncoder& encoder) {
  encoder.clear();
  const std::size_t fields = parts_.size() + trailing_.size();
  if (tuple.size() < 2 || static_cast<std::size_t>(load_be<std::uint16_t>(tuple.data())) != fields) {
    fail(parts_.size(), "a row does not have " + std::to_string(fields) + " fields");
  }
  FieldCutter cutter(tuple.substr(2));
  std::string_view bytes;
  bool null = false;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    if (!cutter.next(bytes, null)) fail(i, "a row ends early");
    if (null) {
      encoder.add_null();
    } else if (const std::size_t size = size_of(parts_[i].form); size != 0 && size != bytes.size()) {
      fail(i, "a field has " + std::to_string(bytes.size()) + " bytes, not " + std::to_string(size));
    } else {
      read_field(parts_[i], bytes, encoder);
    }
  }
  for (std::string_view& field : trailing_) {
    if (!cutter.next(bytes, null)) fail(parts_.size(), "a row ends early");
    field = null ? std::string_view() : bytes;
  }
  if (!cutter.at_end()) fail(parts_.size(), "a row has bytes left over");
}

void WireRowReader::read_field(Part& part, std::string_view bytes, RowEncoder& encoder) {
  const char* p = bytes.data();
  switch (part.form) {
    case WireForm::int2: return encoder.add_number(StorageClass::integer, as_integer(load_be<std::int16_t>(p)));
    case WireForm::int4: return encoder.add_number(StorageClass::integer, as_integer(load_be<std::int32_t>(p)));
    case WireForm::int8: return encoder.add_number(StorageClass::integer, load_be<std::uint64_t>(p));
    case WireForm::boolean: return encoder.add_number(StorageClass::integer, *p == 0 ? 0 : 1);
    case WireForm::float8:
      // SQLite has no NaN: as decode() has it.
      if (is_nan(load_be<std::uint64_t>(p))) return encoder.add_bytes(StorageClass::text, "NaN");
      return encoder.add_number(StorageClass::real, load_be<std::uint64_t>(p));
    case WireForm::text: return encoder.add_bytes(StorageClass::text, bytes);
    case WireForm::blob: return encoder.add_bytes(StorageClass::blob, bytes);
    case WireForm::decoded: return decode_field(part, bytes, encoder);
  }
}

void WireRowReader::decode_field(Part& part, std::string_view bytes, RowEncoder& encoder) {
  // 'infinity' as a date, NaN as a numeric: legal in PostgreSQL, but nothing that came from SQLite under this codec.
  // That is a difference of this one value and no reason to stop.
  try {
    encoder.add(decode(*part.codec, bytes, part.scratch));
  } catch (const Error&) {
    encoder.add_foreign(bytes);
  }
}

void WireRowReader::fail(std::size_t column, const std::string& what) const {
  const std::string where = column < table_.columns.size() ? ", column '" + table_.columns[column].target + "'" : "";
  throw Error(ExitCode::target, "table '" + table_.target + "'" + where + ": " + what);
}

}  // namespace lite2pg
