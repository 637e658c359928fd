#include "import/live/ordered_key.h"

#include <array>
#include <cstdint>
#include <stdexcept>

#include "common/bytes.h"

namespace lite2pg {
namespace {

constexpr char integer_tag = 1, text_tag = 3;
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

void append_integer(std::string& to, std::int64_t v) {
  std::array<char, 8> bytes{};
  store_be(bytes.data(), static_cast<std::uint64_t>(v) ^ sign_bit);
  to += integer_tag;
  to.append(bytes.data(), bytes.size());
}

void append_text(std::string& to, std::string_view text) {
  to += text_tag;
  for (const char c : text) {
    to += c;
    if (c == '\0') to += '\xff';
  }
  to.append(2, '\0');
}

[[noreturn]] void fail() { throw std::invalid_argument("not a key as the ledger keeps them"); }

std::string take_text(std::string_view& rest) {
  std::string text;
  for (;;) {
    if (rest.empty()) fail();
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c != '\0') {
      text += c;
      continue;
    }
    if (rest.empty()) fail();
    const bool ends = rest.front() == '\0';
    if (!ends && rest.front() != '\xff') fail();
    rest.remove_prefix(1);
    if (ends) return text;
    text += '\0';
  }
}

std::int64_t take_integer(std::string_view& rest) {
  if (rest.size() < 8) fail();
  const auto bits = load_be<std::uint64_t>(rest.data());
  rest.remove_prefix(8);
  return static_cast<std::int64_t>(bits ^ sign_bit);
}

}  // namespace

std::optional<std::string> ordered_key(std::span<const OwnedValue> key) {
  std::string bytes;
  for (const OwnedValue& owned : key) {
    const Value v = owned.view();
    if (v.storage() == StorageClass::integer) {
      append_integer(bytes, v.integer());
    } else if (v.storage() == StorageClass::text) {
      append_text(bytes, v.bytes());
    } else {
      return std::nullopt;
    }
  }
  return bytes;
}

std::vector<OwnedValue> values_of_key(std::string_view bytes) {
  std::string_view rest = bytes;
  std::vector<OwnedValue> values;
  while (!rest.empty()) {
    const char tag = rest.front();
    rest.remove_prefix(1);
    if (tag == integer_tag) {
      values.emplace_back(Value::of(take_integer(rest)));
    } else if (tag == text_tag) {
      values.emplace_back(Value::text(take_text(rest)));
    } else {
      fail();
    }
  }
  return values;
}

}  // namespace lite2pg
