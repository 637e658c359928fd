// Codecs as text: "timestamp(T,seconds,zero_left6,z)" and back.
#include <date/tz.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <vector>

#include "mapping/codec/codec.h"
#include "mapping/codec/temporal_units.h"
#include "mapping/codec/traits.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;
using Fraction = TemporalFormat::Fraction;
using Zone = TemporalFormat::Zone;

using Names = std::span<const std::string_view>;
constexpr std::string_view number_names[] = {"integer", "real",  "mixed", "either",
                                             "spelled", "words", "point", "comma"};
constexpr std::string_view nonfinite_names[] = {"nonfinite_refuse", "nonfinite_null", "nonfinite_text"};
constexpr std::string_view word_names[] = {"t_f",    "T_F",      "true_false", "True_False", "TRUE_FALSE", "y_n",
                                           "Y_N",    "yes_no",   "Yes_No",     "YES_NO",     "on_off",     "On_Off",
                                           "ON_OFF", "zero_one", "mixed",      "nonzero"};
constexpr std::string_view uuid_names[] = {"hyphens", "HYPHENS", "hex32", "HEX32", "braces", "BRACES", "mixed"};
constexpr std::string_view bad_text_names[] = {"refuse", "strip", "replace", "latin1", "windows1252"};
constexpr std::string_view fraction_names[] = {"none", "fixed", "zero_left", "trimmed", "threes"};
constexpr std::string_view round = "round", range = "range", multirange = "multirange", last_key = "last_key",
                           element_of = "of";
constexpr std::string_view empty_as_null = "empty_as_null", zero_as_null = "zero_as_null";
constexpr std::string_view as_string = "as_string", srid = "srid", cut = "cut", trimmed = "trimmed";
constexpr std::string_view shape_names[] = {"geometry",   "point",           "linestring",   "polygon",
                                            "multipoint", "multilinestring", "multipolygon", "geometrycollection"};
constexpr std::string_view order_names[] = {"", "day_first", "month_first", "year_first"};
constexpr std::string_view places = "places", century = "century", apart = "apart", spelled = "spelled";

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

std::string name_of(ArrayForm form) {
  return form == ArrayForm::any ? "array" : "array_" + std::string(traits_of(form).word);
}

bool read_array(std::string_view text, ArrayForm& form) {
  for (const ArrayFormTraits& f : array_forms) {
    if (name_of(f.form) != text) continue;
    form = f.form;
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
class Arguments {
 public:
  explicit Arguments(std::string_view name) : text_(name) {}
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
    case Zone::none: return f.offset_minutes == 0 ? "" : "at" + hours + ":" + two_digits(minutes % 60);
    case Zone::z: return "z";
    case Zone::colon: return hours + ":" + two_digits(minutes % 60);
    case Zone::compact: return hours + two_digits(minutes % 60);
    case Zone::hours: return hours;
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

/// YYYY-MM-DD, of days from 2000-01-01.
std::string date_name(std::int32_t days) {
  using namespace std::chrono_literals;
  const std::chrono::year_month_day date{std::chrono::sys_days{2000y / 1 / 1} + std::chrono::days{days}};
  const int year = static_cast<int>(date.year());
  return two_digits(year / 100) + two_digits(year) + "-" + two_digits(static_cast<int>(unsigned{date.month()})) + "-" +
         two_digits(static_cast<int>(unsigned{date.day()}));
}

bool read_date(std::string_view text, TemporalFormat& f) {
  using namespace std::chrono_literals;
  int year = 0;
  unsigned month = 0, day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !read_number(text.substr(0, 4), year) ||
      !read_number(text.substr(5, 2), month) || !read_number(text.substr(8), day))
    return false;
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
  if (!date.ok()) return false;
  f.dated = true;
  f.date = static_cast<std::int32_t>((std::chrono::sys_days{date} - std::chrono::sys_days{2000y / 1 / 1}).count());
  return true;
}

void add_iso(const Codec& codec, Arguments& s) {
  const TemporalFormat& f = codec.temporal();
  if (f.midnight) {
    s.add("midnight");
  } else if (codec.id() != CodecId::date) {
    const bool clock_only = traits_of(codec.id()).form == FieldForm::clock || codec.id() == CodecId::timetz;
    if (f.dated) s.add(date_name(f.date));
    if (!clock_only || f.dated) s.add(f.separator == ' ' ? "space" : "T");
    s.add(f.seconds ? "seconds" : "minutes");
    if (f.fraction != Fraction::none) s.add(name_in(fraction_names, f.fraction), f.digits);
  }
}

void add_unit(const TemporalFormat& f, Arguments& s) {
  s.add(name_of(f.unit));
  if (f.numbers != Unit::iso) s.add(name_of(f.numbers));
  if (f.number != NumberForm::integer) s.add(name_in(number_names, f.number));
  if (f.spelled) s.add(spelled);
}

void add_temporal(const Codec& codec, Arguments& s) {
  const TemporalFormat& f = codec.temporal();
  f.unit == Unit::iso ? add_iso(codec, s) : add_unit(f, s);
  if (const std::string zone = zone_name(f); !zone.empty()) s.add(zone);
  if (f.zone_apart) s.add(apart);
  if (f.places != 6) s.add(places, f.places);
  if (f.cut) s.add(cut);
  if (f.order != DayOrder::unset) s.add(name_in(order_names, f.order));
  if (f.century != 0) s.add(century, f.century);
  if (f.infinite) s.add("infinite");
  if (f.place != nullptr) s.add("@" + f.place->name());
}

bool read_fraction(std::string_view text, TemporalFormat& f) {
  return text.size() > 1 && read_name(fraction_names, text.substr(0, text.size() - 1), f.fraction) &&
         read_number(text.substr(text.size() - 1), f.digits);
}

bool read_flag(std::string_view text, TemporalFormat& f) {
  if (text == cut) {
    f.cut = true;
  } else if (text == "T") {
    f.separator = 'T';
  } else if (text == "minutes") {
    f.seconds = false;
  } else if (text == "midnight") {
    f.midnight = true;
  } else if (text == spelled) {
    f.spelled = true;
  } else if (text == apart) {
    f.zone_apart = true;
  } else if (text == "infinite") {
    f.infinite = true;
  } else {
    return text == "space" || text == "seconds";
  }
  return true;
}

bool read_unit(std::string_view text, TemporalFormat& f) {
  const std::optional<Unit> unit = unit_named(text);
  if (unit) (f.unit == Unit::any ? f.numbers : f.unit) = *unit;
  return unit.has_value();
}

bool read_place(std::string_view text, TemporalFormat& f) {
  if (!text.starts_with('@')) return false;
  f.place = find_time_zone(text.substr(1));
  return f.place != nullptr;
}

bool read_argument(std::string_view text, TemporalFormat& f) {
  if (text.starts_with(places)) return read_number(text.substr(places.size()), f.places);
  if (text.starts_with(century)) return read_number(text.substr(century.size()), f.century);
  return read_flag(text, f) || (!text.empty() && read_name(order_names, text, f.order)) || read_unit(text, f) ||
         read_name(number_names, text, f.number) || read_fraction(text, f) || read_date(text, f) ||
         read_place(text, f) || read_zone(text, f);
}

bool read_argument(std::string_view text, DecimalFormat& f) {
  return read_name(number_names, text, f.number) ||
         (f.precision == 0 ? read_number(text, f.precision) : read_number(text, f.scale));
}

bool read_argument(std::string_view text, TextFormat& f) {
  if (text == cut) return f.cut = true;
  if (text == trimmed) return f.trimmed = true;
  return read_number(text, f.max_chars) || read_name(number_names, text, f.number) ||
         read_name(bad_text_names, text, f.bad_text);
}

bool read_argument(std::string_view text, DocumentFormat& f) {
  if (text == last_key) return f.last_key = true;
  if (text == as_string) return f.as_string = true;
  return read_name(bad_text_names, text, f.bad_text) || read_name(nonfinite_names, text, f.nonfinite);
}

bool read_argument(std::string_view text, GeometryFormat& f) {
  if (text.starts_with(srid)) return read_number(text.substr(srid.size()), f.srid);
  const std::size_t axes = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
  if (!read_name(shape_names, text.substr(0, axes), f.shape)) return false;
  const std::string_view rest = text.substr(std::min(axes, text.size()));
  f.typed = true;
  f.z = rest.starts_with('Z');
  f.m = rest.ends_with('M');
  return rest.size() == (f.z ? 1U : 0U) + (f.m ? 1U : 0U);
}

bool read_argument(std::string_view text, NumberForm& form) { return read_name(number_names, text, form); }
bool read_argument(std::string_view text, BoolWords& words) { return read_name(word_names, text, words); }
bool read_argument(std::string_view text, UuidForm& form) { return read_name(uuid_names, text, form); }
bool read_argument(std::string_view /*text*/, std::monostate& /*none*/) { return false; }

/// What a field of the elements is part of.
bool read_shape(std::string_view text, Codec& c) {
  if (text == range) {
    c.shape = FieldShape::range;
  } else if (text == multirange) {
    c.shape = FieldShape::multirange;
  } else if (read_array(text, c.array)) {
    c.shape = FieldShape::array;
  } else {
    return text.starts_with(element_of) && read_number(text.substr(element_of.size()), c.element);
  }
  return true;
}

/// One argument; which one it is follows from its form.
bool read_any_argument(std::string_view text, Codec& c) {
  if (text == empty_as_null) return c.empty_as_null = true;
  if (text == zero_as_null) return c.zero_as_null = true;
  if (text == round) return c.round = true;
  if (read_shape(text, c)) return true;
  return c.visit([&](auto& parameters) { return read_argument(text, parameters); });
}

std::optional<Codec> read_arguments(Codec codec, std::string_view arguments) {
  while (!arguments.empty()) {
    const std::size_t comma = std::min(arguments.find(','), arguments.size());
    if (!read_any_argument(arguments.substr(0, comma), codec)) return std::nullopt;
    arguments.remove_prefix(std::min(comma + 1, arguments.size()));
  }
  return codec;
}

/// Adds what the parameters say beyond their defaults.
class ArgumentWriter {
 public:
  ArgumentWriter(const Codec& codec, Arguments& s) : codec_(codec), s_(s) {}

  void operator()(std::monostate /*none*/) const {}
  void operator()(NumberForm form) const {
    if (form != NumberForm::integer) s_.add(name_in(number_names, form));
  }
  void operator()(BoolWords words) const { s_.add(name_in(word_names, words)); }
  void operator()(UuidForm form) const { s_.add(name_in(uuid_names, form)); }
  void operator()(const DecimalFormat& f) const {
    if (f.precision > 0) {
      s_.add({}, f.precision);
      s_.add({}, f.scale);
    }
    (*this)(f.number);
  }
  void operator()(const TextFormat& f) const {
    if (f.max_chars > 0) s_.add(std::to_string(f.max_chars));
    (*this)(f.number);
    if (f.bad_text != BadText::refuse) s_.add(name_in(bad_text_names, f.bad_text));
    if (f.cut) s_.add(cut);
    if (f.trimmed) s_.add(trimmed);
  }
  void operator()(const TemporalFormat& /*f*/) const { add_temporal(codec_, s_); }
  void operator()(const DocumentFormat& f) const {
    if (f.bad_text != BadText::refuse) s_.add(name_in(bad_text_names, f.bad_text));
    if (f.nonfinite != Nonfinite::refuse) s_.add(name_in(nonfinite_names, f.nonfinite));
    if (f.last_key) s_.add(last_key);
    if (f.as_string) s_.add(as_string);
  }
  void operator()(const GeometryFormat& f) const {
    if (f.typed) s_.add(std::string(shape_names[f.shape]) + (f.z ? "Z" : "") + (f.m ? "M" : ""));
    if (f.srid != 0) s_.add(std::string(srid) + std::to_string(f.srid));
  }

 private:
  const Codec& codec_;
  Arguments& s_;
};

}  // namespace

std::string to_string(const Codec& codec) {
  Arguments s(traits_of(codec.id()).name);
  codec.visit(ArgumentWriter(codec, s));
  if (codec.shape == FieldShape::range) s.add(range);
  if (codec.shape == FieldShape::multirange) s.add(multirange);
  if (codec.shape == FieldShape::array) s.add(name_of(codec.array));
  if (codec.element != 0) s.add(std::string(element_of) + std::to_string(codec.element));
  if (codec.round) s.add(round);
  if (codec.empty_as_null) s.add(empty_as_null);
  if (codec.zero_as_null) s.add(zero_as_null);
  return std::move(s).finish();
}

std::optional<Codec> parse_codec(std::string_view text) {
  const std::size_t open = std::min(text.find('('), text.size());
  std::string_view arguments = text.substr(open);
  if (!arguments.empty()) {
    if (!arguments.ends_with(')')) return std::nullopt;
    arguments = arguments.substr(1, arguments.size() - 2);
  }
  for (const CodecTraits& traits : all_codecs()) {
    if (traits.name != text.substr(0, open)) continue;
    const std::optional<Codec> codec = read_arguments(Codec(traits.id), arguments);
    // Only the one spelling counts: plans are compared as text.
    return codec && to_string(*codec) == text ? codec : std::nullopt;
  }
  return std::nullopt;
}

const date::time_zone* find_time_zone(std::string_view name) noexcept {
  try {
    return date::locate_zone(std::string(name));
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

std::string_view describe(Misfit m) noexcept {
  switch (m) {
    case Misfit::none: return "fits";
    case Misfit::wrong_class: return "a storage class that the type has no place for";
    case Misfit::out_of_range: return "beyond the type's range";
    case Misfit::not_exact: return "the type would round it or spell it differently";
    case Misfit::too_long: return "more characters than the type allows";
    case Misfit::nul_byte: return "text with a NUL byte, which PostgreSQL text cannot hold";
    case Misfit::invalid_utf8: return "text that is not valid UTF-8";
    case Misfit::bad_syntax: return "text that does not parse as the type";
    case Misfit::not_null: return "NULL in a column that must not have it";
    case Misfit::invented: return "the target needs a value that the source does not have";
  }
  return {};
}

}  // namespace lite2pg
