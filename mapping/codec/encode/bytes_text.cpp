// bytea from TEXT in hex or base64.
#include <array>

#include "mapping/codec/encode/form_steps.h"

namespace lite2pg {
namespace {

constexpr std::uint8_t no_value = 0xFF;

using Digits = std::array<std::uint8_t, 256>;

constexpr Digits hex_digits = [] {
  Digits t{};
  t.fill(no_value);
  for (std::uint8_t i = 0; i < 10; ++i) t['0' + i] = i;
  for (std::uint8_t i = 10; i < 16; ++i) t['a' + i - 10] = t['A' + i - 10] = i;
  return t;
}();

/// https://www.rfc-editor.org/rfc/rfc4648 sections 4 and 5: both alphabets.
constexpr Digits base64_digits = [] {
  Digits t{};
  t.fill(no_value);
  for (std::uint8_t i = 0; i < 26; ++i) {
    t['A' + i] = i;
    t['a' + i] = static_cast<std::uint8_t>(26 + i);
  }
  for (std::uint8_t i = 0; i < 10; ++i) t['0' + i] = static_cast<std::uint8_t>(52 + i);
  t['+'] = t['-'] = 62;
  t['/'] = t['_'] = 63;
  return t;
}();

std::uint8_t digit(const Digits& digits, char c) noexcept { return digits[static_cast<unsigned char>(c)]; }

Misfit append_from_hex(std::string_view s, FieldBuffer& out) {
  if (s.starts_with("\\x") || s.starts_with("0x") || s.starts_with("0X")) s.remove_prefix(2);
  if (s.size() % 2 != 0) return Misfit::bad_syntax;
  char* p = out.reserve(s.size() / 2 + 1);
  for (std::size_t i = 0; i < s.size(); i += 2) {
    const std::uint8_t high = digit(hex_digits, s[i]), low = digit(hex_digits, s[i + 1]);
    if (high == no_value || low == no_value) return Misfit::bad_syntax;
    p[i / 2] = static_cast<char>(high << 4 | low);
  }
  out.commit(s.size() / 2);
  return Misfit::none;
}

Misfit append_base64(std::string_view s, FieldBuffer& out) {
  std::size_t padding = 0;
  for (; padding < 2 && s.ends_with('='); ++padding) s.remove_suffix(1);
  if (s.size() % 4 == 1 || (padding > 0 && (s.size() + padding) % 4 != 0)) return Misfit::bad_syntax;
  char* p = out.reserve(s.size());
  std::size_t size = 0;
  unsigned bits = 0, held = 0;
  for (const char c : s) {
    const std::uint8_t d = digit(base64_digits, c);
    if (d == no_value) return Misfit::bad_syntax;
    bits = bits << 6 | d;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    p[size++] = static_cast<char>(bits >> held);
  }
  if ((bits & ((1U << held) - 1)) != 0) return Misfit::bad_syntax;  // Digits that stand for no byte.
  out.commit(size);
  return Misfit::none;
}

}  // namespace

template <typename Out>
Misfit encode_bytes_text(CodecId id, const Value& v, Out out) {
  if (v.storage() == StorageClass::blob) return out.bytes(v.bytes());
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  FieldBuffer& buffer = out.buffer();
  const std::size_t start = buffer.size();
  const Misfit m = id == CodecId::bytea_hex ? append_from_hex(v.bytes(), buffer) : append_base64(v.bytes(), buffer);
  return m == Misfit::none ? out.bytes_from(start) : m;
}

template <typename Out>
Misfit encode_uuid_dotnet(const Value& v, Out out) {
  // https://learn.microsoft.com/dotnet/api/system.guid.tobytearray: the first three groups are little-endian.
  constexpr std::array<std::uint8_t, 16> order = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
  if (v.storage() != StorageClass::blob) return Misfit::wrong_class;
  if (v.bytes().size() != order.size()) return Misfit::bad_syntax;
  std::array<char, order.size()> bytes;
  for (std::size_t i = 0; i < order.size(); ++i) bytes[i] = v.bytes()[order[i]];
  return out.octets({bytes.data(), bytes.size()});
}

template Misfit encode_bytes_text(CodecId, const Value&, FieldBytes);
template Misfit encode_bytes_text(CodecId, const Value&, FieldText);
template Misfit encode_uuid_dotnet(const Value&, FieldBytes);
template Misfit encode_uuid_dotnet(const Value&, FieldText);

}  // namespace lite2pg
