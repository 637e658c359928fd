#include <optional>
#include <vector>

#include "common/bytes.h"
#include "common/text.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

constexpr unsigned is_empty = 1, has_lower = 2, has_upper = 4, no_lower = 8, no_upper = 16;

/// A range apart from its spelling.
struct Range {
  bool low_included = false, high_included = false;
  std::optional<OwnedValue> low, high;  ///< Unset: without end.
};

Codec bound_codec(const Codec& codec) {
  Codec bound = codec;
  bound.shape = FieldShape::scalar;
  bound.empty_as_null = false;
  return bound;
}

/// One step of a range of separate values; 0 for the others.
std::int64_t step_of(const Codec& codec) noexcept {
  if (codec.id() == CodecId::int4 || codec.id() == CodecId::int8) return 1;
  // The canonical date is its midnight in microseconds.
  return codec.id() == CodecId::date ? 86'400'000'000 : 0;
}

void to_half_open(std::int64_t step, Range& r) {
  const auto move = [step](std::optional<OwnedValue>& bound) {
    if (bound->view().storage() == StorageClass::integer) bound = OwnedValue(Value::of(bound->view().integer() + step));
  };
  if (r.low && !r.low_included) {
    move(r.low);
    r.low_included = true;
  }
  if (r.high && r.high_included) {
    move(r.high);
    r.high_included = false;
  }
}

/// Between 1 and 2, both left out, there is no whole number; a range of one value must have both ends.
bool holds_nothing(std::int64_t step, const Range& r) {
  const auto is_number = [](const std::optional<OwnedValue>& v) {
    return v && v->view().storage() == StorageClass::integer;
  };
  if (step != 0 && is_number(r.low) && is_number(r.high)) return r.low->view().integer() >= r.high->view().integer();
  return r.low && r.high && same(r.low->view(), r.high->view()) && !(r.low_included && r.high_included);
}

Value spell(const Codec& codec, Range r, std::string& out) {
  const std::int64_t step = step_of(codec);
  if (step != 0) to_half_open(step, r);
  if (holds_nothing(step, r)) return Value::text("empty");
  out = r.low_included ? "[" : "(";
  if (r.low) append_json_value(r.low->view(), out);
  out += ',';
  if (r.high) append_json_value(r.high->view(), out);
  out += r.high_included ? ']' : ')';
  return Value::text(out);
}

/// A bound in quotes or without, up to one of `ends`, which stays.
bool read_bound(std::string_view& s, std::string_view ends, std::string& bound, bool& given) {
  bound.clear();
  given = !s.empty() && ends.find(s[0]) == std::string_view::npos;
  while (!s.empty() && ends.find(s[0]) == std::string_view::npos) {
    if (s[0] == '"') {
      for (s.remove_prefix(1); !s.empty() && (s[0] != '"' || s.starts_with("\"\"")); s.remove_prefix(1)) {
        if (s[0] == '\\' || s[0] == '"') s.remove_prefix(1);
        if (s.empty()) return false;
        bound += s[0];
      }
      if (s.empty()) return false;
    } else {
      if (s[0] == '\\') s.remove_prefix(1);
      if (s.empty()) return false;
      bound += s[0];
    }
    s.remove_prefix(1);
  }
  return !s.empty();
}

std::optional<Range> parse(const Codec& codec, std::string_view s) {
  Range r;
  const Codec bound = bound_codec(codec);
  std::string text, scratch;
  bool given = false;
  if (s.size() < 3 || (s[0] != '[' && s[0] != '(')) return std::nullopt;
  r.low_included = s[0] == '[';
  s.remove_prefix(1);
  const auto value = [&] { return OwnedValue(canonical(bound, Value::text(text), scratch)); };
  if (!read_bound(s, ",", text, given)) return std::nullopt;
  if (given) r.low = value();
  s.remove_prefix(1);
  if (!read_bound(s, "])", text, given) || s.size() != 1) return std::nullopt;
  if (given) r.high = value();
  r.high_included = s[0] == ']';
  r.low_included = r.low_included && r.low;
  r.high_included = r.high_included && r.high;
  return r;
}

/// Cut behind the brackets that close outside quotes; false when something else stands between the ranges.
bool split_ranges(std::string_view s, std::vector<std::string_view>& ranges) {
  bool quoted = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '\\')
      ++i;
    else if (s[i] == '"')
      quoted = !quoted;
    else if (!quoted && (s[i] == ']' || s[i] == ')')) {
      ranges.push_back(s.substr(begin, i + 1 - begin));
      begin = s.find_first_not_of(" ,", i + 1);
      if (begin == std::string_view::npos) return true;
      i = begin;
    }
  }
  return s.find_first_not_of(' ') == std::string_view::npos;
}

}  // namespace

Value decode_range(const Codec& codec, std::string_view field, std::string& scratch) {
  const std::string_view whole = field;
  if (field.empty()) throw_bad_field("range", whole);
  const auto flags = static_cast<unsigned char>(field[0]);
  field.remove_prefix(1);
  if ((flags & is_empty) != 0) return Value::text("empty");
  Range r;
  r.low_included = (flags & has_lower) != 0;
  r.high_included = (flags & has_upper) != 0;
  const Codec bound = bound_codec(codec);
  std::string text;
  const auto take = [&] {
    if (field.size() < 4) throw_bad_field("range", whole);
    const auto size = load_be<std::uint32_t>(field.data());
    if (field.size() - 4 < size) throw_bad_field("range", whole);
    const OwnedValue v(decode(bound, field.substr(4, size), text));
    field.remove_prefix(4 + size);
    return v;
  };
  if ((flags & no_lower) == 0) r.low = take();
  if ((flags & no_upper) == 0) r.high = take();
  if (!field.empty()) throw_bad_field("range", whole);
  return spell(codec, std::move(r), scratch);
}

Value canonical_range(const Codec& codec, const Value& v, std::string& scratch) {
  if (v.storage() != StorageClass::text) return v;
  std::string_view s = v.bytes();
  while (s.starts_with(' ')) s.remove_prefix(1);
  while (s.ends_with(' ')) s.remove_suffix(1);
  if (equals_ignoring_case(s, "empty")) return Value::text("empty");
  std::optional<Range> r = parse(codec, s);
  return r ? spell(codec, std::move(*r), scratch) : v;
}

Value decode_multirange(const Codec& codec, std::string_view field, std::string& scratch) {
  const std::string_view whole = field;
  if (field.size() < 4) throw_bad_field("multirange", whole);
  std::string ranges, one;
  field.remove_prefix(4);
  while (!field.empty()) {
    if (field.size() < 4) throw_bad_field("multirange", whole);
    const auto size = load_be<std::uint32_t>(field.data());
    if (field.size() - 4 < size) throw_bad_field("multirange", whole);
    ranges += (ranges.empty() ? "" : ",") + std::string(decode_range(codec, field.substr(4, size), one).bytes());
    field.remove_prefix(4 + size);
  }
  scratch = "{" + ranges + "}";
  return Value::text(scratch);
}

Value canonical_multirange(const Codec& codec, const Value& v, std::string& scratch) {
  if (v.storage() != StorageClass::text) return v;
  std::string_view s = v.bytes();
  s.remove_prefix(std::min(s.find_first_not_of(' '), s.size()));
  s = s.substr(0, s.find_last_not_of(' ') + 1);
  std::vector<std::string_view> parts;
  if (!s.starts_with('{') || !s.ends_with('}') || !split_ranges(s.substr(1, s.size() - 2), parts)) return v;
  std::string ranges, one;
  for (const std::string_view part : parts)
    ranges += (ranges.empty() ? "" : ",") + std::string(canonical_range(codec, Value::text(part), one).bytes());
  scratch = "{" + ranges + "}";
  return Value::text(scratch);
}

}  // namespace lite2pg
