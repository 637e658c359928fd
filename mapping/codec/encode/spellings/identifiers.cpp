// The 128 bits of a UUID in fewer letters. https://www.rfc-editor.org/rfc/rfc4648 (base64, base32),
// https://github.com/ulid/spec, https://github.com/skorokithakis/shortuuid (base 57).
#include <algorithm>
#include <array>
#include <cstdint>

#include "mapping/codec/encode/spellings/steps.h"

namespace lite2pg {
namespace {

using Octets = std::array<std::uint8_t, 16>;

constexpr std::string_view base57 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view rfc_base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view rfc_base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The number that the digits make; false beyond 128 bits.
bool read_number(std::string_view s, std::string_view digits, Octets& number) noexcept {
  number.fill(0);
  for (const char c : s) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) return false;
    std::size_t carry = digit;
    for (std::size_t i = number.size(); i > 0; --i) {
      carry += number[i - 1] * digits.size();
      number[i - 1] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    if (carry > 0) return false;
  }
  return !s.empty();
}

/// Whole octets, from the highest bit on; what is left of the last digit is zero.
bool read_bits(std::string_view s, std::string_view digits, unsigned width, Octets& octets) noexcept {
  if (s.size() != (8 * octets.size() + width - 1) / width) return false;
  unsigned bits = 0, held = 0;
  std::size_t size = 0;
  for (const char c : s) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) return false;
    bits = bits << width | static_cast<unsigned>(digit);
    held += width;
    if (held < 8) continue;
    held -= 8;
    octets[size++] = static_cast<std::uint8_t>(bits >> held);
    bits &= (1U << held) - 1;
  }
  return bits == 0;
}

/// Without as much padding as belongs there, in the alphabet that has no + and /.
std::string plain_base64(std::string_view text) {
  std::string_view s = without_blanks(text);
  if (s.size() == 24 && s.ends_with("==")) s.remove_suffix(2);
  std::string plain(s);
  std::ranges::replace(plain, '-', '+');
  std::ranges::replace(plain, '_', '/');
  return plain;
}

/// Of a version and the variant of RFC 9562, or nil.
bool is_uuid(const Octets& o) noexcept {
  const int version = o[6] >> 4;
  const bool nil = std::ranges::all_of(o, [](std::uint8_t b) { return b == 0; });
  return nil || (version >= 1 && version <= 8 && (o[8] & 0xC0) == 0x80);
}

/// True, for callers that end so.
bool write(const Octets& octets, std::string& plain) {
  constexpr std::string_view hex = "0123456789abcdef";
  for (const std::uint8_t b : octets) {
    plain += hex[b >> 4];
    plain += hex[b & 15];
  }
  return true;
}

bool read_digits(std::string_view text, std::string_view digits, std::size_t least, std::size_t most,
                 std::string& plain) {
  const std::string_view s = without_blanks(text);
  Octets octets{};
  return s.size() >= least && s.size() <= most && read_number(s, digits, octets) && is_uuid(octets) &&
         write(octets, plain);
}

}  // namespace

bool read_base64_uuid(std::string_view text, std::string& plain) {
  Octets octets{};
  return read_bits(plain_base64(text), rfc_base64, 6, octets) && is_uuid(octets) && write(octets, plain);
}

bool read_base64_dotnet(std::string_view text, std::string& plain) {
  Octets octets{};
  if (!read_bits(plain_base64(text), rfc_base64, 6, octets)) return false;
  std::reverse(octets.begin(), octets.begin() + 4);
  std::swap(octets[4], octets[5]);
  std::swap(octets[6], octets[7]);
  return is_uuid(octets) && write(octets, plain);
}

bool read_base64_bytes(std::string_view text, std::string& plain) {
  Octets octets{};
  return read_bits(plain_base64(text), rfc_base64, 6, octets) && write(octets, plain);
}

bool read_base32_uuid(std::string_view text, std::string& plain) {
  std::string_view s = without_blanks(text);
  if (s.size() == 32 && s.ends_with("======")) s.remove_suffix(6);
  std::string capital(s);
  for (char& c : capital)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  Octets octets{};
  return read_bits(capital, rfc_base32, 5, octets) && write(octets, plain);
}

bool read_ulid(std::string_view text, std::string& plain) {
  constexpr std::size_t length = 26;
  std::string s(without_blanks(text));
  for (char& c : s)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  Octets octets{};
  return s.size() == length && read_number(s, crockford, octets) && write(octets, plain);
}

// A digit of 57 to 62 holds near 6 bits: 22 of them the 128, fewer where zeros before the number are left out.
bool read_shortuuid(std::string_view text, std::string& plain) { return read_digits(text, base57, 22, 22, plain); }
bool read_base58_uuid(std::string_view text, std::string& plain) { return read_digits(text, base58, 20, 22, plain); }
bool read_base62_uuid(std::string_view text, std::string& plain) { return read_digits(text, base62, 20, 22, plain); }
bool read_decimal_uuid(std::string_view text, std::string& plain) {
  return read_digits(text, base62.substr(0, 10), 1, 39, plain);
}

}  // namespace lite2pg
