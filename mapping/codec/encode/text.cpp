#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "common/utf8.h"
#include "mapping/codec/encode/steps.h"
#include "mapping/codec/encode/text_repair.h"

namespace lite2pg {
namespace {

/// PostgreSQL's largest field: https://www.postgresql.org/docs/15/limits.html ("field size", 1 GB with its header).
constexpr std::size_t most_bytes = (std::size_t{1} << 30) - 64;

/// Whether PostgreSQL can hold `text` in a column of at most `max_chars` characters (0: no limit).
Misfit check(std::string_view text, std::uint32_t max_chars) noexcept {
  const Utf8Facts facts = utf8_facts(text);
  if (!facts.valid) return Misfit::invalid_utf8;
  if (facts.has_nul) return Misfit::nul_byte;
  const bool too_long = text.size() > most_bytes || (max_chars != 0 && facts.chars > max_chars);
  return too_long ? Misfit::too_long : Misfit::none;
}

Misfit append_checked(std::string_view text, std::uint32_t max_chars, FieldBuffer& out) {
  const Misfit m = check(text, max_chars);
  if (m == Misfit::none) out.append(text);
  return m;
}

/// The one spelling of an INTEGER or REAL in text_number: REALs have a point, an exponent, or are Infinity.
class NumberText {
 public:
  explicit NumberText(std::int64_t n) noexcept
      : end_(std::to_chars(text_.data(), text_.data() + text_.size(), n).ptr) {}
  explicit NumberText(double d) noexcept : end_(text_.data()) {
    if (std::isfinite(d)) {
      end_ = std::to_chars(text_.data(), text_.data() + text_.size(), d).ptr;
      if (view().find_first_of(".e") == std::string_view::npos) add(".0");
    } else {
      add(std::signbit(d) ? "-Infinity" : "Infinity");
    }
  }
  [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), end_}; }

 private:
  void add(std::string_view s) noexcept { end_ = std::ranges::copy(s, end_).out; }

  std::array<char, 40> text_{};
  char* end_;
};

void append_hex_word(std::string_view bytes, FieldBuffer& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  char* p = out.reserve(2 + 2 * bytes.size());
  *p++ = '\\';
  *p++ = 'x';
  for (const char c : bytes) {
    const auto b = static_cast<unsigned char>(c);
    *p++ = digits[b >> 4];
    *p++ = digits[b & 15];
  }
  out.commit(2 + 2 * bytes.size());
}

/// A backslash, x and the bytes in hex: BLOBs, and TEXT that PostgreSQL's text cannot hold.
Misfit encode_as_hex(std::string_view bytes, std::uint32_t max_chars, FieldBuffer& out) {
  const std::size_t chars = 2 + 2 * bytes.size();
  if (chars > most_bytes || (max_chars != 0 && chars > max_chars)) return Misfit::too_long;
  append_hex_word(bytes, out);
  return Misfit::none;
}

}  // namespace

namespace {

/// The first characters of what is UTF-8; then without blanks at the end.
std::string_view shortened(const TextFormat& f, std::string_view text) noexcept {
  std::size_t chars = 0, end = 0;
  const auto begins = [&](std::size_t i) { return (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80; };
  for (; f.cut && f.max_chars != 0 && end < text.size(); ++end)
    if (begins(end) && ++chars > f.max_chars) break;
  if (f.cut && f.max_chars != 0) text = text.substr(0, end);
  return f.trimmed ? text.substr(0, text.find_last_not_of(' ') + 1) : text;
}

Misfit encode_any_text(const TextFormat& f, std::string_view text, FieldBuffer& out) {
  const Misfit m = append_checked(text, f.max_chars, out);
  if ((m != Misfit::nul_byte && m != Misfit::invalid_utf8) || f.bad_text == BadText::refuse) return m;
  const std::size_t start = out.size();
  repair_text(f.bad_text, text, out);
  return check(out.view().substr(start), f.max_chars);
}

/// Bytes are repaired before anything is cut off.
Misfit encode_shortened(const TextFormat& f, std::string_view text, FieldBuffer& out) {
  TextFormat whole = f;
  whole.max_chars = 0;
  FieldBuffer repaired;
  const Misfit m = encode_any_text(whole, text, repaired);
  return m == Misfit::none ? append_checked(shortened(f, repaired.view()), f.max_chars, out) : m;
}

}  // namespace

Misfit encode_text(const Codec& codec, const Value& v, FieldBuffer& out) {
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  const TextFormat& f = codec.text();
  return f.cut || f.trimmed ? encode_shortened(f, v.bytes(), out) : encode_any_text(f, v.bytes(), out);
}

Misfit encode_text_number(const Codec& codec, const Value& v, FieldBuffer& out) {
  switch (v.storage()) {
    case StorageClass::null: break;
    case StorageClass::integer:
      if (codec.number() == NumberForm::real) break;
      return append_checked(NumberText(v.integer()).view(), codec.text().max_chars, out);
    case StorageClass::real:
      if (codec.number() == NumberForm::integer) break;
      if (std::isnan(v.real())) return Misfit::not_exact;
      return append_checked(NumberText(v.real()).view(), codec.text().max_chars, out);
    case StorageClass::text:
      if (!utf8_facts(v.bytes()).clean()) return encode_as_hex(v.bytes(), codec.text().max_chars, out);
      return append_checked(v.bytes(), codec.text().max_chars, out);
    case StorageClass::blob: return encode_as_hex(v.bytes(), codec.text().max_chars, out);
  }
  return Misfit::wrong_class;
}

template <typename Out>
Misfit encode_bytes(CodecId id, const Value& v, Out out) {
  const bool text = v.storage() == StorageClass::text && id != CodecId::bytea;
  const bool blob = v.storage() == StorageClass::blob && id != CodecId::text_bytes;
  if (!text && !blob) return Misfit::wrong_class;
  if (v.bytes().size() > most_bytes) return Misfit::too_long;
  return out.bytes(v.bytes());
}

template Misfit encode_bytes(CodecId, const Value&, FieldBytes);
template Misfit encode_bytes(CodecId, const Value&, FieldText);

}  // namespace lite2pg
