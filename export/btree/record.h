// The record format (https://sqlite.org/fileformat2.html section 2.1): from a payload to values, the hot loop.
#pragma once

#include <bit>
#include <cstdint>
#include <span>

#include "common/bytes.h"
#include "export/btree/varint.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// A record's bytes; page_slack more may be read.
using Payload = std::span<const std::uint8_t>;

/// What record_values() gives for a payload that is no record.
inline constexpr int no_record = -1;

/// A number of `size` bytes, most significant first, with its sign.
template <unsigned size>
[[nodiscard]] std::int64_t record_integer(const std::uint8_t* p) noexcept {
  const auto eight = load_be<std::uint64_t>(reinterpret_cast<const char*>(p));
  return static_cast<std::int64_t>(eight) >> (64 - 8 * size);
}

/// The same, off the front.
template <unsigned size>
[[nodiscard]] Value take_integer(const std::uint8_t*& at) noexcept {
  const Value v = Value::of(record_integer<size>(at));
  at += size;
  return v;
}

/// SQLite reads a NaN as NULL (https://sqlite.org/floatingpoint.html).
[[nodiscard]] inline Value record_real(const std::uint8_t* p) noexcept {
  const auto v = std::bit_cast<double>(load_be<std::uint64_t>(reinterpret_cast<const char*>(p)));
  return v == v ? Value::of(v) : Value::null();
}

/// The values of a record, borrowed from `payload`: how many, at most `most`; `no_record` when the record holds more of
/// them, does not fill its payload exactly or has a reserved type. Texts come as they stand in the file.
[[nodiscard]] inline int record_values(Payload payload, Value* values, int most) noexcept {
  const std::uint8_t* const end = payload.data() + payload.size();
  std::uint64_t header_size = 0;
  const std::uint8_t* type_at = read_varint(payload.data(), header_size);
  if (header_size > payload.size()) return no_record;
  const std::uint8_t* const types_end = payload.data() + header_size;
  const std::uint8_t* at = types_end;
  int n = 0;
  for (; type_at < types_end; ++n) {
    if (n == most || at > end) return no_record;
    std::uint64_t type = 0;
    type_at = read_varint(type_at, type);
    Value& v = values[n];
    switch (type) {
      case 0: v = Value::null(); break;
      case 1: v = take_integer<1>(at); break;
      case 2: v = take_integer<2>(at); break;
      case 3: v = take_integer<3>(at); break;
      case 4: v = take_integer<4>(at); break;
      case 5: v = take_integer<6>(at); break;
      case 6: v = take_integer<8>(at); break;
      case 7:
        v = record_real(at);
        at += 8;
        break;
      case 8: v = Value::of(std::int64_t{0}); break;
      case 9: v = Value::of(std::int64_t{1}); break;
      case 10:
      case 11: return no_record;
      default: {
        const std::uint64_t size = type / 2 - 6;
        if (size > static_cast<std::uint64_t>(end - at)) return no_record;
        const std::string_view bytes(reinterpret_cast<const char*>(at), static_cast<std::size_t>(size));
        v = type % 2 == 0 ? Value::blob(bytes) : Value::text(bytes);
        at += size;
      }
    }
  }
  return type_at == types_end && at == end ? n : no_record;
}

}  // namespace lite2pg
