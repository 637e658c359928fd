#include <algorithm>

#include "common/utf8.h"
#include "mapping/codec/encode/form_steps.h"
#include "mapping/codec/encode/steps.h"
#include "mapping/codec/json_syntax.h"

namespace lite2pg {
namespace {

/// jsonb holds at most 2^28 - 1 bytes a container, and a two-byte text "1," becomes twelve bytes in it (an entry of
/// four and a number of eight): PostgreSQL's src/include/utils/jsonb.h.
constexpr std::size_t most_jsonb_bytes = ((std::size_t{1} << 28) - 1) / 6;

/// What type jsonb refuses although type json takes it, in a text that is JSON.
class JsonbLimits {
 public:
  explicit JsonbLimits(std::string_view text) noexcept : at_(text.data()), end_(text.data() + text.size()) {}

  [[nodiscard]] Misfit check() noexcept {
    Misfit m = Misfit::none;
    while (at_ != end_ && m == Misfit::none) {
      if (*at_ == '"') {
        m = string();
      } else if (*at_ == '-' || is_digit()) {
        m = number();
      } else {
        ++at_;
      }
    }
    return m;
  }

 private:
  [[nodiscard]] bool is_digit() const noexcept { return at_ != end_ && *at_ >= '0' && *at_ <= '9'; }

  Misfit string() noexcept {
    for (++at_; *at_ != '"'; ++at_) {
      if (*at_ != '\\' || *++at_ != 'u') continue;
      if (const Misfit m = escape(); m != Misfit::none) return m;
    }
    ++at_;
    return Misfit::none;
  }

  /// The four digits after \u, with those of a second \u when they are half of a surrogate pair.
  Misfit escape() noexcept {
    const unsigned c = four_digits();
    if (c == 0) return Misfit::nul_byte;
    if (c < 0xD800 || c > 0xDFFF) return Misfit::none;
    if (c > 0xDBFF || at_[1] != '\\' || at_[2] != 'u') return Misfit::bad_syntax;
    at_ += 2;
    const unsigned low = four_digits();
    return low >= 0xDC00 && low <= 0xDFFF ? Misfit::none : Misfit::bad_syntax;
  }

  /// Leaves at_ on the last of them.
  unsigned four_digits() noexcept {
    unsigned c = 0;
    for (int i = 0; i < 4; ++i) {
      const unsigned digit = static_cast<unsigned char>(*++at_);
      c = c * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
    }
    return c;
  }

  /// type numeric: at most 131072 digits before the point and 16383 after it.
  Misfit number() noexcept {
    if (*at_ == '-') ++at_;
    long whole = 0, zeros = 0, fraction = 0;
    bool zero = true;
    for (; is_digit(); ++at_) {
      zero = zero && *at_ == '0';
      if (!zero) ++whole;
    }
    if (at_ != end_ && *at_ == '.') {
      for (++at_; is_digit(); ++at_, ++fraction) {
        zero = zero && *at_ == '0';
        if (zero) ++zeros;
      }
    }
    const long exponent = read_exponent();
    const long before_point = (whole > 0 ? whole : -zeros) + exponent;
    const bool fits = fraction - exponent <= 16383 && (zero || before_point <= 131072) && exponent < 1'000'000;
    return fits ? Misfit::none : Misfit::out_of_range;
  }

  long read_exponent() noexcept {
    if (at_ == end_ || (*at_ | 0x20) != 'e') return 0;
    ++at_;
    const bool negative = *at_ == '-';
    if (negative || *at_ == '+') ++at_;
    long e = 0;
    for (; is_digit(); ++at_) e = std::min(e * 10 + (*at_ - '0'), 1'000'000'000L);
    return negative ? -e : e;
  }

  const char* at_;
  const char* end_;
};

}  // namespace

Misfit encode_json(const Codec& codec, const Value& v, FieldBuffer& out) {
  const std::size_t start = out.size();
  if (const Misfit m = encode_text(codec, v, out); m != Misfit::none) return m;
  return is_json(out.view().substr(start)) ? Misfit::none : Misfit::bad_syntax;
}

Misfit check_jsonb(std::string_view text) noexcept {
  return text.size() > most_jsonb_bytes ? Misfit::too_long : JsonbLimits(text).check();
}

}  // namespace lite2pg
