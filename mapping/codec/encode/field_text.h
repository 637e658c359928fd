// Fields as PostgreSQL's input functions read them, for tables that travel in COPY's text format: the functions of
// encode/field_bytes.h, each spelled straight from what a value means. Without COPY's own escapes, which follow once
// the field stands (codec/copy_text.h). Allocates nothing but what the buffer grows by.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "mapping/codec/codec.h"
#include "mapping/value/field_buffer.h"

namespace lite2pg {

class FieldText {
 public:
  explicit FieldText(FieldBuffer& out) noexcept : out_(&out) {}
  [[nodiscard]] FieldBuffer& buffer() const noexcept { return *out_; }

  template <typename T>
  Misfit integer(T n) const {
    return number(n);
  }
  template <typename Float>
  Misfit floating(Float f) const {
    return std::isfinite(f) ? number(f) : nonfinite_numeric(static_cast<double>(f));
  }
  Misfit boolean(bool b) const { return word(b ? "t" : "f"); }

  Misfit day(std::int32_t days) const;
  Misfit clock(std::int64_t micros) const;
  Misfit zoned_clock(std::int64_t micros, std::int32_t west) const;
  Misfit moment(std::int64_t micros, bool zoned) const;
  /// Each part apart, so that the server carries none over into the next.
  Misfit length(std::int64_t micros, std::int32_t days, std::int32_t months) const;

  Misfit money(std::int64_t n, int scale) const;
  Misfit nonfinite_numeric(double d) const;

  Misfit bytes(std::string_view s) const;
  Misfit bytes_from(std::size_t start) const;
  Misfit octets(std::string_view s) const;
  Misfit octets_from(std::size_t start) const;

  void begin_jsonb() const noexcept {}

  /// As elements of arrays, bounds of ranges, keys and values of hstore are quoted: what `append` appends.
  template <typename Append>
  auto quoted(Append append) const {
    out_->append("\"");
    const std::size_t start = out_->size();
    const auto result = append();
    quote_from(start);
    return result;
  }

 private:
  Misfit word(std::string_view s) const { return out_->append(s), Misfit::none; }
  template <typename Number>
  Misfit number(Number n) const {
    char* p = out_->reserve(64);
    out_->commit(static_cast<std::size_t>(std::to_chars(p, p + 64, n).ptr - p));
    return Misfit::none;
  }
  void quote_from(std::size_t start) const;

  FieldBuffer* out_;
};

}  // namespace lite2pg
