// The 128 bits of a UUID in fewer letters, as one number.
#include <cstdint>
#include <optional>

#include "mapping/codec/decode/spellings/steps.h"

namespace lite2pg {
namespace {

__extension__ using Bits = unsigned __int128;

constexpr std::string_view decimals = "0123456789", capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                           smalls = "abcdefghijklmnopqrstuvwxyz";

/// A digit's value among the runs of characters that an alphabet is made of, without some of them.
class Alphabet {
 public:
  Alphabet(std::initializer_list<std::string_view> runs, std::string_view left_out = {}) {
    for (const std::string_view run : runs)
      for (const char c : run)
        if (left_out.find(c) == std::string_view::npos) all_ += c;
  }

  [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
  [[nodiscard]] std::optional<unsigned> value(char c) const noexcept {
    const std::size_t at = all_.find(c);
    return at == std::string::npos ? std::nullopt : std::optional(static_cast<unsigned>(at));
  }

 private:
  std::string all_;
};

std::optional<Bits> number_of(std::string_view s, const Alphabet& alphabet) {
  constexpr Bits most = ~Bits{0};
  Bits n = 0;
  for (const char c : s) {
    const auto digit = alphabet.value(c);
    if (!digit || n > (most - *digit) / alphabet.size()) return std::nullopt;
    n = n * alphabet.size() + *digit;
  }
  return n;
}

/// The highest bits first: of the last digit only `of_last` count, the rest are zeros.
std::optional<Bits> bits_of(std::string_view s, const Alphabet& alphabet, unsigned width, unsigned of_last) {
  const auto head = number_of(s.substr(0, s.size() - 1), alphabet);
  const auto last = alphabet.value(s.back());
  const unsigned spare = width - of_last;
  if (!head || !last || *last % (1U << spare) != 0) return std::nullopt;
  return *head << of_last | *last >> spare;
}

bool spell_hex(std::optional<Bits> bits, std::string& plain) {
  if (!bits) return false;
  for (int shift = 124; shift >= 0; shift -= 4)
    plain += "0123456789abcdef"[static_cast<std::size_t>(*bits >> shift & 15)];
  return true;
}

std::optional<Bits> base64_bits(std::string_view text) {
  const Alphabet for_urls({capitals, smalls, decimals, "-_"});
  std::string_view s = stripped(text);
  if (s.size() == 24 && s.substr(22) == "==") s = s.substr(0, 22);
  if (s.size() != 22) return std::nullopt;
  std::string url(s);
  for (char& c : url) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return bits_of(url, for_urls, 6, 2);
}

std::string capital(std::string_view text) {
  std::string s(text);
  for (char& c : s)
    if (smalls.find(c) != std::string_view::npos) c = capitals[smalls.find(c)];
  return s;
}

}  // namespace

bool mean_base64(std::string_view text, std::string& plain) { return spell_hex(base64_bits(text), plain); }

/// The first eight octets in three groups, each from its end.
bool mean_base64_dotnet(std::string_view text, std::string& plain) {
  std::string in_order;
  if (!spell_hex(base64_bits(text), in_order)) return false;
  for (const std::size_t octet : {3, 2, 1, 0, 5, 4, 7, 6}) plain += in_order.substr(2 * octet, 2);
  plain += in_order.substr(16);
  return true;
}

bool mean_ulid(std::string_view text, std::string& plain) {
  const std::string s = capital(stripped(text));
  return s.size() == 26 && spell_hex(number_of(s, Alphabet({decimals, capitals}, "ILOU")), plain);
}

bool mean_base32(std::string_view text, std::string& plain) {
  std::string s = capital(stripped(text));
  if (s.size() == 32 && s.ends_with("======")) s.resize(26);
  return s.size() == 26 && spell_hex(bits_of(s, Alphabet({capitals, "234567"}), 5, 3), plain);
}

bool mean_shortuuid(std::string_view text, std::string& plain) {
  return spell_hex(number_of(stripped(text), Alphabet({"23456789", capitals, smalls}, "IOl")), plain);
}

bool mean_base58(std::string_view text, std::string& plain) {
  return spell_hex(number_of(stripped(text), Alphabet({"123456789", capitals, smalls}, "IOl")), plain);
}

bool mean_base62(std::string_view text, std::string& plain) {
  return spell_hex(number_of(stripped(text), Alphabet({decimals, capitals, smalls})), plain);
}

bool mean_decimal(std::string_view text, std::string& plain) {
  return spell_hex(number_of(stripped(text), Alphabet({decimals})), plain);
}

}  // namespace lite2pg
