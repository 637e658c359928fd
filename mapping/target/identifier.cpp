#include "mapping/target/identifier.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "common/text.h"
#include "common/utf8.h"

namespace lite2pg {
namespace {

constexpr std::array<std::string_view, 6> system_columns = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"};

bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
bool is_lower_or_digit(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_letter(char c) noexcept { return is_upper(c) || is_lower_or_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

/// "HTTPServer" breaks before "Server", "userName" before "Name".
bool begins_word(std::string_view name, std::size_t i) noexcept {
  if (i == 0 || !is_upper(name[i])) return false;
  const bool next_is_lower = i + 1 < name.size() && name[i + 1] >= 'a' && name[i + 1] <= 'z';
  return is_lower_or_digit(name[i - 1]) || (is_upper(name[i - 1]) && next_is_lower);
}

std::string snake(std::string_view name) {
  std::string result;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (begins_word(name, i) && !result.empty() && result.back() != '_') result += '_';
    result += is_letter(name[i]) ? name[i] : '_';
  }
  return ascii_lower(result);
}

/// At most `bytes` of `name`, not ending inside a character.
std::string_view cut(std::string_view name, std::size_t bytes) noexcept {
  if (name.size() <= bytes) return name;
  while (bytes > 0 && (static_cast<unsigned char>(name[bytes]) & 0xC0) == 0x80) --bytes;
  return name.substr(0, bytes);
}

}  // namespace

std::string styled(std::string_view name, IdentifierStyle style) {
  switch (style) {
    case IdentifierStyle::exact: return std::string(name);
    case IdentifierStyle::lower: return ascii_lower(name);
    case IdentifierStyle::snake: return snake(name);
  }
  return std::string(name);
}

std::string hashed_name(std::string_view name) {
  std::string readable(name);
  if (!is_valid_utf8(readable))
    std::ranges::replace_if(
        readable, [](char c) { return !is_letter(c) || static_cast<unsigned char>(c) >= 0x80; }, '_');
  std::erase(readable, '\0');
  if (readable.empty()) readable = "unnamed";
  std::array<char, 10> suffix{};
  const auto hash = static_cast<unsigned>(XXH3_64bits(name.data(), name.size()) >> 32);
  std::snprintf(suffix.data(), suffix.size(), "_%08x", hash);
  return std::string(cut(readable, longest_identifier - 9)) + suffix.data();
}

std::string NameRegistry::objection(std::string_view name) const {
  if (name.empty()) return "PostgreSQL has no empty names";
  if (name.size() > longest_identifier) return "longer than 63 bytes";
  if (!is_valid_utf8(name) || name.find('\0') != std::string_view::npos) return "not valid UTF-8";
  if (kind_ == Kind::column && std::ranges::count(system_columns, name) > 0) return "a system column of PostgreSQL";
  if (kind_ == Kind::relation && name.starts_with("pg_")) return "PostgreSQL looks among its own pg_ names first";
  if (is_taken(name)) return "the name is taken by another object";
  return {};
}

GivenName NameRegistry::claim(std::string_view wished) {
  GivenName given{std::string(wished), objection(wished)};
  // A hashed name is free unless somebody chose it on purpose; hashing on finds a free one all the same.
  const std::string first =
      given.changed() && wished.starts_with("pg_") ? "_" + std::string(wished) : std::string(wished);
  for (std::string basis = first; !objection(given.name).empty(); basis += '\x1f') given.name = hashed_name(basis);
  taken_.insert(given.name);
  return given;
}

}  // namespace lite2pg
