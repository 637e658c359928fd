#include "tests/mapping/codec_domains.h"

#include <cctype>
#include <cmath>
#include <ctime>
#include <limits>
#include <ostream>
#include <stdexcept>

#include "tests/mapping/form_domains.h"

namespace lite2pg::test {
namespace {

using Unit = TemporalFormat::Unit;

OwnedValue owned(std::int64_t n) { return OwnedValue(Value::of(n)); }
OwnedValue owned(double d) { return OwnedValue(Value::of(d)); }
OwnedValue owned_text(const std::string& s) { return OwnedValue(Value::text(s)); }
OwnedValue owned_blob(const std::string& s) { return OwnedValue(Value::blob(s)); }

struct Domain {
  std::string name;
  std::function<OwnedValue(Random&)> make;
};

OwnedValue integral_real(Random& r, int width) { return owned(static_cast<double>(r.integer(width))); }

/// A REAL that is not an INTEGER in disguise, or an INTEGER.
OwnedValue number(Random& r, int integer_width) {
  const double d = r.finite();
  const bool integral = std::trunc(d) == d && std::abs(d) < 1e19;
  return integral || r.chance(2) ? owned(r.integer(integer_width)) : owned(d);
}

OwnedValue money(Random& r) {
  const std::int64_t cents = r.integer(30);
  return cents % 100 == 0 ? owned(cents / 100) : owned(static_cast<double>(cents) / 100);
}

OwnedValue any_number(Random& r) { return r.chance(2) ? owned(r.integer()) : owned(r.real()); }

}  // namespace

OwnedValue anything(Random& r) {
  switch (r.below(12)) {
    case 0: return owned(r.integer());
    case 1: return owned(r.real());
    case 2: return owned_blob(r.bytes(20));
    case 3: return owned_text(r.bytes(20));
    case 4: return owned_text(r.json());
    case 5: return owned_text(r.uuid(UuidForm::mixed));
    case 6: return owned_text(r.decimal(20, r.below(8)));
    case 7: return owned_text(r.moment_in_any_form(r.chance(2) ? CodecId::timestamptz : CodecId::time));
    case 8: {
      static constexpr const char* words[] = {"t",  "F",   "true", "False", "YES", "no",
                                              "on", "OFF", "0",    "1",     "",    "NULL"};
      return owned_text(words[r.below(std::size(words))]);
    }
    case 9: return owned(r.integer(3));
    case 10: return owned_blob(r.bytes(16));
    default: return owned_text(r.text(20));
  }
}

namespace {

OwnedValue text_or_number(Random& r) { return r.chance(3) ? any_number(r) : anything(r); }

/// YYYYMMDDHHMMSS by the C library's calendar.
OwnedValue digits_of(std::int64_t micros) {
  const std::time_t seconds = micros >= 0 ? micros / 1'000'000 : (micros - 999'999) / 1'000'000;
  std::tm tm{};
  gmtime_r(&seconds, &tm);
  std::int64_t n = tm.tm_year + 1900;
  for (const int part : {tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec}) n = n * 100 + part;
  return owned(n);
}

/// Whole microseconds in a unit of which each has `in_micro`.
OwnedValue finer(Random& r, std::int64_t micros, std::int64_t in_micro, NumberForm form) {
  const std::int64_t n = micros * in_micro;
  if (form == NumberForm::integer || (form == NumberForm::either && r.chance(2))) return owned(n);
  // A double that stands for whole microseconds: up to 2^53, or made so by zeros at the end.
  return owned(static_cast<double>(n % (std::int64_t{1} << 50) / in_micro * in_micro));
}

/// A time as a number in `unit`, which the form has a place for.
OwnedValue number_in(Random& r, Unit unit, NumberForm form) {
  std::int64_t scale = 1, zero = 0;
  if (unit == Unit::seconds || unit == Unit::cocoa) scale = 1'000'000;
  if (unit == Unit::millis) scale = 1'000;
  if (unit == Unit::julian || unit == Unit::days || unit == Unit::ole) scale = 86'400'000'000;
  if (unit == Unit::cocoa) zero = 978'307'200'000'000;
  if (unit == Unit::webkit) zero = -11'644'473'600'000'000;
  if (unit == Unit::julian) zero = -210'866'760'000'000'000;
  if (unit == Unit::ole) zero = -2'209'161'600'000'000;
  if (unit == Unit::filetime) return finer(r, r.between(0, 2'000'000'000'000'000), 10, form);
  if (unit == Unit::cocoa_ns) return finer(r, r.between(0, 2'000'000'000'000'000), 1000, form);
  if (unit == Unit::digits) return digits_of(r.micros());
  if (unit == Unit::nanos) return finer(r, r.between(0, 4'000'000'000'000'000), 1000, form);
  if (unit == Unit::ticks) return finer(r, r.micros() + 62'135'596'800'000'000, 10, form);
  const std::int64_t micros = r.micros() - zero;
  const bool whole = micros % scale == 0;
  if (form == NumberForm::integer || (form == NumberForm::mixed && whole) ||
      (form == NumberForm::either && r.chance(2)))
    return owned(micros / scale);
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  const double real = std::abs(micros) < exact
                          ? static_cast<double>(micros) / static_cast<double>(scale)
                          : static_cast<double>(static_cast<long double>(micros) / static_cast<long double>(scale));
  if (form == NumberForm::mixed && std::trunc(real) == real) return owned(micros / scale);
  return owned(real);
}

Codec parse(const std::string& name) {
  const auto codec = parse_codec(name);
  if (!codec) throw std::invalid_argument(name);
  return *codec;
}

/// A moment of our time at which no zone sets its clocks: what stands on a clock then stands there once.
std::int64_t quiet_micros(Random& r) {
  constexpr std::int64_t day = 86'400'000'000, year = 365 * day + day / 4, spring_2001 = 978'307'200'000'000;
  const std::int64_t of_year = r.chance(2) ? r.between(5 * day, 50 * day) : r.between(170 * day, 230 * day);
  return spring_2001 + r.between(0, 35) * year + of_year;
}

std::string quiet_text(Random& r, const TemporalFormat& f) {
  const std::string digits = std::to_string(digits_of(quiet_micros(r)).view().integer());
  const auto part = [&](std::size_t at, std::size_t size = 2) { return digits.substr(at, size); };
  std::string out =
      part(0, 4) + "-" + part(4) + "-" + part(6) + f.separator + part(8) + ":" + part(10) + ":" + part(12);
  if (f.fraction == TemporalFormat::Fraction::fixed) out += "." + std::string(f.digits, '5');
  return out + (f.zone == TemporalFormat::Zone::z ? "Z" : "");
}

/// On the clock of a zone by name.
std::function<OwnedValue(Random&)> moments_of_place(const TemporalFormat& f) {
  return [=](Random& r) {
    const Unit unit = f.unit == Unit::any ? f.numbers : f.unit;
    if (unit == Unit::iso || (f.unit == Unit::any && r.chance(2))) return owned_text(quiet_text(r, f));
    return owned(quiet_micros(r) / (unit == Unit::millis ? 1'000 : 1'000'000));
  };
}

std::function<OwnedValue(Random&)> moments(const std::string& name) {
  const Codec codec = parse(name);
  const TemporalFormat f = codec.temporal();
  if (f.place != nullptr) return moments_of_place(f);
  if (f.unit == Unit::iso) return [=](Random& r) { return owned_text(r.moment(codec.id(), f)); };
  if (f.unit == Unit::any) {
    return [=](Random& r) {
      if (f.infinite && r.chance(9)) return owned_text(r.chance(2) ? "infinity" : "-Infinity");
      if (f.numbers == Unit::iso || r.chance(2)) return owned_text(r.moment_in_any_form(codec.id()));
      const OwnedValue number =
          number_in(r, f.numbers, f.numbers == Unit::digits ? NumberForm::integer : NumberForm::either);
      const bool integer = number.view().storage() == StorageClass::integer;
      return integer && r.chance(2) ? owned_text(std::to_string(number.view().integer())) : number;
    };
  }
  if (f.spelled) {
    return [=](Random& r) {
      const std::string digits = std::to_string(number_in(r, f.unit, NumberForm::integer).view().integer());
      const bool padded = f.unit == Unit::digits && digits.size() < 14;
      return owned_text(padded ? std::string(14 - digits.size(), '0') + digits : digits);
    };
  }
  return [=](Random& r) { return number_in(r, f.unit, f.number); };
}

/// A length of time in one of the forms that are read.
std::string length_of_time(Random& r) {
  const auto clock = [&] {
    TemporalFormat f = r.iso_format(CodecId::time);
    f.dated = false;
    f.seconds = true;
    return r.moment(CodecId::time, f);
  };
  const std::string sign = r.chance(3) ? "-" : "";
  const std::string days = std::to_string(r.below(1'000));
  switch (r.below(8)) {
    case 0: return sign + clock();
    case 1: return sign + days + "." + clock();
    case 2: return sign + days + " days, " + clock();
    case 3: return "1 year 2 mons " + sign + days + " days " + clock();
    case 4:
      return sign + "P" + days + "DT" + std::to_string(r.below(30)) + "H0." + std::to_string(r.below(1'000'000)) + "S";
    case 5: return "1970-01-" + std::to_string(r.between(10, 31)) + " " + clock();
    case 6: return sign + days + (r.chance(2) ? " seconds" : " hours");
    default: return sign + "P1Y" + days + "M3W";
  }
}

std::vector<Domain> interval_domains() {
  std::vector<Domain> domains;
  for (const auto& [name, unit] :
       {std::pair("interval(epoch_us)", 1), std::pair("interval(epoch_ms,places3)", 1),
        std::pair("interval(epoch_s)", 1), std::pair("interval(epoch_ns)", 1000), std::pair("interval(ticks)", 10)}) {
    domains.push_back({name, [unit = unit](Random& r) { return owned(r.integer(42) / unit * unit); }});
  }
  domains.push_back(
      {"interval(epoch_s,real)", [](Random& r) { return owned(static_cast<double>(r.integer(40)) / 1e6); }});
  domains.push_back(
      {"interval(epoch_ms,spelled)", [](Random& r) { return owned_text(std::to_string(r.integer(40))); }});
  domains.push_back({"interval(any)", [](Random& r) { return owned_text(length_of_time(r)); }});
  domains.push_back({"interval(any,epoch_s)", [](Random& r) {
                       if (r.chance(2)) return owned_text(length_of_time(r));
                       return r.chance(2) ? owned(r.integer(40)) : owned_text(r.decimal(6, r.below(6)));
                     }});
  domains.push_back({"interval(any,places3,cut)", [](Random& r) { return owned_text(length_of_time(r)); }});
  return domains;
}

std::vector<Domain> temporal_domains() {
  std::vector<Domain> domains;
  for (const std::string name : {"date",
                                 "date(any)",
                                 "time(seconds)",
                                 "time(minutes)",
                                 "time(seconds,fixed3)",
                                 "time(seconds,trimmed6)",
                                 "time(any)",
                                 "timestamp(space,seconds)",
                                 "timestamp(T,seconds,fixed6)",
                                 "timestamp(T,seconds,zero_left6)",
                                 "timestamp(space,seconds,trimmed4,z)",
                                 "timestamp(midnight)",
                                 "timestamp(any)",
                                 "timestamptz(T,seconds,fixed3,z)",
                                 "timestamptz(space,seconds,+02:00)",
                                 "timestamptz(space,minutes,-0930)",
                                 "timestamptz(space,seconds,trimmed6,+01)",
                                 "timestamptz(space,seconds,at-05:00)",
                                 "timestamptz(any)",
                                 "timestamp(epoch_s)",
                                 "timestamp(epoch_s,real)",
                                 "timestamptz(epoch_s,mixed)",
                                 "timestamptz(epoch_s,either)",
                                 "timestamptz(epoch_ms)",
                                 "timestamptz(epoch_ms,real)",
                                 "timestamptz(epoch_us)",
                                 "timestamptz(epoch_us,real)",
                                 "timestamptz(julian,real)",
                                 "timestamptz(julian,mixed)",
                                 "timestamptz(cocoa)",
                                 "timestamptz(cocoa,mixed)",
                                 "timestamptz(webkit)",
                                 "timestamptz(epoch_ns)",
                                 "timestamp(epoch_ns,real)",
                                 "timestamp(ticks)",
                                 "timestamptz(ticks,either)",
                                 "timestamptz(epoch_d,real)",
                                 "timestamptz(ole,real)",
                                 "timestamp(ole,mixed)",
                                 "timestamptz(filetime)",
                                 "timestamptz(cocoa_ns)",
                                 "timestamp(digits)",
                                 "timestamptz(digits,spelled)",
                                 "timestamptz(epoch_ms,spelled)",
                                 "timestamptz(any,epoch_s)",
                                 "timestamp(any,epoch_ms,infinite)",
                                 "timestamptz(any,digits)",
                                 "timestamptz(space,seconds,threes6,+01:00,apart)",
                                 "timestamptz(space,seconds,fixed7,z)",
                                 "timestamptz(space,seconds,@Europe/Berlin)",
                                 "timestamptz(any,epoch_ms,@Europe/Berlin)",
                                 "timestamp(epoch_ms,@America/St_Johns)",
                                 "timestamp(T,seconds,fixed3,z,@Australia/Lord_Howe)",
                                 "timestamp(any,epoch_s,@Europe/Berlin)",
                                 "time(2000-01-01,space,seconds,zero_left6)",
                                 "time(2000-01-01,T,seconds,fixed3,z)",
                                 "timetz(seconds,+00:00)",
                                 "timetz(seconds,trimmed6,z)",
                                 "timetz(seconds,fixed3,+00)",
                                 "timetz(seconds)",
                                 "timetz(any)"})
    domains.push_back({name, moments(name)});
  // Nanoseconds, of which the microseconds are kept, or fewer.
  for (const std::string name : {"timestamp(any,cut)", "timestamptz(any,places3,cut)", "time(any,places0,cut)"}) {
    domains.push_back({name, [=](Random& r) {
                         const CodecId id = parse(name).id();
                         std::string moment = r.moment(id, {.fraction = TemporalFormat::Fraction::fixed, .digits = 6});
                         for (int i = 0; i < 3; ++i) moment += static_cast<char>('0' + r.below(10));
                         return owned_text(moment);
                       }});
  }
  domains.push_back({"date(epoch_s)", [](Random& r) { return owned(r.micros() / 86'400'000'000 * 86'400); }});
  domains.push_back({"time(epoch_ms)", [](Random& r) { return owned(r.between(0, 86'400'000)); }});
  domains.push_back(
      {"date(digits)", [](Random& r) { return owned(digits_of(r.micros()).view().integer() / 1'000'000); }});
  domains.push_back({"date(any,epoch_ms,cut)", [](Random& r) {
                       return r.chance(2) ? owned(r.micros() / 1000)
                                          : owned_text(r.moment_in_any_form(CodecId::timestamp));
                     }});
  domains.push_back({"timestamptz(any,epoch_s,cut)", [](Random& r) {
                       return owned(
                           static_cast<double>(r.between(1'700'000'000'000'000'000, 1'700'000'000'999'999'999)) / 1e9);
                     }});
  for (Domain& d : interval_domains()) domains.push_back(std::move(d));
  return domains;
}

std::vector<Domain> number_domains() {
  return {{"int2", [](Random& r) { return owned(r.integer(16)); }},
          {"int4", [](Random& r) { return owned(r.integer(32)); }},
          {"int4(real)", [](Random& r) { return integral_real(r, 32); }},
          {"int8", [](Random& r) { return owned(r.integer()); }},
          {"int8(either)", [](Random& r) { return r.chance(2) ? owned(r.integer()) : integral_real(r, 63); }},
          {"boolean_number", [](Random& r) { return owned(r.between(0, 1)); }},
          {"float8(real)", [](Random& r) { return owned(r.real()); }},
          {"float8", [](Random& r) { return owned(r.integer(54)); }},
          {"float8(mixed)", [](Random& r) { return number(r, 54); }},
          {"float8(either)", [](Random& r) { return r.chance(2) ? owned(r.integer(54)) : owned(r.real()); }},
          {"float4(real)",
           [](Random& r) {
             const double d = r.finite();
             return owned(std::abs(d) > 3e38 ? 1.5 : static_cast<double>(static_cast<float>(d)));
           }},
          {"float4", [](Random& r) { return owned(r.integer(25)); }},
          {"numeric", [](Random& r) { return owned(r.integer()); }},
          {"numeric(real)", [](Random& r) { return owned(r.finite() + 0.0); }},
          {"numeric(mixed)", [](Random& r) { return number(r, 64); }},
          {"numeric(either)", [](Random& r) { return r.chance(2) ? owned(r.integer()) : owned(r.finite()); }},
          {"numeric(10,2,mixed)", money},
          {"numeric(40,-3)", [](Random& r) { return owned(r.integer(50) * 1000); }},
          {"numeric_text", [](Random& r) { return owned_text(r.decimal(40, r.below(30))); }},
          {"numeric_text(12,3)", [](Random& r) { return owned_text(r.decimal(9, r.below(4))); }}};
}

std::vector<Domain> text_domains() {
  std::vector<Domain> domains = {
      {"text", [](Random& r) { return owned_text(r.text(40)); }},
      {"text(20)", [](Random& r) { return owned_text(r.text(20)); }},
      {"text(strip)", [](Random& r) { return owned_text(r.chance(2) ? r.bytes(20) : r.text(20) + r.bytes(3)); }},
      {"text(replace)", [](Random& r) { return owned_text(r.chance(2) ? r.bytes(20) : r.bytes(3) + r.text(20)); }},
      {"text(latin1)", [](Random& r) { return owned_text(r.text(10) + (r.chance(2) ? "\xE9" : "")); }},
      {"text(windows1252)",
       [](Random& r) {
         return owned_text(r.text(5) + (r.chance(2) ? std::string(1, static_cast<char>(r.between(-128, -1))) : ""));
       }},
      {"text_number(mixed)", text_or_number},
      {"text_number(either)", text_or_number},
      {"text_number",
       [](Random& r) { return r.chance(2) ? owned(r.integer()) : owned_text(r.decimal(5, r.below(3))); }},
      {"text_number(real)",
       [](Random& r) { return r.chance(2) ? owned(r.real()) : owned_text(r.decimal(5, r.below(3))); }},
      {"text_bytes", [](Random& r) { return owned_text(r.bytes(40)); }},
      {"bytea", [](Random& r) { return owned_blob(r.bytes(40)); }},
      {"bytea_or_text", [](Random& r) { return r.chance(2) ? owned_text(r.bytes(40)) : owned_blob(r.bytes(40)); }},
      {"uuid_blob", [](Random& r) { return owned_blob(r.bytes(0) + std::string(16, static_cast<char>(r.bits()))); }},
      {"json", [](Random& r) { return owned_text(r.json()); }}};
  for (int i = 0; i <= static_cast<int>(UuidForm::mixed); ++i) {
    const auto form = static_cast<UuidForm>(i);
    domains.push_back({to_string({CodecId::uuid_text, form}), [=](Random& r) { return owned_text(r.uuid(form)); }});
  }
  for (int i = 0; i <= static_cast<int>(BoolWords::mixed); ++i) {
    static constexpr const char* no[] = {"f",  "F",  "false", "False", "FALSE", "n", "N", "no",
                                         "No", "NO", "off",   "Off",   "OFF",   "0", "nO"};
    static constexpr const char* yes[] = {"t",   "T",   "true", "True", "TRUE", "y", "Y",  "yes",
                                          "Yes", "YES", "on",   "On",   "ON",   "1", "yEs"};
    domains.push_back({to_string({CodecId::boolean_word, static_cast<BoolWords>(i)}),
                       [=](Random& r) { return owned_text(r.chance(2) ? yes[i] : no[i]); }});
  }
  return domains;
}

}  // namespace

std::vector<CodecDomain> codec_domains() {
  std::vector<CodecDomain> all;
  for (auto* some : {&number_domains, &text_domains, &temporal_domains})
    for (Domain& d : some()) all.push_back({d.name, parse(d.name), std::move(d.make)});
  for (CodecDomain& d : form_domains()) all.push_back(std::move(d));
  return all;
}

std::string identifier_of(const CodecDomain& domain) {
  std::string id;
  for (const char c : domain.name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      id += c;
    } else if (c == '-') {
      id += "minus";
    } else if (!id.empty() && id.back() != '_') {
      id += '_';
    }
  }
  return id;
}

void PrintTo(const CodecDomain& domain, std::ostream* out) { *out << domain.name; }

std::vector<OwnedValue> edge_values() {
  std::vector<OwnedValue> v;
  for (int shift : {0, 1, 7, 8, 15, 16, 23, 24, 31, 32, 52, 53, 62})
    for (int delta : {-1, 0, 1})
      for (int sign : {-1, 1}) v.push_back(owned(sign * ((std::int64_t{1} << shift) + delta)));
  using Real = std::numeric_limits<double>;
  for (const double d : {0.0,
                         -0.0,
                         0.1,
                         0.1 + 0.2,
                         1e15,
                         1e16,
                         1e22,
                         1e23,
                         1e308,
                         Real::max(),
                         Real::lowest(),
                         Real::min(),
                         Real::denorm_min(),
                         -Real::denorm_min(),
                         Real::infinity(),
                         -Real::infinity(),
                         0x1p53,
                         0x1p63,
                         -0x1p63,
                         9007199254740993.0,
                         2.5,
                         1.7976931348623157e308,
                         2.2250738585072011e-308,
                         253402300799.99997,
                         8589934591.9999995,
                         8589934592.0000019,
                         2440587.5,
                         2451544.5,
                         1e-7,
                         12.35})
    v.push_back(owned(d));
  for (const char* s : {"",
                        " ",
                        "NULL",
                        "null",
                        "0",
                        "-0",
                        "1",
                        "00",
                        "1.0",
                        "-1.50",
                        "1e5",
                        "Infinity",
                        "-Infinity",
                        "NaN",
                        "\\x",
                        "\\x00",
                        "\\xff",
                        "true",
                        "2024-02-29",
                        "2023-02-29",
                        "0001-01-01",
                        "9999-12-31",
                        "0000-00-00",
                        "0000-01-01",
                        "10000-01-01",
                        "2024-01-02 24:00:00",
                        "2024-12-31 23:59:59.999999",
                        "2024-12-31T23:59:59.9999999Z",
                        "24:00:00",
                        "23:59",
                        "0044-03-15 BC",
                        "2024-01-02 03:04:05+00:00",
                        "2024-01-02 03:04:05-00:00",
                        "2024-01-02 03:04:60",
                        "now",
                        "infinity",
                        "{}",
                        "[]",
                        "[1,]",
                        "{\"a\":1,\"a\":2}",
                        "\"\\u0000\"",
                        "\"\\ud800\"",
                        "1e131071",
                        "1e400",
                        "00000000-0000-0000-0000-000000000000",
                        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
                        "\xFF",
                        "\xC0\x80",
                        "\xED\xA0\x80",
                        "\xF4\x90\x80\x80",
                        "\xE2\x82\xAC"})
    v.push_back(owned_text(s));
  v.push_back(owned_text(std::string("a\0b", 3)));
  v.push_back(owned_text(std::string(1, '\0')));
  v.push_back(owned_text(std::string(300, '9') + "." + std::string(300, '9')));
  v.push_back(owned_blob(""));
  v.push_back(owned_blob(std::string(16, '\0')));
  return v;
}

}  // namespace lite2pg::test
