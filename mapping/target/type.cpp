#include "mapping/target/type.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "common/text.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;

struct Name {
  std::string_view words;
  Family family;
};

// The first name of a family is the one that DDL writes.
// https://www.postgresql.org/docs/15/datatype.html table 8.1 has the aliases.
constexpr std::array names = {
    Name{"smallint", Family::smallint},
    Name{"int2", Family::smallint},
    Name{"integer", Family::integer},
    Name{"int", Family::integer},
    Name{"int4", Family::integer},
    Name{"bigint", Family::bigint},
    Name{"int8", Family::bigint},
    Name{"numeric", Family::numeric},
    Name{"decimal", Family::numeric},
    Name{"real", Family::real},
    Name{"float4", Family::real},
    Name{"double precision", Family::double_precision},
    Name{"float8", Family::double_precision},
    Name{"float", Family::double_precision},
    Name{"boolean", Family::boolean},
    Name{"bool", Family::boolean},
    Name{"text", Family::text},
    Name{"varchar", Family::varchar},
    Name{"character varying", Family::varchar},
    Name{"char", Family::character},
    Name{"character", Family::character},
    Name{"bpchar", Family::character},
    Name{"bytea", Family::bytea},
    Name{"date", Family::date},
    Name{"time", Family::time},
    Name{"time without time zone", Family::time},
    Name{"timestamp", Family::timestamp},
    Name{"timestamp without time zone", Family::timestamp},
    Name{"timestamptz", Family::timestamptz},
    Name{"timestamp with time zone", Family::timestamptz},
    Name{"timetz", Family::timetz},
    Name{"time with time zone", Family::timetz},
    Name{"interval", Family::interval},
    Name{"uuid", Family::uuid},
    Name{"json", Family::json},
    Name{"jsonb", Family::jsonb},
};

constexpr std::array<std::string_view, 12> types_by_text = {
    "citext", "inet", "cidr", "macaddr", "macaddr8", "xml", "bit", "varbit", "point", "money", "hstore", "ltree"};

struct TypeWords {
  std::string words;
  std::vector<int> numbers;
};

/// "Timestamp(3) with time zone" -> "timestamp with time zone", {3}; nullopt when the parentheses are malformed.
std::optional<TypeWords> spell(std::string_view text) {
  TypeWords result;
  const std::string folded = ascii_lower(text);
  const std::size_t open = folded.find('(');
  const std::size_t close = folded.find(')');
  if ((open == std::string::npos) != (close == std::string::npos)) return std::nullopt;
  std::string words = folded;
  if (open != std::string::npos) {
    if (close < open) return std::nullopt;
    words = folded.substr(0, open) + " " + folded.substr(close + 1);
    for (const char* p = &folded[open + 1];;) {
      int number = 0;
      while (*p == ' ') ++p;
      const auto [end, error] = std::from_chars(p, &folded[close], number);
      if (error != std::errc()) return std::nullopt;
      result.numbers.push_back(number);
      p = end;
      while (*p == ' ') ++p;
      if (*p == ')') break;
      if (*p++ != ',') return std::nullopt;
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool blank = words[i] == ' ' || words[i] == '\t';
    if (!blank) result.words += words[i];
    if (blank && !result.words.empty() && result.words.back() != ' ') result.words += ' ';
  }
  while (result.words.ends_with(' ')) result.words.pop_back();
  return result;
}

bool set_numeric(TargetType& type, const std::vector<int>& n) {
  const int scale = n.size() > 1 ? n[1] : 0;
  if (n.size() > 2 || n[0] < 1 || n[0] > 1000 || scale < 0 || scale > n[0]) return false;
  type.precision = static_cast<std::uint16_t>(n[0]);
  type.scale = static_cast<std::int16_t>(scale);
  return true;
}

/// What stands in parentheses; false when the type takes no such numbers.
bool set_numbers(TargetType& type, const std::vector<int>& n) {
  constexpr int longest_varchar = 10'485'760;
  if (type.family == Family::character && n.empty()) type.length = 1;
  if (n.empty()) return true;
  if (type.family == Family::numeric) return set_numeric(type, n);
  if (n.size() != 1) return false;
  switch (type.family) {
    case Family::varchar:
    case Family::character: type.length = static_cast<std::uint32_t>(n[0]); return n[0] >= 1 && n[0] <= longest_varchar;
    case Family::time:
    case Family::timestamp:
    case Family::timestamptz:
    case Family::timetz:
    case Family::interval: type.fraction_digits = static_cast<std::uint8_t>(n[0]); return n[0] >= 0 && n[0] <= 6;
    case Family::by_text:
      type.name += "(" + std::to_string(n[0]) + ")";
      return (type.name.starts_with("bit") || type.name.starts_with("varbit")) && n[0] >= 1;
    default: return false;
  }
}

}  // namespace

std::optional<TargetType> parse_target_type(std::string_view text) {
  const std::optional<TypeWords> spelling = spell(text);
  if (!spelling) return std::nullopt;
  TargetType type;
  if (const auto found = std::ranges::find(names, spelling->words, &Name::words); found != names.end()) {
    type.family = found->family;
  } else if (std::ranges::count(types_by_text, spelling->words) > 0) {
    type.family = Family::by_text;
    type.name = spelling->words;
  } else {
    return std::nullopt;
  }
  if (!set_numbers(type, spelling->numbers)) return std::nullopt;
  return type;
}

std::string to_sql(const TargetType& type) {
  if (type.family == Family::by_text) return type.name;
  std::string sql(std::ranges::find(names, type.family, &Name::family)->words);
  if (type.precision > 0) sql += "(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
  if (type.length > 0) sql += "(" + std::to_string(type.length) + ")";
  if (type.fraction_digits != 6) sql += "(" + std::to_string(type.fraction_digits) + ")";
  return sql;
}

bool is_integer(const TargetType& type) noexcept {
  return type.family == Family::smallint || type.family == Family::integer || type.family == Family::bigint;
}

bool is_temporal(const TargetType& type) noexcept {
  return type.family == Family::date || type.family == Family::time || type.family == Family::timestamp ||
         type.family == Family::timestamptz || type.family == Family::timetz;
}

}  // namespace lite2pg
