#include <array>

#include "mapping/codec/encode/form_steps.h"

namespace lite2pg {
namespace {

/// Of an INTEGER as many bits as bit(n) has: the number that they spell, or its digits; empty: it is not to be read so.
/// 0 and 1 of a column that is a truth value to the application are bits of themselves.
std::string_view bits_of(const TextFormat& f, std::int64_t n, std::array<char, 64>& room) noexcept {
  const bool as_digits = f.number == NumberForm::spelled;
  const std::uint32_t size = f.max_chars;
  if (n < 0 || size == 0 || size > room.size()) return {};
  if (size > 1 && !as_digits && f.number != NumberForm::either) return {};
  const int base = as_digits ? 10 : 2;
  for (std::size_t i = size; i-- > 0; n /= base) {
    if (n % base > 1) return {};
    room[i] = static_cast<char>('0' + n % base);
  }
  return n == 0 ? std::string_view(room.data(), size) : std::string_view();
}

/// int32 number of bits, then the bits from the left: varbit_send in PostgreSQL's varbit.c.
void put(std::string_view bits, FieldBytes out) {
  out.integer(static_cast<std::int32_t>(bits.size()));
  const std::size_t size = (bits.size() + 7) / 8;
  char* p = out.buffer().reserve(size + 1);
  std::memset(p, 0, size);
  for (std::size_t i = 0; i < bits.size(); ++i)
    if (bits[i] == '1') p[i / 8] = static_cast<char>(p[i / 8] | (0x80 >> (i % 8)));
  out.buffer().commit(size);
}
void put(std::string_view bits, FieldText out) { out.buffer().append(bits); }

void put_bytes(std::string_view bytes, FieldBytes out) {
  out.integer(static_cast<std::int32_t>(bytes.size() * 8));
  out.buffer().append(bytes);
}
void put_bytes(std::string_view bytes, FieldText out) {
  char* p = out.buffer().reserve(bytes.size() * 8);
  for (const char byte : bytes)
    for (int bit = 7; bit >= 0; --bit) *p++ = (static_cast<unsigned char>(byte) >> bit & 1) != 0 ? '1' : '0';
  out.buffer().commit(bytes.size() * 8);
}

/// Bytes are bits as they are; those that spell bits in text could be either.
template <typename Out>
Misfit encode_bits_of_bytes(const Codec& codec, std::string_view bytes, Out out) {
  const std::uint32_t most = codec.text().max_chars;
  const std::size_t bits = bytes.size() * 8;
  if (codec.id() == CodecId::bit ? bits != most : most != 0 && bits > most) return Misfit::bad_syntax;
  if (codec.id() == CodecId::varbit && bytes.find_first_not_of("01") == std::string_view::npos)
    return Misfit::bad_syntax;
  if (bits > 0x1FFFFFFF) return Misfit::too_long;
  put_bytes(bytes, out);
  return Misfit::none;
}

}  // namespace

template <typename Out>
Misfit encode_bits(const Codec& codec, const Value& v, Out out) {
  constexpr std::string_view digits = "01";
  std::array<char, 64> room{};
  if (v.storage() == StorageClass::blob) return encode_bits_of_bytes(codec, v.bytes(), out);
  if (v.storage() == StorageClass::real || v.is_null()) return Misfit::wrong_class;
  const bool number = v.storage() == StorageClass::integer;
  if (number && codec.id() == CodecId::varbit && codec.text().max_chars != 1) return Misfit::wrong_class;
  const std::string_view bits = number ? bits_of(codec.text(), v.integer(), room) : v.bytes();
  if ((number && bits.empty()) || bits.find_first_not_of(digits) != std::string_view::npos) return Misfit::bad_syntax;
  if (codec.text().max_chars != 0 && bits.size() > codec.text().max_chars) return Misfit::too_long;
  // bit(n) takes n bits, no more and no fewer.
  if (codec.id() == CodecId::bit && codec.text().max_chars != 0 && bits.size() < codec.text().max_chars)
    return Misfit::bad_syntax;
  if (bits.size() > 0x1FFFFFFF) return Misfit::too_long;
  put(bits, out);
  return Misfit::none;
}

template Misfit encode_bits(const Codec&, const Value&, FieldBytes);
template Misfit encode_bits(const Codec&, const Value&, FieldText);

}  // namespace lite2pg
