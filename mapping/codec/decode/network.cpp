// inet, cidr, macaddr, macaddr8: the canonical form is the one that PostgreSQL prints.
#include <arpa/inet.h>

#include <array>
#include <cstring>
#include <optional>

#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

/// What an address is, apart from its spelling.
struct Network {
  int family = AF_INET;
  int bits = 32;
  std::array<unsigned char, 16> address{};

  [[nodiscard]] int most_bits() const noexcept { return family == AF_INET ? 32 : 128; }
};

/// Address, and the bits where they are not all (always for cidr).
Value spell(const Network& n, bool cidr, std::string& scratch) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (inet_ntop(n.family, n.address.data(), text.data(), text.size()) == nullptr) return Value::null();
  scratch = text.data();
  if (cidr || n.bits != n.most_bits()) scratch += "/" + std::to_string(n.bits);
  return Value::text(scratch);
}

/// Octets that cidr leaves out are zeros.
std::string filled_up(std::string host) {
  if (host.find(':') != std::string::npos) return host;
  for (auto dots = std::count(host.begin(), host.end(), '.'); dots < 3; ++dots) host += ".0";
  return host;
}

std::optional<Network> parse(std::string_view text) {
  Network n;
  const std::size_t slash = text.find('/');
  const std::string host = filled_up(std::string(text.substr(0, slash)));
  n.family = host.find(':') == std::string::npos ? AF_INET : AF_INET6;
  n.bits = n.most_bits();
  if (inet_pton(n.family, host.c_str(), n.address.data()) != 1) return std::nullopt;
  if (slash == std::string_view::npos) return n;
  const std::string bits(text.substr(slash + 1));
  if (bits.empty() || bits.size() > 3 || bits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  n.bits = std::stoi(bits);
  return n.bits <= n.most_bits() ? std::optional(n) : std::nullopt;
}

Value spell_hardware(std::string_view bytes, std::string& scratch) {
  constexpr std::string_view digits = "0123456789abcdef";
  scratch.clear();
  for (const char c : bytes) {
    if (!scratch.empty()) scratch += ':';
    scratch += digits[static_cast<unsigned char>(c) / 16];
    scratch += digits[static_cast<unsigned char>(c) % 16];
  }
  return Value::text(scratch);
}

/// The digits alone, in small letters.
std::string hex_digits(std::string_view s) {
  std::string digits;
  for (const char c : s) {
    const char small = c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c;
    if ((small >= '0' && small <= '9') || (small >= 'a' && small <= 'f')) {
      digits += small;
    } else if (c != ':' && c != '-' && c != '.') {
      return {};
    }
  }
  return digits;
}

}  // namespace

Value decode_network(const Codec& codec, std::string_view field, std::string& scratch) {
  const bool cidr = codec.id() == CodecId::cidr;
  const bool v4 = field.size() == 8 && field[0] == 2 && field[3] == 4;
  const bool v6 = field.size() == 20 && field[0] == 3 && field[3] == 16;
  if (!v4 && !v6) throw_bad_field(wire_type(codec), field);
  Network n;
  n.family = v4 ? AF_INET : AF_INET6;
  n.bits = static_cast<unsigned char>(field[1]);
  std::memcpy(n.address.data(), field.data() + 4, field.size() - 4);
  return spell(n, cidr, scratch);
}

Value canonical_network(const Codec& codec, const Value& v, std::string& scratch) {
  std::optional<Network> n;
  const bool blob = v.storage() == StorageClass::blob;
  if (blob && (v.bytes().size() == 4 || v.bytes().size() == 16)) {
    n = Network{};
    n->family = v.bytes().size() == 4 ? AF_INET : AF_INET6;
    n->bits = n->most_bits();
    std::memcpy(n->address.data(), v.bytes().data(), v.bytes().size());
  } else if (blob || v.storage() == StorageClass::text) {
    n = parse(v.bytes());
  }
  const std::string_view text = v.storage() == StorageClass::text ? v.bytes() : std::string_view();
  const std::string_view unsigned_text = text.substr(text.starts_with('-') ? 1 : 0);
  const bool digits = !unsigned_text.empty() && unsigned_text.size() < 11 &&
                      unsigned_text.find_first_not_of("0123456789") == std::string_view::npos;
  if (codec.number() == NumberForm::either && (digits || v.storage() == StorageClass::integer)) {
    n = Network{};
    const std::int64_t number = digits ? std::stoll(std::string(text)) : v.integer();
    const auto address = htonl(static_cast<std::uint32_t>(number));
    std::memcpy(n->address.data(), &address, sizeof address);
  }
  return n ? spell(*n, codec.id() == CodecId::cidr, scratch) : v;
}

Value decode_macaddr(const Codec& codec, std::string_view field, std::string& scratch) {
  if (field.size() != (codec.id() == CodecId::macaddr ? 6U : 8U)) throw_bad_field(wire_type(codec), field);
  return spell_hardware(field, scratch);
}

Value canonical_macaddr(const Codec& codec, const Value& v, std::string& scratch) {
  const bool blob = v.storage() == StorageClass::blob;
  if (blob && v.bytes().size() == (codec.id() == CodecId::macaddr ? 6U : 8U)) return spell_hardware(v.bytes(), scratch);
  if (!blob && v.storage() != StorageClass::text) return v;
  std::string digits = hex_digits(v.bytes());
  if (codec.id() == CodecId::macaddr8 && digits.size() == 12) digits.insert(6, "fffe");
  if (digits.size() != (codec.id() == CodecId::macaddr ? 12U : 16U)) return v;
  scratch.clear();
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    if (i > 0) scratch += ':';
    scratch += digits.substr(i, 2);
  }
  return Value::text(scratch);
}

}  // namespace lite2pg
