#include "mapping/planning/remedy_lines.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "mapping/choice/temporal_numbers.h"
#include "mapping/choice/toml.h"
#include "mapping/choice/wording.h"
#include "mapping/codec/temporal_units.h"
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
  [[nodiscard]] bool is_text_array() const { return column.is_array && has_text(); }
  [[nodiscard]] bool is_document() const { return type.family == Family::json || type.family == Family::jsonb; }
  [[nodiscard]] bool is_time() const { return is_temporal(type) || type.family == Family::interval; }
  [[nodiscard]] bool is_moment() const {
    return type.family == Family::date || type.family == Family::timestamp || type.family == Family::timestamptz;
  }
  /// Whether its numbers, or texts of digits, may count from an epoch.
  [[nodiscard]] bool counts() const { return is_time() && (has_number() || has_text()) && !has_blob(); }
  /// The largest number, of texts that spell numbers too.
  [[nodiscard]] double largest() const {
    double most = has_integer() ? static_cast<double>(census.integer_max) : 0;
    if (has(StorageClass::real)) most = std::max(most, census.real_max);
    return census.text.temporal.any_number() ? std::max(most, census.text.temporal.number_max) : most;
  }
  [[nodiscard]] bool takes_numbers() const {
    return is_integer(type) || type.family == Family::numeric || type.family == Family::real ||
           type.family == Family::double_precision || column.base == "money";
  }
  [[nodiscard]] bool numbers_in_text() const { return takes_numbers() && !column.is_array && has_text(); }
  [[nodiscard]] bool rounds() const { return takes_numbers() || column.is_array; }
};

struct Line {
  const char* text;
  bool (*worth)(const Facts& f);
};

constexpr Line lossless_lines[] = {
    {"infinity = \"keep\"  # the text infinity and infinite numbers are those of the type",
     [](const Facts& f) {
       if (f.type.family == Family::numeric) return f.census.real_nonfinite.count > 0;
       return f.is_time() && (f.has_text() || f.has(StorageClass::real));
     }},
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
    {"labels = \"letters\"  # labels whose letters and digits are the same in any case are the same: InProgress is "
     "in_progress",
     [](const Facts& f) { return f.column.is_enum && f.has_text(); }},
    {"labels = \"index\"  # 0 is the first label, 1 the second",
     [](const Facts& f) { return f.column.is_enum && (f.has_integer() || f.has_text()); }},
    {"labels = \"number\"  # 1 is the first label, 2 the second",
     [](const Facts& f) { return f.column.is_enum && (f.has_integer() || f.has_text()); }},
    {"numbers = \"ipv4\"  # a number is an IPv4 address, its first byte the highest",
     [](const Facts& f) { return f.is("inet") && (f.has_integer() || f.has_text()); }},
    {"numbers = \"digits\"  # the digits of a number are the bits, without zeros before them",
     [](const Facts& f) { return f.is("bit") && f.has_integer(); }},
    {"numbers = \"bits\"  # a number is what the bits spell in binary",
     [](const Facts& f) { return f.is("bit") && f.has_integer(); }},
    {"date_order = \"dmy\"  # dates of numbers begin with the day",
     [](const Facts& f) { return f.is_moment() && f.has_text(); }},
    {"date_order = \"mdy\"  # dates of numbers begin with the month",
     [](const Facts& f) { return f.is_moment() && f.has_text(); }},
    {"date_order = \"ymd\"  # dates of numbers begin with the year",
     [](const Facts& f) { return f.is_moment() && f.has_text(); }},
    {"century = 1969  # two digits of a year mean 1969 to 2068; or the first of the hundred years that are meant",
     [](const Facts& f) { return f.is_moment() && f.has_text(); }},
};

/// Behind a loss that helps: they make 12505 of a 12.505 that has a digit too many.
constexpr Line other_readings[] = {
    {"decimal_mark = \"comma\"  # 1.234,56: a comma stands before the fraction",
     [](const Facts& f) { return f.numbers_in_text(); }},
    {"decimal_mark = \"point\"  # 1,234.56: a point stands before the fraction",
     [](const Facts& f) { return f.numbers_in_text(); }},
};

constexpr Line lossy_lines[] = {
    {"words = \"nonzero\"  # lossy: any number but 0 is true",
     [](const Facts& f) { return f.type.family == Family::boolean && f.has_number(); }},
    {"fraction = \"cut\"  # lossy: digits of a second that the type does not keep are cut off",
     [](const Facts& f) { return f.is_time() && (f.has_text() || f.has_number()); }},
    {"time_of_day = \"cut\"  # lossy: of a date its time of day is cut off",
     [](const Facts& f) { return f.type.family == Family::date; }},
    {"zero_date = \"null\"  # lossy: dates of zeros and NaN become NULL",
     [](const Facts& f) { return f.is_time() && f.has_text() && f.column.takes_null(); }},
    {"empty_as_null = true  # lossy: empty text becomes NULL",
     [](const Facts& f) {
       return f.census.text_empty.count > 0 && f.column.takes_null() && !f.rule.reading.empty_as_null;
     }},
    {"null_words = [\"null\", \"NULL\", \"None\", \"nil\", \"N/A\", \"n/a\", \"NA\", \"-\", \"\\\\N\"]  # lossy: these "
     "words become "
     "NULL",
     [](const Facts& f) { return f.has_text() && f.column.takes_null() && f.rule.wording.null_words.empty(); }},
    {"round = true  # lossy: digits that the type does not keep are rounded",
     [](const Facts& f) { return f.rounds() && (f.has_number() || f.has_text()); }},
    {"nonfinite = \"null\"  # lossy: NaN and Infinity in documents become null; or \"text\"",
     [](const Facts& f) { return f.is_document() && (f.has_text() || f.has_number() || f.has_blob()); }},
    {"nonfinite = \"text\"  # lossy: NaN and Infinity in documents become text",
     [](const Facts& f) { return f.is_document() && (f.has_text() || f.has_number() || f.has_blob()); }},
    {"not_json = \"string\"  # lossy: text that is no JSON becomes a JSON string",
     [](const Facts& f) { return f.is_document() && f.has_text(); }},
    {"repeated_keys = \"last\"  # lossy: of equal keys in an object the last one counts",
     [](const Facts& f) { return f.type.family == Family::jsonb; }},
    {"length = \"cut\"  # lossy: text is cut at the length of the type; blanks at the end of char(n) go",
     [](const Facts& f) { return (f.is("varchar") || f.is("bpchar")) && f.has_text(); }},
    {"bad_text = \"strip\"  # lossy: NUL, invalid bytes and halves of surrogate pairs are left out; or \"replace\"",
     [](const Facts& f) { return f.has_text() || f.has_blob(); }},
    {"encoding = \"windows1252\"  # lossy: bytes that are not UTF-8 are read as this; or \"latin1\"",
     [](const Facts& f) { return f.census.text_invalid_utf8.count > 0; }},
};

constexpr TemporalFormat::Unit usual_units[] = {TemporalFormat::Unit::seconds, TemporalFormat::Unit::millis,
                                                TemporalFormat::Unit::micros,  TemporalFormat::Unit::nanos,
                                                TemporalFormat::Unit::ticks,   TemporalFormat::Unit::digits};

bool is_usual(TemporalFormat::Unit unit) noexcept {
  return std::ranges::find(usual_units, unit) != std::end(usual_units);
}

/// Whether the largest number is a time that somebody would note: since 1971 in the usual coarse units, since 2002 in
/// the others, of which the small numbers say nothing, until 2050 in the unusual ones.
bool is_likely(const Facts& f, const TemporalUnit& unit) noexcept {
  constexpr double from_1971 = 31536000, from_2002 = 1009843200, until_2050 = 2524608000;
  if (unit.per_second == 0) return false;
  const bool coarse = is_usual(unit.unit) && unit.fraction_digits <= 6;
  const double seconds = unix_seconds(f.largest(), unit.unit);
  return seconds >= (coarse ? from_1971 : from_2002) && seconds < (is_usual(unit.unit) ? plausible_until : until_2050);
}

/// Whether the greatest number is a length that somebody would note: up to a hundred years.
bool is_likely_length(const Facts& f, const TemporalUnit& unit) noexcept {
  constexpr double hundred_years = 3155760000;
  return f.largest() / unit.per_second <= hundred_years;
}

/// What numbers may count as a length of time or as the part of a day.
std::vector<LineToTry> lengths_to_try(const Facts& f) {
  std::vector<LineToTry> likely, unlikely;
  for (const TemporalUnit& unit : temporal_units()) {
    if (unit.per_second == 0 || (!is_usual(unit.unit) && unit.unit != TemporalFormat::Unit::days)) continue;
    const std::string_view counted =
        unit.words.substr(0, unit.words.find(" since"));  // Of a length nothing is its zero.
    const bool doubtful = !is_likely_length(f, unit);
    (doubtful ? unlikely : likely)
        .push_back({"format = \"" + std::string(unit.name) + "\"  # " + std::string(counted), false, doubtful});
  }
  std::ranges::move(unlikely, std::back_inserter(likely));
  return likely;
}

/// What numbers may count, the likely first. Only the user can tell.
std::vector<LineToTry> units_to_try(const Facts& f) {
  std::vector<LineToTry> result;
  const auto offer = [&](const auto& chosen, bool unlikely = false) {
    for (const TemporalUnit& unit : temporal_units())
      if (!unit.words.empty() && chosen(unit))
        result.push_back(
            {"format = \"" + std::string(unit.name) + "\"  # " + std::string(unit.words), false, unlikely});
  };
  if (!f.counts()) return result;
  if (!f.is_moment()) return lengths_to_try(f);
  if (const auto only = possible_unit(f.census, f.type.family == Family::date)) {
    // What the numbers say by themselves is not to be read otherwise.
    offer([&](const TemporalUnit& unit) { return unit.unit == *only; });
    return result;
  }
  const auto likely = [&](const TemporalUnit& unit) { return is_likely(f, unit); };
  const auto usual = [](const TemporalUnit& unit) { return is_usual(unit.unit); };
  offer([&](const TemporalUnit& unit) { return usual(unit) && likely(unit); });
  const bool any_usual = !result.empty();
  if (!any_usual) offer([&](const TemporalUnit& unit) { return !usual(unit) && likely(unit); });
  offer([&](const TemporalUnit& unit) { return usual(unit) && !likely(unit); }, true);
  if (any_usual) offer([&](const TemporalUnit& unit) { return !usual(unit) && likely(unit); });
  return result;
}

/// One zone for each clock that many people live by: what is midnight on it is a date, though not midnight in UTC.
constexpr const char* clocks[] = {
    "Europe/Berlin",       "Europe/London",       "Europe/Helsinki",  "Europe/Moscow",       "America/New_York",
    "America/Chicago",     "America/Denver",      "America/Phoenix",  "America/Los_Angeles", "America/Halifax",
    "America/Sao_Paulo",   "America/Bogota",      "Asia/Kolkata",     "Asia/Shanghai",       "Asia/Tokyo",
    "Asia/Dubai",          "Asia/Karachi",        "Asia/Dhaka",       "Asia/Bangkok",        "Australia/Sydney",
    "Australia/Brisbane",  "Australia/Adelaide",  "Pacific/Auckland", "Pacific/Honolulu",    "America/Anchorage",
    "Africa/Johannesburg", "America/Mexico_City", "Asia/Jerusalem"};

std::vector<LineToTry> clocks_to_try(const Facts& f) {
  std::vector<LineToTry> result;
  const bool moments = f.type.family == Family::date && (f.has_number() || f.has_text());
  if (!moments || f.rule.reading.place != nullptr) return result;
  for (const char* zone : clocks)
    if (find_time_zone(zone) != nullptr)
      result.push_back({"time_zone = \"" + std::string(zone) + "\"  # all values are midnight there"});
  return result;
}

std::vector<LineToTry> arrays_to_try(const Facts& f) {
  std::vector<LineToTry> result;
  for (const ArrayFormTraits& form : array_forms)
    if (f.is_text_array() && !form.said.empty())
      result.push_back({"array = \"" + std::string(form.word) + "\"  # " + std::string(form.said)});
  return result;
}

/// Where the lines for spellings stand: clocks, days and identifiers first, because their digits count from some epoch
/// too; last what reads as a number what may be none (dead is 57005), or reads usual marks otherwise.
enum class Turn : std::uint8_t { first, among_lossless, lossy, last };

Turn turn_of(const SpellingTraits& s) noexcept {
  if (s.lossy) return Turn::lossy;
  if (s.kind != SpelledKind::number) return Turn::first;
  return s.form == WrittenForm::hex || s.form == WrittenForm::lakh ? Turn::last : Turn::among_lossless;
}

/// Hex numbers are mostly of one width, as words are not.
bool may_be_hex(const Facts& f) noexcept {
  const std::uint64_t texts = f.census.count(StorageClass::text), width = f.census.text_max_chars;
  return !f.has_blob() && width % 2 == 0 && f.census.total_bytes == texts * width;
}

std::vector<LineToTry> spellings_to_try(const Facts& f, Turn turn) {
  std::vector<LineToTry> result;
  const SpelledKind kind = spelled_kind(f.column);
  for (const SpellingTraits& s : spellings()) {
    const bool any = f.has_text() || (s.integer_digits > 0 && f.has_integer());
    if (s.kind == SpelledKind::none || s.kind != kind || turn_of(s) != turn || !any) continue;
    if (s.form == WrittenForm::hex && !may_be_hex(f)) continue;
    const std::string comment = "  # " + std::string(s.lossy ? "lossy: " : "") + std::string(s.said);
    result.push_back({"spelling = " + toml_string(s.word) + comment, s.lossy});
  }
  return result;
}

/// What all texts have beside their numbers.
std::vector<LineToTry> units_beside_numbers(const Facts& f) {
  const UnitEvidence& seen = f.census.text.unit;
  if (!f.numbers_in_text() || seen.unit.empty()) return {};
  return {{"unit = " + toml_string(seen.unit) + "  # each text ends or begins with it: the number is loaded"}};
}

/// Pairs of other languages than PostgreSQL's, as people fill them into forms.
constexpr const char* word_pairs[][2] = {
    {"\"ja\"", "\"nein\""},
    {"\"oui\"", "\"non\""},
    {"\"sim\"", "[\"não\", \"NÃO\", \"nao\"]"},
    {"[\"sí\", \"SÍ\", \"si\"]", "\"no\""},
    {"[\"sì\", \"SÌ\"]", "\"no\""},
    {"\"ja\"", "\"nej\""},
    {"\"ja\"", "\"nee\""},
    {"\"tak\"", "\"nie\""},
    {"\"ano\"", "\"ne\""},
    {"\"igen\"", "\"nem\""},
    {"[\"да\", \"Да\", \"ДА\"]", "[\"нет\", \"Нет\", \"НЕТ\"]"},
    {"\"evet\"", "[\"hayır\", \"HAYIR\"]"},
    {"[\"kyllä\", \"KYLLÄ\"]", "\"ei\""},
    {"\"是\"", "\"否\""},
    {"\"はい\"", "\"いいえ\""},
    {"\"j\"", "\"n\""},
    {"\"o\"", "\"n\""},
    {"\"s\"", "\"n\""},
    {"\"v\"", "\"f\""},
    {"\"enabled\"", "\"disabled\""},
    {"\"active\"", "\"inactive\""},
};

std::vector<LineToTry> words_to_try(const Facts& f) {
  std::vector<LineToTry> result;
  const bool truths = !f.column.is_array && (f.type.family == Family::boolean || is_integer(f.type));
  if (!truths || !f.has_text()) return result;
  for (const auto& [yes, no] : word_pairs)
    result.push_back({"true_words = " + std::string(yes) + "\nfalse_words = " + no + "  # in any letter case"});
  return result;
}

bool is_number(std::string_view s) {
  return !s.empty() && s.find_first_not_of("0123456789.-") == std::string_view::npos &&
         s.find_first_of("0123456789") != std::string_view::npos;
}

std::string_view key_of(std::string_view line) noexcept {
  const std::string_view key = line.substr(0, line.find(' '));
  if (key == "true_words") return "words";
  return key == "encoding" ? "bad_text" : key;  // They exclude each other.
}

}  // namespace

bool are_worth_both(const LineToTry& one, const LineToTry& other) noexcept {
  const std::string_view a = key_of(one.text), b = key_of(other.text);
  if (a == b || a == "time_zone" || b == "time_zone") return false;
  return !(one.unlikely && other.lossy) && !(other.unlikely && one.lossy);
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

std::vector<LineToTry> lines_to_try(const ColumnCensus& census, const TargetColumn& column, const TargetType& type,
                                    const ColumnRule& rule) {
  const Facts facts{census, column, type, rule};
  std::vector<LineToTry> result;
  const auto append = [&](std::vector<LineToTry> lines) { std::ranges::move(lines, std::back_inserter(result)); };
  append(spellings_to_try(facts, Turn::first));
  append(units_to_try(facts));
  append(clocks_to_try(facts));
  const auto offer = [&](std::span<const Line> lines, bool lossy) {
    for (const Line& line : lines)
      if (line.worth(facts)) result.push_back({line.text, lossy});
  };
  offer(lossless_lines, false);
  for (const auto lines : {arrays_to_try, units_beside_numbers, words_to_try}) append(lines(facts));
  append(spellings_to_try(facts, Turn::among_lossless));
  offer(lossy_lines, true);
  append(spellings_to_try(facts, Turn::lossy));
  offer(other_readings, false);
  append(spellings_to_try(facts, Turn::last));
  if (column.takes_null() || !facts.has(StorageClass::null) || !rule.null_as.empty()) return result;
  if (const std::string constant = constant_as_toml(column.default_sql); !constant.empty()) {
    result.insert(result.begin(), LineToTry{"null_as = " + constant + "  # NULL takes the column's default"});
  } else if (const std::string other = offered_constant(column); !other.empty()) {
    // now(), gen_random_uuid() and the like would be another value in each row.
    result.push_back({"null_as = " + other + "  # lossy: NULL becomes this constant", true});
  }
  return result;
}

}  // namespace lite2pg
