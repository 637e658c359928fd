// Fields in PostgreSQL's binary format: one of the two ways in which encode puts what a value means, a function a kind
// of value. The other, with the same functions, is encode/field_text.h; the parts of encode are templates over the two,
// so that one place decides what a value means and whether it fits. Integers stand most significant byte first.
//
// Passed by value: it is a pointer. No function here refuses anything; they return Misfit::none to end an encode with.
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include "common/bytes.h"
#include "mapping/codec/codec.h"
#include "mapping/value/field_buffer.h"

namespace lite2pg {

class FieldBytes {
 public:
  explicit FieldBytes(FieldBuffer& out) noexcept : out_(&out) {}
  /// Where the field is built: what is the same in both formats (text, JSON) is appended to it directly.
  [[nodiscard]] FieldBuffer& buffer() const noexcept { return *out_; }

  /// At its own width.
  template <typename T>
  Misfit integer(T n) const {
    store_be(out_->reserve(sizeof n), n);
    out_->commit(sizeof n);
    return Misfit::none;
  }
  Misfit floating(double d) const { return integer(std::bit_cast<std::uint64_t>(d)); }
  Misfit floating(float f) const { return integer(std::bit_cast<std::uint32_t>(f)); }
  Misfit boolean(bool b) const { return integer(static_cast<std::uint8_t>(b ? 1 : 0)); }

  /// Days from 2000-01-01 (date_send); the extremes of the integer are the infinities, as of moment().
  Misfit day(std::int32_t days) const { return integer(days); }
  /// Microseconds since midnight (time_send).
  Misfit clock(std::int64_t micros) const { return integer(micros); }
  /// The same, then seconds west of UTC (timetz_send).
  Misfit zoned_clock(std::int64_t micros, std::int32_t west) const { return integer(micros), integer(west); }
  /// Microseconds from 2000-01-01 00:00, in UTC of a timestamptz (timestamp_send).
  Misfit moment(std::int64_t micros, bool /*zoned*/) const { return integer(micros); }
  /// interval_send.
  Misfit length(std::int64_t micros, std::int32_t days, std::int32_t months) const {
    char* p = out_->reserve(16);
    store_be(p, micros);
    store_be(p + 8, days);
    store_be(p + 12, months);
    out_->commit(16);
    return Misfit::none;
  }

  /// In the currency's smallest unit, of which `scale` digits stand after the point: cash_send in PostgreSQL's cash.c.
  Misfit money(std::int64_t n, int /*scale*/) const { return integer(n); }
  /// NaN and the infinities of numeric: no digits, and a sign that says which; numeric_send in PostgreSQL's numeric.c.
  Misfit nonfinite_numeric(double d) const {
    constexpr std::uint64_t nan = 0xC0000000, infinity = 0xD0000020, minus_infinity = 0xF0000020;  // Sign and scale.
    return integer(d != d ? nan : d > 0 ? infinity : minus_infinity);
  }

  /// bytea. As an object of its bytes; or what has been appended to the buffer from `start` on.
  Misfit bytes(std::string_view s) const { return out_->append(s), Misfit::none; }
  Misfit bytes_from(std::size_t /*start*/) const { return Misfit::none; }
  /// The same of types that are written as hex digits alone: uuid, macaddr, geometry.
  Misfit octets(std::string_view s) const { return out_->append(s), Misfit::none; }
  Misfit octets_from(std::size_t /*start*/) const { return Misfit::none; }

  /// What stands before the text of a jsonb: a version.
  void begin_jsonb() const { integer(std::uint8_t{1}); }

 private:
  FieldBuffer* out_;
};

}  // namespace lite2pg
