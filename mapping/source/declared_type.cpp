#include "mapping/source/declared_type.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "common/text.h"

namespace lite2pg {
namespace {

// Later words beat none: a declared type is matched by its longest known run of leading words, with its numbers first
// ("tinyint(1)"), so that "int(5) unsigned", "text nocase" and "timestamp(6) with time zone" are all understood.
constexpr DeclaredWord words[] = {
    {"integer", Intent::integer},
    {"int", Intent::integer},
    {"bigint", Intent::integer},
    {"big int", Intent::integer},
    {"int8", Intent::integer},
    {"int64", Intent::integer},
    {"uint", Intent::integer},
    {"uint32", Intent::integer},
    {"uint64", Intent::integer},
    {"long", Intent::integer},
    {"longint", Intent::integer},
    {"long integer", Intent::integer},
    {"ulong", Intent::integer},
    {"serial", Intent::integer},
    {"bigserial", Intent::integer},
    {"counter", Intent::integer},
    {"year", Intent::integer},
    {"smallint", Intent::small_integer},
    {"small int", Intent::small_integer},
    {"int2", Intent::small_integer},
    {"int16", Intent::small_integer},
    {"short", Intent::small_integer},
    {"short integer", Intent::small_integer},
    {"shortint", Intent::small_integer},
    {"smallserial", Intent::small_integer},
    {"tinyint", Intent::small_integer},
    {"tiny int", Intent::small_integer},
    {"byte", Intent::small_integer},
    {"mediumint", Intent::medium_integer},
    {"medium int", Intent::medium_integer},
    {"int4", Intent::medium_integer},
    {"int32", Intent::medium_integer},
    {"boolean", Intent::boolean},
    {"bool", Intent::boolean},
    {"bit", Intent::boolean},
    {"tinyint(1)", Intent::boolean},
    {"logical", Intent::boolean},
    {"yesno", Intent::boolean},
    {"real", Intent::real},
    {"float", Intent::real},
    {"float4", Intent::real},
    {"float8", Intent::real},
    {"float32", Intent::real},
    {"float64", Intent::real},
    {"double", Intent::real},
    {"double precision", Intent::real},
    {"single", Intent::real},
    {"decimal", Intent::decimal},
    {"dec", Intent::decimal},
    {"numeric", Intent::decimal},
    {"num", Intent::decimal},
    {"number", Intent::decimal},
    {"fixed", Intent::decimal},
    {"money", Intent::decimal},
    {"smallmoney", Intent::decimal},
    {"currency", Intent::decimal},
    {"varchar", Intent::varchar},
    {"varchar2", Intent::varchar},
    {"nvarchar", Intent::varchar},
    {"nvarchar2", Intent::varchar},
    {"char", Intent::varchar},
    {"nchar", Intent::varchar},
    {"bpchar", Intent::varchar},
    {"character", Intent::varchar},
    {"character varying", Intent::varchar},
    {"char varying", Intent::varchar},
    {"varying character", Intent::varchar},
    {"native character", Intent::varchar},
    {"national character", Intent::varchar},
    {"national character varying", Intent::varchar},
    {"national varchar", Intent::varchar},
    {"national char", Intent::varchar},
    {"text", Intent::text},
    {"clob", Intent::text},
    {"nclob", Intent::text},
    {"string", Intent::text},
    {"tinytext", Intent::text},
    {"mediumtext", Intent::text},
    {"longtext", Intent::text},
    {"ntext", Intent::text},
    {"longvarchar", Intent::text},
    {"long varchar", Intent::text},
    {"longnvarchar", Intent::text},
    {"memo", Intent::text},
    {"citext", Intent::text},
    {"enum", Intent::text},
    {"xml", Intent::text},
    {"blob sub_type text", Intent::text},
    {"blob sub_type 1", Intent::text},
    {"blob", Intent::blob},
    {"bytea", Intent::blob},
    {"binary", Intent::blob},
    {"binary varying", Intent::blob},
    {"varbinary", Intent::blob},
    {"longvarbinary", Intent::blob},
    {"tinyblob", Intent::blob},
    {"mediumblob", Intent::blob},
    {"longblob", Intent::blob},
    {"byte[]", Intent::blob},
    {"bytes", Intent::blob},
    {"image", Intent::blob},
    {"raw", Intent::blob},
    {"long raw", Intent::blob},
    {"date", Intent::date},
    {"time", Intent::time},
    {"time without time zone", Intent::time},
    {"datetime", Intent::timestamp},
    {"datetime2", Intent::timestamp},
    {"smalldatetime", Intent::timestamp},
    {"timestamp", Intent::timestamp},
    {"timestamp without time zone", Intent::timestamp},
    {"timestamptz", Intent::timestamptz},
    {"timestamp with time zone", Intent::timestamptz},
    {"datetimeoffset", Intent::timestamptz},
    {"uuid", Intent::uuid},
    {"guid", Intent::uuid},
    {"uniqueidentifier", Intent::uuid},
    {"json", Intent::json},
    {"jsonb", Intent::json},
    {"any", Intent::none},
};

// Words before the type proper that say nothing about it.
constexpr std::array<std::string_view, 2> prefixes = {"unsigned", "signed"};

constexpr std::uint32_t longest_varchar = 10'485'760;  // https://www.postgresql.org/docs/15/datatype-character.html
constexpr long largest_precision = 1000;               // https://www.postgresql.org/docs/15/datatype-numeric.html

struct Spelling {
  std::vector<std::string> words;
  std::vector<long> numbers;  ///< Of the first parentheses, at most two.
};

/// Letters, digits and "[]" (arrays); a lone bracket is SQL Server's quoting and counts for nothing.
bool is_word_char(std::string_view text, std::size_t i) noexcept {
  const auto c = static_cast<unsigned char>(text[i]);
  if (c == '[') return text.substr(i, 2) == "[]";
  if (c == ']') return i > 0 && text[i - 1] == '[';
  return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

std::vector<long> read_numbers(std::string_view text) {
  std::vector<long> numbers;
  for (std::size_t i = 0; i < text.size() && numbers.size() < 2;) {
    long number = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), number);
    if (error != std::errc::invalid_argument) numbers.push_back(error == std::errc() ? number : -1);
    i = error == std::errc::invalid_argument ? i + 1 : static_cast<std::size_t>(end - text.data());
  }
  return numbers;
}

Spelling spell(std::string_view declared_type) {
  const std::string text = ascii_lower(declared_type);
  Spelling result;
  bool numbers_read = false;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '(') {
      const std::size_t end = std::min(text.find(')', i), text.size());
      if (!numbers_read) result.numbers = read_numbers(std::string_view(text).substr(i, end - i));
      numbers_read = true;
      i = end;
    } else if (is_word_char(text, i)) {
      const std::size_t start = i;
      while (i < text.size() && is_word_char(text, i)) ++i;
      result.words.push_back(text.substr(start, i - start));
    } else {
      ++i;
    }
  }
  return result;
}

const DeclaredWord* find_words(std::string_view key) {
  const auto found = std::ranges::find(words, key, &DeclaredWord::words);
  return found == std::end(words) ? nullptr : found;
}

/// The intent of the longest known run of words from `first` on.
const DeclaredWord* find_longest(const Spelling& s, std::size_t first) {
  constexpr std::size_t longest_run = 4;
  const DeclaredWord* best = nullptr;
  std::string run;
  for (std::size_t i = first; i < std::min(s.words.size(), first + longest_run); ++i) {
    run += (run.empty() ? "" : " ") + s.words[i];
    if (const DeclaredWord* found = find_words(run)) best = found;
    if (s.numbers.empty()) continue;
    if (const DeclaredWord* found = find_words(run + "(" + std::to_string(s.numbers[0]) + ")")) best = found;
  }
  return best;
}

Intent find_intent(const Spelling& s) {
  std::size_t first = 0;
  while (first < s.words.size() && std::ranges::count(prefixes, s.words[first]) > 0) ++first;
  if (first > 0 && first == s.words.size()) return Intent::integer;  // "UNSIGNED" alone, as MySQL reads it
  const DeclaredWord* found = find_longest(s, first);
  return found == nullptr ? Intent::none : found->intent;
}

void read_length(const Spelling& s, DeclaredType& type) {
  if (s.numbers.empty() || s.numbers[0] < 1 || s.numbers[0] > static_cast<long>(longest_varchar)) return;
  type.length = static_cast<std::uint32_t>(s.numbers[0]);
}

/// Precision and scale within what every supported PostgreSQL takes; anything else is no limit.
void read_precision(const Spelling& s, DeclaredType& type) {
  if (s.numbers.empty()) return;
  const long precision = s.numbers[0];
  const long scale = s.numbers.size() > 1 ? s.numbers[1] : 0;
  if (precision < 1 || precision > largest_precision || scale < 0 || scale > precision) return;
  type.precision = static_cast<std::uint16_t>(precision);
  type.scale = static_cast<std::int16_t>(scale);
}

}  // namespace

std::span<const DeclaredWord> declared_words() noexcept { return words; }

std::string_view name_of(Intent intent) noexcept {
  constexpr std::string_view names[] = {
      "integer", "small integer", "medium integer", "boolean",   "real",        "decimal", "varchar", "text",
      "blob",    "date",          "time",           "timestamp", "timestamptz", "uuid",    "json",    "none"};
  return names[static_cast<std::size_t>(intent)];
}

DeclaredType read_declared_type(std::string_view declared_type) {
  const Spelling spelling = spell(declared_type);
  DeclaredType type;
  type.intent = find_intent(spelling);
  type.affinity = affinity_of(declared_type);
  if (type.intent == Intent::varchar) read_length(spelling, type);
  if (type.intent == Intent::decimal) read_precision(spelling, type);
  const bool several_bits = !spelling.numbers.empty() && spelling.numbers[0] != 1;
  if (type.intent == Intent::boolean && several_bits) type.intent = Intent::none;
  return type;
}

DeclaredType declared_type_of(const Table& table, std::size_t column) {
  const std::string& declared = table.columns[column].declared_type;
  DeclaredType type = read_declared_type(declared);
  // https://sqlite.org/stricttables.html section 3.
  if (table.strict && equals_ignoring_case(declared, "ANY")) type.affinity = Affinity::blob;
  return type;
}

}  // namespace lite2pg
