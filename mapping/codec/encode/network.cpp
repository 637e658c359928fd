// inet, cidr, macaddr, macaddr8.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "mapping/codec/encode/form_steps.h"

namespace lite2pg {
namespace {

constexpr char family_v4 = 2, family_v6 = 3;  // PGSQL_AF_INET, PGSQL_AF_INET6 in PostgreSQL's utils/inet.h.

struct Address {
  std::array<unsigned char, 16> bytes{};
  std::size_t size = 4;  ///< 4 or 16.
  int bits = 32;
};

/// family, bits, is_cidr, bytes, address: network_send in PostgreSQL's network.c.
Misfit put(const Address& a, bool cidr, FieldBytes out) {
  char* p = out.buffer().reserve(20);
  p[0] = a.size == 4 ? family_v4 : family_v6;
  p[1] = static_cast<char>(a.bits);
  p[2] = cidr ? '\1' : '\0';
  p[3] = static_cast<char>(a.size);
  std::copy_n(a.bytes.begin(), a.size, reinterpret_cast<unsigned char*>(p + 4));
  out.buffer().commit(4 + a.size);
  return Misfit::none;
}

/// The address, a slash and the bits.
Misfit put(const Address& a, bool /*cidr*/, FieldText out) {
  std::array<char, 48> text;
  char* p = text.data();
  char* const end = text.data() + text.size();
  const std::size_t part = a.size == 4 ? 1 : 2;
  for (std::size_t i = 0; i < a.size; i += part) {
    if (i > 0) *p++ = a.size == 4 ? '.' : ':';
    const unsigned n = a.size == 4 ? a.bytes[i] : a.bytes[i] * 256U + a.bytes[i + 1];
    p = std::to_chars(p, end, n, a.size == 4 ? 10 : 16).ptr;
  }
  *p++ = '/';
  p = std::to_chars(p, end, a.bits).ptr;
  out.buffer().append({text.data(), static_cast<std::size_t>(p - text.data())});
  return Misfit::none;
}

std::optional<unsigned> number(std::string_view s, unsigned most, int base = 10) noexcept {
  unsigned n = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), n, base);
  if (s.empty() || error != std::errc{} || end != s.data() + s.size() || n > most) return std::nullopt;
  return n;
}

/// Up to four numbers between dots; how many, 0 when it is none.
std::size_t read_v4(std::string_view s, unsigned char* to) noexcept {
  for (std::size_t count = 0; count < 4;) {
    const std::size_t dot = std::min(s.find('.'), s.size());
    const auto n = number(s.substr(0, dot), 255);
    if (!n || (dot > 1 && s[0] == '0')) return 0;  // "010" is octal to some.
    to[count++] = static_cast<unsigned char>(*n);
    if (dot == s.size()) return count;
    s.remove_prefix(dot + 1);
  }
  return 0;
}

/// https://www.rfc-editor.org/rfc/rfc4291 section 2.2
bool read_v6(std::string_view s, std::array<unsigned char, 16>& to) noexcept {
  std::array<unsigned char, 16> head{}, tail{};
  std::size_t before = 0, after = 0;
  bool gap = false;
  if (s.starts_with("::")) {
    gap = true;
    s.remove_prefix(2);
  }
  while (!s.empty()) {
    auto& part = gap ? tail : head;
    std::size_t& size = gap ? after : before;
    const std::size_t colon = std::min(s.find(':'), s.size());
    if (colon == s.size() && std::ranges::find(s, '.') != s.end()) {
      if (size > 12 || read_v4(s, part.data() + size) != 4) return false;
      size += 4;
      break;
    }
    const auto n = colon <= 4 ? number(s.substr(0, colon), 0xFFFF, 16) : std::nullopt;
    if (!n || size > 14) return false;
    part[size++] = static_cast<unsigned char>(*n >> 8);
    part[size++] = static_cast<unsigned char>(*n & 0xFF);
    if (colon == s.size()) break;
    s.remove_prefix(colon + 1);
    if (!s.empty() && s[0] == ':') {
      if (gap) return false;
      gap = true;
      s.remove_prefix(1);
    } else if (s.empty()) {
      return false;
    }
  }
  if (gap ? before + after > 14 : before != 16) return false;
  to = head;
  std::copy_n(tail.begin(), after, to.end() - static_cast<std::ptrdiff_t>(after));
  return true;
}

/// cidr may leave octets out at the end; without bits they are as many as octets were written.
Misfit read_address(std::string_view s, bool cidr, Address& a) noexcept {
  const std::size_t slash = std::min(s.find('/'), s.size());
  const std::string_view host = s.substr(0, slash);
  std::size_t octets = 4;
  if (host.find(':') != std::string_view::npos) {
    if (!read_v6(host, a.bytes)) return Misfit::bad_syntax;
    a.size = 16;
  } else {
    octets = read_v4(host, a.bytes.data());
    if (octets == 0 || (octets < 4 && (!cidr || slash == s.size()))) return Misfit::bad_syntax;
  }
  const int most = a.size == 4 ? 32 : 128;
  a.bits = most;
  if (slash == s.size()) return Misfit::none;
  const auto bits = number(s.substr(slash + 1), static_cast<unsigned>(most));
  if (!bits) return Misfit::bad_syntax;
  a.bits = static_cast<int>(*bits);
  return static_cast<int>(octets) * 8 < a.bits && octets < 4 ? Misfit::bad_syntax : Misfit::none;
}

/// cidr has no bits to the right of its mask.
bool has_host_bits(const Address& a) noexcept {
  for (std::size_t i = 0; i < a.size; ++i) {
    const int kept = std::clamp(a.bits - static_cast<int>(i) * 8, 0, 8);
    if ((a.bytes[i] & (0xFF >> kept)) != 0) return true;
  }
  return false;
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  const char small = static_cast<char>(c | 0x20);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// Where separators may stand, by the digit that follows: "08002b:010203", "0800.2b01.0203", "08:00:2b:01:02:03".
bool is_regular(std::string_view s, std::size_t digits) noexcept {
  std::size_t group = 0, seen = 0, separators = 0;
  char separator = 0;
  for (const char c : s) {
    if (hex_digit(c) >= 0) {
      ++seen;
      continue;
    }
    if ((c != ':' && c != '-' && c != '.') || (separator != 0 && c != separator)) return false;
    separator = c;
    ++separators;
    if (group == 0) group = seen;
    if (group == 0 || seen != group * separators) return false;
  }
  if (seen != digits) return false;
  return group == 0 || (digits % group == 0 && separators == digits / group - 1 && group != 3 && group % 2 == 0);
}

/// INTEGER, and TEXT of its digits.
bool is_integer(const Value& v, std::int64_t& n) noexcept {
  if (v.storage() == StorageClass::integer) return n = v.integer(), true;
  if (v.storage() != StorageClass::text) return false;
  const std::string_view s = v.bytes();
  if (s.size() > std::string_view("-2147483648").size()) return false;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), n);
  return error == std::errc{} && end == s.data() + s.size();
}

}  // namespace

template <typename Out>
Misfit encode_network(const Codec& codec, const Value& v, Out out) {
  Address a;
  const bool cidr = codec.id() == CodecId::cidr;
  if (std::int64_t n = 0; codec.number() == NumberForm::either && is_integer(v, n)) {
    // Where 32 bits have a sign, the upper half of all addresses is negative.
    if (n < INT32_MIN || n > UINT32_MAX) return Misfit::out_of_range;
    for (int i = 0; i < 4; ++i) a.bytes[static_cast<std::size_t>(i)] = static_cast<unsigned char>(n >> (24 - 8 * i));
  } else if (v.storage() == StorageClass::blob && (v.bytes().size() == 4 || v.bytes().size() == 16)) {
    // Bytes that are letters of an address at once could be meant either way.
    if (Address other; read_address(v.bytes(), cidr, other) == Misfit::none) return Misfit::bad_syntax;
    a.size = v.bytes().size();
    a.bits = a.size == 4 ? 32 : 128;
    std::ranges::copy(v.bytes(), a.bytes.begin());
  } else if (v.storage() != StorageClass::text && v.storage() != StorageClass::blob) {
    return Misfit::wrong_class;
  } else if (const Misfit m = read_address(v.bytes(), cidr, a); m != Misfit::none) {
    return m;
  }
  if (cidr && has_host_bits(a)) return Misfit::bad_syntax;
  return put(a, cidr, out);
}

template <typename Out>
Misfit encode_macaddr(const Codec& codec, const Value& v, Out out) {
  const std::size_t size = codec.id() == CodecId::macaddr ? 6 : 8;
  if (v.storage() == StorageClass::blob && v.bytes().size() == size) return out.octets(v.bytes());
  if (v.storage() != StorageClass::text && v.storage() != StorageClass::blob) return Misfit::wrong_class;
  const bool widened = size == 8 && is_regular(v.bytes(), 12);
  if (!widened && !is_regular(v.bytes(), 2 * size)) return Misfit::bad_syntax;
  std::array<unsigned char, 8> bytes{};
  std::size_t digit = 0;
  for (const char c : v.bytes()) {
    const int n = hex_digit(c);
    if (n < 0) continue;
    const std::size_t byte = digit / 2 + (widened && digit >= 6 ? 2 : 0);
    bytes[byte] = static_cast<unsigned char>(bytes[byte] * 16 + n);
    ++digit;
  }
  if (widened) bytes[3] = 0xFF, bytes[4] = 0xFE;  // EUI-64 from EUI-48, as PostgreSQL's macaddr8 reads it.
  return out.octets({reinterpret_cast<const char*>(bytes.data()), size});
}

template Misfit encode_network(const Codec&, const Value&, FieldBytes);
template Misfit encode_network(const Codec&, const Value&, FieldText);
template Misfit encode_macaddr(const Codec&, const Value&, FieldBytes);
template Misfit encode_macaddr(const Codec&, const Value&, FieldText);

}  // namespace lite2pg
