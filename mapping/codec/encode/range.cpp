// https://www.postgresql.org/docs/15/rangetypes.html#RANGETYPES-IO
#include <optional>
#include <string>

#include "common/bytes.h"
#include "common/text.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/codec/encode/form_steps.h"
#include "mapping/codec/encode/spelled_decimal.h"

namespace lite2pg {
namespace {

enum Flag : unsigned char {
  empty = 1,
  lower_inclusive = 2,
  upper_inclusive = 4,
  lower_infinite = 8,
  upper_infinite = 16
};

/// Takes one bound off the front: up to a comma or a closing bracket outside quotes. nullopt: no end.
std::optional<std::string> take_bound(std::string_view& s, std::string_view ends, bool& given) {
  std::string bound;
  bool quoted = false;
  given = false;
  for (std::size_t i = 0; i < s.size(); ++i) {
    char c = s[i];
    if (!quoted && ends.find(c) != std::string_view::npos) {
      s.remove_prefix(i);
      return bound;
    }
    given = true;
    if (c == '"') {
      const bool doubled = quoted && i + 1 < s.size() && s[i + 1] == '"';
      if (!doubled) {
        quoted = !quoted;
        continue;
      }
      ++i;
    } else if (c == '\\') {
      if (++i == s.size()) return std::nullopt;
      c = s[i];
    }
    bound += c;
  }
  return std::nullopt;
}

/// Whether the second bound comes before the first.
bool is_reversed(const Codec& bound, std::string_view low, std::string_view high, const std::string& low_text,
                 const std::string& high_text) {
  if (bound.id() == CodecId::numeric) {
    SpelledDecimal a, b;
    if (read_decimal(low_text, a) != Misfit::none || read_decimal(high_text, b) != Misfit::none) return false;
    if (a.negative != b.negative) return b.negative;
    const bool less = a.point != b.point && a.count > 0 && b.count > 0 ? a.point < b.point
                      : a.count == 0 || b.count == 0                   ? a.count == 0 && b.count != 0
                                                                       : a.view() < b.view();
    const bool same = a.point == b.point && a.view() == b.view();
    return !same && (a.negative ? less : !less);
  }
  const auto number = [](std::string_view field) {
    return field.size() == 4 ? std::int64_t{load_be<std::int32_t>(field.data())} : load_be<std::int64_t>(field.data());
  };
  return number(low) > number(high);
}

void put(std::int32_t n, FieldBuffer& out) {
  store_be(out.reserve(4), n);
  out.commit(4);
}

Misfit put_bound(const Codec& bound, const std::string& text, FieldBuffer& out) {
  const std::size_t start = out.size();
  put(0, out);
  const Encoded e = encode(bound, Value::text(text), out);
  store_be(out.data() + start, static_cast<std::int32_t>(out.size() - start - 4));
  return e.misfit;
}

std::string_view trimmed(std::string_view s) noexcept {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
  return s;
}

}  // namespace

Misfit encode_range(const Codec& codec, const Value& v, FieldBuffer& out) {
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  std::string_view s = trimmed(v.bytes());
  if (equals_ignoring_case(s, "empty")) {
    *out.reserve(1) = static_cast<char>(empty);
    out.commit(1);
    return Misfit::none;
  }
  if (s.size() < 3 || (s[0] != '[' && s[0] != '(')) return Misfit::bad_syntax;
  unsigned flags = s[0] == '[' ? lower_inclusive : 0;
  s.remove_prefix(1);
  bool has_low = false, has_high = false;
  const auto low = take_bound(s, ",", has_low);
  if (!low) return Misfit::bad_syntax;
  s.remove_prefix(1);
  const auto high = take_bound(s, "])", has_high);
  if (!high || s.size() != 1) return Misfit::bad_syntax;
  if (s[0] == ']') flags |= upper_inclusive;
  if (!has_low) flags = (flags | lower_infinite) & ~static_cast<unsigned>(lower_inclusive);
  if (!has_high) flags = (flags | upper_infinite) & ~static_cast<unsigned>(upper_inclusive);
  Codec bound = codec;
  bound.shape = FieldShape::scalar;
  bound.empty_as_null = false;
  *out.reserve(1) = static_cast<char>(flags);
  out.commit(1);
  const std::size_t first = out.size();
  if (has_low)
    if (const Misfit m = put_bound(bound, *low, out); m != Misfit::none) return m;
  const std::size_t second = out.size();
  if (has_high)
    if (const Misfit m = put_bound(bound, *high, out); m != Misfit::none) return m;
  if (!has_low || !has_high) return Misfit::none;
  const std::string_view low_field = out.view().substr(first + 4, second - first - 4);
  return is_reversed(bound, low_field, out.view().substr(second + 4), *low, *high) ? Misfit::bad_syntax : Misfit::none;
}

}  // namespace lite2pg
