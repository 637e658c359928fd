#include "mapping/planning/remedy_lines.h"

#include <algorithm>

#include "mapping/choice/toml.h"
#include "mapping/planning/filled_columns.h"

namespace lite2pg {
namespace {

using Family = TargetType::Family;

/// What the conditions of the lines ask.
struct Facts {
  const ColumnCensus& census;
  const TargetColumn& column;
  const TargetType& type;
  const ColumnRule& rule;

  [[nodiscard]] bool has(StorageClass c) const { return census.count(c) > 0; }
  [[nodiscard]] bool has_text() const { return has(StorageClass::text); }
  [[nodiscard]] bool has_blob() const { return has(StorageClass::blob); }
  [[nodiscard]] bool has_integer() const { return has(StorageClass::integer); }
  [[nodiscard]] bool has_number() const { return has_integer() || has(StorageClass::real); }
  [[nodiscard]] bool is(std::string_view base) const { return column.base == base && !column.is_array; }
  [[nodiscard]] bool is_document() const { return type.family == Family::json || type.family == Family::jsonb; }
  [[nodiscard]] bool is_time() const { return is_temporal(type) || type.family == Family::interval; }
  /// Whether its numbers, or texts of digits, may count from an epoch.
  [[nodiscard]] bool counts() const { return is_time() && (has_number() || has_text()) && !has_blob(); }
  /// The largest number; of texts it is not known: 0.
  [[nodiscard]] double largest() const {
    const double integer = has_integer() ? static_cast<double>(census.integer_max) : 0;
    return has(StorageClass::real) ? std::max(integer, census.real_max) : integer;
  }
  [[nodiscard]] bool rounds() const {
    return type.family == Family::numeric || type.family == Family::real || type.family == Family::double_precision ||
           column.base == "money" || column.is_array;
  }
};

struct Line {
  const char* text;
  bool (*worth)(const Facts& f);
};

constexpr double nanos_of_our_time = 1e17, micros_of_our_time = 1e14, millis_of_our_time = 1e11;

constexpr Line lines[] = {
    // Lossless. Of numbers that count from an epoch the unit of our time comes first.
    {"format = \"epoch_ns\"  # nanoseconds",
     [](const Facts& f) { return f.counts() && f.largest() >= nanos_of_our_time; }},
    {"format = \"epoch_us\"  # microseconds",
     [](const Facts& f) { return f.counts() && f.largest() >= micros_of_our_time; }},
    {"format = \"epoch_ms\"  # milliseconds",
     [](const Facts& f) { return f.counts() && f.largest() >= millis_of_our_time; }},
    {"format = \"epoch_s\"  # seconds", [](const Facts& f) { return f.counts(); }},
    {"format = \"epoch_ms\"  # milliseconds",
     [](const Facts& f) { return f.counts() && f.largest() < millis_of_our_time; }},
    {"format = \"epoch_us\"  # microseconds",
     [](const Facts& f) { return f.counts() && f.largest() < micros_of_our_time; }},
    {"format = \"ticks\"  # .NET's 100 nanoseconds", [](const Facts& f) { return f.counts(); }},
    {"format = \"digits\"  # YYYYMMDDHHMMSS", [](const Facts& f) { return f.counts(); }},
    {"infinity = \"keep\"  # the text infinity and infinite numbers are those of the type",
     [](const Facts& f) { return f.is_time() && (f.has_text() || f.has(StorageClass::real)); }},
    {"bytes = \"big_endian\"  # 16 bytes in the order in which they are written",
     [](const Facts& f) { return f.is("uuid") && f.has_blob(); }},
    {"bytes = \"dotnet\"  # 16 bytes as .NET's Guid.ToByteArray writes them",
     [](const Facts& f) { return f.is("uuid") && f.has_blob(); }},
    {"bytes = \"hex\"  # text that spells bytes in hex",
     [](const Facts& f) { return f.column.base == "bytea" && f.has_text(); }},
    {"bytes = \"base64\"  # text that spells bytes in base64",
     [](const Facts& f) { return f.column.base == "bytea" && f.has_text(); }},
    {"bytes = \"text\"  # text as its own bytes",
     [](const Facts& f) { return f.column.base == "bytea" && f.has_text(); }},
    {"words = \"mixed\"  # words for true and false are 1 and 0",
     [](const Facts& f) { return is_integer(f.type) && f.has_text(); }},
    {"labels = \"any_case\"  # labels that differ in letter case alone are the same",
     [](const Facts& f) { return f.column.is_enum && f.has_text(); }},
    {"labels = \"index\"  # 0 is the first label, 1 the second",
     [](const Facts& f) { return f.column.is_enum && f.has_integer(); }},
    {"labels = \"number\"  # 1 is the first label, 2 the second",
     [](const Facts& f) { return f.column.is_enum && f.has_integer(); }},
    {"numbers = \"ipv4\"  # a number is an IPv4 address, its first byte the highest",
     [](const Facts& f) { return f.is("inet") && f.has_integer(); }},
    {"array = \"comma\"  # values between commas", [](const Facts& f) { return f.column.is_array && f.has_text(); }},
    // Lossy.
    {"fraction = \"cut\"  # lossy: digits of a second that the type does not keep are cut off",
     [](const Facts& f) { return f.is_time() && (f.has_text() || f.has_number()); }},
    {"time_of_day = \"cut\"  # lossy: of a date its time of day is cut off",
     [](const Facts& f) { return f.type.family == Family::date; }},
    {"zero_date = \"null\"  # lossy: dates of zeros and NaN become NULL",
     [](const Facts& f) { return f.is_time() && f.has_text() && !f.column.not_null; }},
    {"empty_as_null = true  # lossy: empty text becomes NULL",
     [](const Facts& f) {
       return f.census.text_empty.count > 0 && !f.column.not_null && !f.rule.reading.empty_as_null;
     }},
    {"round = true  # lossy: digits that the type does not keep are rounded",
     [](const Facts& f) { return f.rounds() && (f.has_number() || f.has_text()); }},
    {"nonfinite = \"null\"  # lossy: NaN and Infinity in documents become null; or \"text\"",
     [](const Facts& f) { return f.is_document() && (f.has_text() || f.has_number() || f.has_blob()); }},
    {"nonfinite = \"text\"  # lossy: NaN and Infinity in documents become text",
     [](const Facts& f) { return f.is_document() && (f.has_text() || f.has_number() || f.has_blob()); }},
    {"repeated_keys = \"last\"  # lossy: of equal keys in an object the last one counts",
     [](const Facts& f) { return f.type.family == Family::jsonb; }},
    {"bad_text = \"strip\"  # lossy: NUL, invalid bytes and halves of surrogate pairs are left out; or \"replace\"",
     [](const Facts& f) { return f.has_text() || f.has_blob(); }},
    {"encoding = \"windows1252\"  # lossy: bytes that are not UTF-8 are read as this; or \"latin1\"",
     [](const Facts& f) { return f.census.text_invalid_utf8.count > 0; }},
};

bool is_number(std::string_view s) {
  return !s.empty() && s.find_first_not_of("0123456789.-") == std::string_view::npos &&
         s.find_first_of("0123456789") != std::string_view::npos;
}

}  // namespace

std::string_view key_of(std::string_view line) noexcept {
  const std::string_view key = line.substr(0, line.find(' '));
  return key == "encoding" ? "bad_text" : key;  // They exclude each other.
}

std::string constant_as_toml(std::string_view sql) {
  while (sql.starts_with('(') && sql.ends_with(')')) sql = sql.substr(1, sql.size() - 2);
  if (sql == "true" || sql == "false") return sql == "true" ? "1" : "0";
  if (is_number(sql)) return std::string(sql);
  if (!sql.starts_with('\'')) return {};
  std::string text;
  std::size_t i = 1;
  for (; i < sql.size(); ++i) {
    if (sql[i] == '\'' && (i + 1 == sql.size() || sql[i + 1] != '\'')) break;
    if (sql[i] == '\'') ++i;
    text += sql[i];
  }
  // Only a type may follow: nextval('s'::regclass) does not begin with a quote.
  const std::string_view rest = sql.substr(std::min(i + 1, sql.size()));
  if (!rest.empty() && (!rest.starts_with("::") || rest.find_first_of("()'+*/|") != std::string_view::npos)) {
    const bool typmod = rest.starts_with("::") && rest.find_first_of("'+*/|") == std::string_view::npos;
    if (!typmod) return {};
  }
  return is_number(text) && rest.find("text") == std::string_view::npos && rest.find("char") == std::string_view::npos
             ? text
             : toml_string(text);
}

std::vector<std::string> lines_to_try(const ColumnCensus& census, const TargetColumn& column, const TargetType& type,
                                      const ColumnRule& rule) {
  const Facts facts{census, column, type, rule};
  std::vector<std::string> result;
  for (const Line& line : lines)
    if (line.worth(facts)) result.emplace_back(line.text);
  if (!column.not_null || !facts.has(StorageClass::null) || !rule.null_as.empty()) return result;
  if (const std::string constant = constant_as_toml(column.default_sql); !constant.empty()) {
    result.insert(result.begin(), "null_as = " + constant + "  # NULL takes the column's default");
  } else if (const std::string other = offered_constant(column); !other.empty()) {
    // now(), gen_random_uuid() and the like would be another value in each row.
    result.push_back("null_as = " + other + "  # lossy: NULL becomes this constant");
  }
  return result;
}

}  // namespace lite2pg
