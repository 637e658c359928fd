// The one table of codecs: their names, what they write, which parameters they have; and codecs as text.
#include <array>
#include <charconv>
#include <cstdlib>
#include <span>
#include <vector>

#include "mapping/codec/codec.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;
using Fraction = TemporalFormat::Fraction;
using Zone = TemporalFormat::Zone;

/// Which members of Codec mean something to a codec, as bits.
enum Parameter : unsigned { number = 1, words = 2, uuid = 4, temporal = 8, decimal = 16, chars = 32, bad_text = 64 };

struct Entry {
  CodecId id;
  std::string_view name;
  std::string_view wire;
  unsigned parameters;
};

constexpr Entry table[] = {
    {CodecId::int2, "int2", "smallint", number},
    {CodecId::int4, "int4", "integer", number},
    {CodecId::int8, "int8", "bigint", number},
    {CodecId::boolean_number, "boolean_number", "boolean", 0},
    {CodecId::boolean_word, "boolean_word", "boolean", words},
    {CodecId::float8, "float8", "double precision", number},
    {CodecId::float4, "float4", "real", number},
    {CodecId::numeric, "numeric", "numeric", decimal | number},
    {CodecId::numeric_text, "numeric_text", "numeric", decimal},
    {CodecId::text, "text", "text", chars | bad_text},
    {CodecId::text_number, "text_number", "text", chars | number},
    {CodecId::text_bytes, "text_bytes", "bytea", 0},
    {CodecId::bytea, "bytea", "bytea", 0},
    {CodecId::bytea_or_text, "bytea_or_text", "bytea", 0},
    {CodecId::date, "date", "date", temporal},
    {CodecId::time, "time", "time without time zone", temporal},
    {CodecId::timestamp, "timestamp", "timestamp without time zone", temporal},
    {CodecId::timestamptz, "timestamptz", "timestamp with time zone", temporal},
    {CodecId::uuid_text, "uuid_text", "uuid", uuid},
    {CodecId::uuid_blob, "uuid_blob", "uuid", 0},
    {CodecId::json, "json", "json", bad_text},
    {CodecId::jsonb, "jsonb", "jsonb", 0},
};

const Entry& entry_of(const Codec& codec) noexcept { return table[static_cast<std::size_t>(codec.id)]; }

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(table); ++i)
    if (static_cast<std::size_t>(table[i].id) != i) return false;
  return true;
}
static_assert(in_order(), "entry_of() indexes the table by CodecId");

using Names = std::span<const std::string_view>;
constexpr std::string_view number_names[] = {"integer", "real", "mixed", "either"};
constexpr std::string_view word_names[] = {"t_f",    "T_F",    "true_false", "True_False", "TRUE_FALSE",
                                           "y_n",    "Y_N",    "yes_no",     "Yes_No",     "YES_NO",
                                           "on_off", "On_Off", "ON_OFF",     "zero_one",   "mixed"};
constexpr std::string_view uuid_names[] = {"hyphens", "HYPHENS", "hex32", "HEX32", "braces", "BRACES", "mixed"};
constexpr std::string_view bad_text_names[] = {"refuse", "strip", "replace", "latin1", "windows1252"};
constexpr std::string_view unit_names[] = {"iso",    "epoch_s", "epoch_ms", "epoch_us",
                                           "julian", "cocoa",   "webkit",   "any"};
constexpr std::string_view fraction_names[] = {"none", "fixed", "zero_left", "trimmed"};
constexpr std::string_view empty_as_null = "empty_as_null";
constexpr std::string_view places = "places";

template <typename E>
std::string_view name_in(Names names, E value) {
  return names[static_cast<std::size_t>(value)];
}

/// Sets `value` when `text` is one of its names.
template <typename E>
bool read_name(Names names, std::string_view text, E& value) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] != text) continue;
    value = static_cast<E>(i);
    return true;
  }
  return false;
}

template <typename T>
bool read_number(std::string_view text, T& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

/// Builds "name(a,b,c)".
class Spelling {
 public:
  explicit Spelling(std::string_view name) : text_(name) {}
  void add(std::string_view argument) {
    text_ += text_.find('(') == std::string::npos ? '(' : ',';
    text_ += argument;
  }
  void add(std::string_view prefix, int n) { add(std::string(prefix) + std::to_string(n)); }
  std::string finish() && {
    if (text_.find('(') != std::string::npos) text_ += ')';
    return std::move(text_);
  }

 private:
  std::string text_;
};

std::string two_digits(int n) { return {static_cast<char>('0' + n / 10 % 10), static_cast<char>('0' + n % 10)}; }

/// The offset as its zone form writes it: the name is an example.
std::string zone_name(const TemporalFormat& f) {
  const int minutes = std::abs(f.offset_minutes);
  const std::string hours = (f.offset_minutes < 0 ? "-" : "+") + two_digits(minutes / 60);
  switch (f.zone) {
    case Zone::none:
      return f.offset_minutes == 0 ? "" : "at" + hours + ":" + two_digits(minutes % 60);
    case Zone::z:
      return "z";
    case Zone::colon:
      return hours + ":" + two_digits(minutes % 60);
    case Zone::compact:
      return hours + two_digits(minutes % 60);
    case Zone::hours:
      return hours;
  }
  return {};
}

bool read_offset(std::string_view hours, std::string_view minutes, bool negative, TemporalFormat& f) {
  int h = 0, m = 0;
  if (hours.size() != 2 || !read_number(hours, h)) return false;
  if (!minutes.empty() && (minutes.size() != 2 || !read_number(minutes, m))) return false;
  f.offset_minutes = static_cast<std::int16_t>(negative ? -(h * 60 + m) : h * 60 + m);
  return true;
}

bool read_zone(std::string_view text, TemporalFormat& f) {
  f.zone = Zone::none;
  if (text == "z") {
    f.zone = Zone::z;
    return true;
  }
  const bool assumed = text.starts_with("at");
  if (assumed) text.remove_prefix(2);
  if (text.size() < 3 || (text[0] != '+' && text[0] != '-')) return false;
  const std::string_view rest = text.substr(3);
  const bool colon = rest.starts_with(':');
  if (!assumed) f.zone = rest.empty() ? Zone::hours : colon ? Zone::colon : Zone::compact;
  return read_offset(text.substr(1, 2), rest.substr(colon ? 1 : 0), text[0] == '-', f);
}

void add_iso(const Codec& codec, Spelling& s) {
  const TemporalFormat& f = codec.temporal;
  if (f.midnight) {
    s.add("midnight");
  } else if (codec.id != CodecId::date) {
    if (codec.id != CodecId::time) s.add(f.separator == ' ' ? "space" : "T");
    s.add(f.seconds ? "seconds" : "minutes");
    if (f.fraction != Fraction::none) s.add(name_in(fraction_names, f.fraction), f.digits);
  }
}

void add_temporal(const Codec& codec, Spelling& s) {
  const TemporalFormat& f = codec.temporal;
  if (f.unit == Unit::iso) {
    add_iso(codec, s);
  } else {
    s.add(name_in(unit_names, f.unit));
    if (f.number != NumberForm::integer) s.add(name_in(number_names, f.number));
  }
  if (const std::string zone = zone_name(f); !zone.empty()) s.add(zone);
  if (f.places != 6) s.add(places, f.places);
  if (f.cut) s.add("cut");
}

bool read_fraction(std::string_view text, TemporalFormat& f) {
  return text.size() > 1 && read_name(fraction_names, text.substr(0, text.size() - 1), f.fraction) &&
         read_number(text.substr(text.size() - 1), f.digits);
}

bool read_flag(std::string_view text, TemporalFormat& f) {
  if (text == "cut") {
    f.cut = true;
  } else if (text == "T") {
    f.separator = 'T';
  } else if (text == "minutes") {
    f.seconds = false;
  } else if (text == "midnight") {
    f.midnight = true;
  } else {
    return text == "space" || text == "seconds";
  }
  return true;
}

bool read_temporal(std::string_view text, TemporalFormat& f) {
  if (text.starts_with(places)) return read_number(text.substr(places.size()), f.places);
  return read_flag(text, f) || read_name(unit_names, text, f.unit) || read_name(number_names, text, f.number) ||
         read_fraction(text, f) || read_zone(text, f);
}

bool read_decimal(std::string_view text, Codec& c) {
  return c.precision == 0 ? read_number(text, c.precision) : read_number(text, c.scale);
}

/// One argument; which one it is follows from its form.
bool read_argument(unsigned parameters, std::string_view text, Codec& c) {
  if (text == empty_as_null) return c.empty_as_null = true;
  return ((parameters & decimal) != 0 && read_decimal(text, c)) ||
         ((parameters & chars) != 0 && read_number(text, c.max_chars)) ||
         ((parameters & number) != 0 && read_name(number_names, text, c.number)) ||
         ((parameters & words) != 0 && read_name(word_names, text, c.words)) ||
         ((parameters & uuid) != 0 && read_name(uuid_names, text, c.uuid)) ||
         ((parameters & temporal) != 0 && read_temporal(text, c.temporal)) ||
         ((parameters & bad_text) != 0 && read_name(bad_text_names, text, c.bad_text));
}

std::optional<Codec> read_arguments(unsigned parameters, Codec codec, std::string_view arguments) {
  while (!arguments.empty()) {
    const std::size_t comma = std::min(arguments.find(','), arguments.size());
    if (!read_argument(parameters, arguments.substr(0, comma), codec)) return std::nullopt;
    arguments.remove_prefix(std::min(comma + 1, arguments.size()));
  }
  return codec;
}

}  // namespace

std::string to_string(const Codec& codec) {
  const Entry& entry = entry_of(codec);
  const unsigned p = entry.parameters;
  Spelling s(entry.name);
  if ((p & decimal) != 0 && codec.precision > 0) {
    s.add({}, codec.precision);
    s.add({}, codec.scale);
  }
  if ((p & chars) != 0 && codec.max_chars > 0) s.add(std::to_string(codec.max_chars));
  if ((p & number) != 0 && codec.number != NumberForm::integer) s.add(name_in(number_names, codec.number));
  if ((p & words) != 0) s.add(name_in(word_names, codec.words));
  if ((p & uuid) != 0) s.add(name_in(uuid_names, codec.uuid));
  if ((p & temporal) != 0) add_temporal(codec, s);
  if ((p & bad_text) != 0 && codec.bad_text != BadText::refuse) s.add(name_in(bad_text_names, codec.bad_text));
  if (codec.empty_as_null) s.add(empty_as_null);
  return std::move(s).finish();
}

std::optional<Codec> parse_codec(std::string_view text) {
  const std::size_t open = std::min(text.find('('), text.size());
  std::string_view arguments = text.substr(open);
  if (!arguments.empty()) {
    if (!arguments.ends_with(')')) return std::nullopt;
    arguments = arguments.substr(1, arguments.size() - 2);
  }
  for (const Entry& entry : table) {
    if (entry.name != text.substr(0, open)) continue;
    const std::optional<Codec> codec = read_arguments(entry.parameters, Codec{.id = entry.id}, arguments);
    // Only the one spelling counts: plans are compared as text.
    return codec && to_string(*codec) == text ? codec : std::nullopt;
  }
  return std::nullopt;
}

std::string_view wire_type(const Codec& codec) noexcept { return entry_of(codec).wire; }

std::string_view describe(Misfit m) noexcept {
  switch (m) {
    case Misfit::none:
      return "fits";
    case Misfit::wrong_class:
      return "a storage class that the type has no place for";
    case Misfit::out_of_range:
      return "beyond the type's range";
    case Misfit::not_exact:
      return "the type would round it or spell it differently";
    case Misfit::too_long:
      return "more characters than the type allows";
    case Misfit::nul_byte:
      return "text with a NUL byte, which PostgreSQL text cannot hold";
    case Misfit::invalid_utf8:
      return "text that is not valid UTF-8";
    case Misfit::bad_syntax:
      return "text that does not parse as the type";
    case Misfit::not_null:
      return "NULL in a column that must not have it";
    case Misfit::invented:
      return "the target needs a value that the source does not have";
  }
  return {};
}

}  // namespace lite2pg
