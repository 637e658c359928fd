// https://www.postgresql.org/docs/15/rangetypes.html#RANGETYPES-IO
#include <optional>
#include <string>
#include <utility>

#include "common/bytes.h"
#include "common/text.h"
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

/// A range and its bounds in each format: flags, then the bounds with int32 lengths (range_send in rangetypes.c); or
/// ["low","high"). A bound's field is kept as bytes in either case, to be compared.
void begin_range(unsigned flags, FieldBytes out) { out.integer(static_cast<std::uint8_t>(flags)); }
void begin_range(unsigned flags, FieldText out) { out.buffer().append((flags & lower_inclusive) != 0 ? "[" : "("); }

void between_bounds(FieldBytes /*out*/) noexcept {}
void between_bounds(FieldText out) { out.buffer().append(","); }

void end_range(unsigned /*flags*/, FieldBytes /*out*/) noexcept {}
void end_range(unsigned flags, FieldText out) { out.buffer().append((flags & upper_inclusive) != 0 ? "]" : ")"); }

void put_empty(FieldBytes out) { out.integer(static_cast<std::uint8_t>(empty)); }
void put_empty(FieldText out) { out.buffer().append("empty"); }

Misfit put_bound(const Codec& bound, const std::string& text, std::string& field, FieldBytes to) {
  FieldBuffer& out = to.buffer();
  const std::size_t start = out.size();
  to.integer(std::int32_t{0});
  const Encoded e = encode_field(bound, Value::text(text), to);
  store_be(out.data() + start, static_cast<std::int32_t>(out.size() - start - 4));
  field = out.view().substr(start + 4);
  return e.misfit;
}
Misfit put_bound(const Codec& bound, const std::string& text, std::string& field, FieldText to) {
  FieldBuffer bytes;
  const Encoded e = encode_field(bound, Value::text(text), FieldBytes(bytes));
  field = bytes.view();
  if (e.misfit != Misfit::none) return e.misfit;
  return to.quoted([&] { return encode_field(bound, Value::text(text), to).misfit; });
}

/// How many ranges there are, and each with its length: multirange_send in multirangetypes.c; or between braces.
class MultirangeBytes {
 public:
  explicit MultirangeBytes(FieldBytes out) : out_(out), start_(out.buffer().size()) { out.integer(count_); }
  void begin_range() {
    length_at_ = out_.buffer().size();
    out_.integer(std::int32_t{0});
    ++count_;
  }
  void end_range() const {
    FieldBuffer& out = out_.buffer();
    store_be(out.data() + length_at_, static_cast<std::int32_t>(out.size() - length_at_ - 4));
  }
  void end() const { store_be(out_.buffer().data() + start_, count_); }

 private:
  FieldBytes out_;
  std::size_t start_, length_at_ = 0;
  std::int32_t count_ = 0;
};

class MultirangeSpelling {
 public:
  explicit MultirangeSpelling(FieldText out) : out_(out) { out.buffer().append("{"); }
  void begin_range() {
    if (!std::exchange(first_, false)) out_.buffer().append(",");
  }
  void end_range() const noexcept {}
  void end() const { out_.buffer().append("}"); }

 private:
  FieldText out_;
  bool first_ = true;
};

MultirangeBytes multirange_in(FieldBytes out) { return MultirangeBytes(out); }
MultirangeSpelling multirange_in(FieldText out) { return MultirangeSpelling(out); }

std::string_view inner_text(std::string_view s) noexcept {
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
  bound.empty_as_null = bound.zero_as_null = false;
  return bound;
}

/// Takes a range that is not empty off the front and appends its field.
template <typename Out>
Misfit take_range(const Codec& codec, std::string_view& s, Out out, Parts& r) {
  if (s.size() < 3 || (s[0] != '[' && s[0] != '(')) return Misfit::bad_syntax;
  r.flags = s[0] == '[' ? lower_inclusive : 0;
  s.remove_prefix(1);
  bool has_low = false, has_high = false;
  auto low = take_bound(s, ",", has_low);
  if (!low) return Misfit::bad_syntax;
  s.remove_prefix(1);
  auto high = take_bound(s, "])", has_high);
  if (!high) return Misfit::bad_syntax;
  if (s[0] == ']') r.flags |= upper_inclusive;
  s.remove_prefix(1);
  if (!has_low) r.flags = (r.flags | lower_infinite) & ~static_cast<unsigned>(lower_inclusive);
  if (!has_high) r.flags = (r.flags | upper_infinite) & ~static_cast<unsigned>(upper_inclusive);
  const Codec bound = bound_of(codec);
  begin_range(r.flags, out);
  if (has_low)
    if (const Misfit m = put_bound(bound, *low, r.low, out); m != Misfit::none) return m;
  between_bounds(out);
  if (has_high)
    if (const Misfit m = put_bound(bound, *high, r.high, out); m != Misfit::none) return m;
  end_range(r.flags, out);
  r.low_text = std::move(*low);
  r.high_text = std::move(*high);
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

template <typename Out>
Misfit encode_range(const Codec& codec, const Value& v, Out out) {
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  std::string_view s = inner_text(v.bytes());
  if (equals_ignoring_case(s, "empty")) return put_empty(out), Misfit::none;
  Parts parts;
  const Misfit m = take_range(codec, s, out, parts);
  return m == Misfit::none && !s.empty() ? Misfit::bad_syntax : m;
}

template <typename Out>
Misfit encode_multirange(const Codec& codec, const Value& v, Out out) {
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  std::string_view s = inner_text(v.bytes());
  if (!s.starts_with('{') || !s.ends_with('}') || s.size() < 2) return Misfit::bad_syntax;
  s = inner_text(s.substr(1, s.size() - 2));
  auto ranges = multirange_in(out);
  bool first = true;
  for (Parts before; !s.empty(); first = false) {
    if (!first) {
      if (s[0] != ',') return Misfit::bad_syntax;
      s = inner_text(s.substr(1));
    }
    ranges.begin_range();
    Parts range;
    if (const Misfit m = take_range(codec, s, out, range); m != Misfit::none) return m;
    if (holds_nothing(codec, range) || (!first && !is_apart(codec, before, range))) return Misfit::not_exact;
    ranges.end_range();
    before = std::move(range);
    s = inner_text(s);
  }
  ranges.end();
  return Misfit::none;
}

template Misfit encode_range(const Codec&, const Value&, FieldBytes);
template Misfit encode_range(const Codec&, const Value&, FieldText);
template Misfit encode_multirange(const Codec&, const Value&, FieldBytes);
template Misfit encode_multirange(const Codec&, const Value&, FieldText);

}  // namespace lite2pg
