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

/// One end of a range: its field, and the text that it was made of. Borrows both.
struct Bound {
  std::string_view field, text;
};

int sign_of(bool less, bool more) noexcept { return less ? -1 : more ? 1 : 0; }

/// Of positive decimals; zero has no digits.
int compare_magnitudes(const SpelledDecimal& a, const SpelledDecimal& b) noexcept {
  if (a.count == 0 || b.count == 0) return sign_of(a.count<b.count, a.count> b.count);
  if (a.point != b.point) return sign_of(a.point < b.point, true);
  return sign_of(a.view() < b.view(), a.view() > b.view());
}

/// Of whole numbers, days and moments.
std::int64_t number_of(std::string_view field) noexcept {
  return field.size() == 4 ? std::int64_t{load_be<std::int32_t>(field.data())} : load_be<std::int64_t>(field.data());
}

/// Below, equal to or above zero as `a` comes before, with or after `b`. NaN and infinities count as equal.
int compare(const Codec& bound, const Bound& a, const Bound& b) noexcept {
  if (bound.id() == CodecId::numeric) {
    SpelledDecimal x, y;
    if (read_decimal(a.text, x) != Misfit::none || read_decimal(b.text, y) != Misfit::none) return 0;
    if (x.negative != y.negative) return x.negative ? -1 : 1;
    return x.negative ? -compare_magnitudes(x, y) : compare_magnitudes(x, y);
  }
  return sign_of(number_of(a.field) < number_of(b.field), number_of(a.field) > number_of(b.field));
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

/// A range apart from its bytes.
struct Parts {
  unsigned flags = 0;
  std::string low_text, high_text;
  std::string low, high;  ///< Fields.

  [[nodiscard]] bool has(Flag flag) const noexcept { return (flags & flag) != 0; }
  [[nodiscard]] Bound first() const noexcept { return {low, low_text}; }
  [[nodiscard]] Bound last() const noexcept { return {high, high_text}; }
};

Codec bound_of(const Codec& codec) {
  Codec bound = codec;
  bound.shape = FieldShape::scalar;
  bound.empty_as_null = false;
  return bound;
}

/// Takes a range that is not empty off the front and appends its field.
Misfit take_range(const Codec& codec, std::string_view& s, FieldBuffer& out, Parts& r) {
  if (s.size() < 3 || (s[0] != '[' && s[0] != '(')) return Misfit::bad_syntax;
  r.flags = s[0] == '[' ? lower_inclusive : 0;
  s.remove_prefix(1);
  bool has_low = false, has_high = false;
  const auto low = take_bound(s, ",", has_low);
  if (!low) return Misfit::bad_syntax;
  s.remove_prefix(1);
  const auto high = take_bound(s, "])", has_high);
  if (!high) return Misfit::bad_syntax;
  if (s[0] == ']') r.flags |= upper_inclusive;
  s.remove_prefix(1);
  if (!has_low) r.flags = (r.flags | lower_infinite) & ~static_cast<unsigned>(lower_inclusive);
  if (!has_high) r.flags = (r.flags | upper_infinite) & ~static_cast<unsigned>(upper_inclusive);
  const Codec bound = bound_of(codec);
  *out.reserve(1) = static_cast<char>(r.flags);
  out.commit(1);
  const std::size_t first = out.size();
  if (has_low)
    if (const Misfit m = put_bound(bound, *low, out); m != Misfit::none) return m;
  const std::size_t second = out.size();
  if (has_high)
    if (const Misfit m = put_bound(bound, *high, out); m != Misfit::none) return m;
  r.low_text = *low;
  r.high_text = *high;
  if (has_low) r.low = out.view().substr(first + 4, second - first - 4);
  if (has_high) r.high = out.view().substr(second + 4);
  return has_low && has_high && compare(bound, r.first(), r.last()) > 0 ? Misfit::bad_syntax : Misfit::none;
}

/// Whole numbers and days between two bounds that are both in, or both out; 0 of the other types.
bool is_discrete(const Codec& codec) noexcept {
  return codec.id() == CodecId::int4 || codec.id() == CodecId::int8 || codec.id() == CodecId::date;
}

/// Whether something stands between the end of one and the beginning of the other, so that the server keeps both.
bool is_apart(const Codec& codec, const Parts& a, const Parts& b) noexcept {
  if (a.has(upper_infinite) || b.has(lower_infinite)) return false;
  const int order = compare(bound_of(codec), a.last(), b.first());
  if (!is_discrete(codec)) return order < 0 || (order == 0 && !a.has(upper_inclusive) && !b.has(lower_inclusive));
  std::int64_t gap = 0;
  if (__builtin_sub_overflow(number_of(b.low), number_of(a.high), &gap)) return order < 0;
  return order < 0 && gap > (a.has(upper_inclusive) ? 1 : 0) - (b.has(lower_inclusive) ? 0 : 1);
}

/// Whether the server would drop it.
bool holds_nothing(const Codec& codec, const Parts& r) noexcept {
  if (r.has(lower_infinite) || r.has(upper_infinite)) return false;
  const int order = compare(bound_of(codec), r.first(), r.last());
  const bool both = r.has(lower_inclusive) && r.has(upper_inclusive);
  if (order == 0) return !both;
  const bool neither = !r.has(lower_inclusive) && !r.has(upper_inclusive);
  return is_discrete(codec) && neither && number_of(r.high) - number_of(r.low) == 1;
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
  Parts parts;
  const Misfit m = take_range(codec, s, out, parts);
  return m == Misfit::none && !s.empty() ? Misfit::bad_syntax : m;
}

Misfit encode_multirange(const Codec& codec, const Value& v, FieldBuffer& out) {
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  std::string_view s = trimmed(v.bytes());
  if (!s.starts_with('{') || !s.ends_with('}') || s.size() < 2) return Misfit::bad_syntax;
  s = trimmed(s.substr(1, s.size() - 2));
  const std::size_t start = out.size();
  put(0, out);
  std::int32_t count = 0;
  for (Parts before; !s.empty(); ++count) {
    if (count > 0) {
      if (s[0] != ',') return Misfit::bad_syntax;
      s = trimmed(s.substr(1));
    }
    const std::size_t length_at = out.size();
    put(0, out);
    Parts range;
    if (const Misfit m = take_range(codec, s, out, range); m != Misfit::none) return m;
    if (holds_nothing(codec, range) || (count > 0 && !is_apart(codec, before, range))) return Misfit::not_exact;
    store_be(out.data() + length_at, static_cast<std::int32_t>(out.size() - length_at - 4));
    before = std::move(range);
    s = trimmed(s);
  }
  store_be(out.data() + start, count);
  return Misfit::none;
}

}  // namespace lite2pg
