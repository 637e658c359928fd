#include "tests/verify/printed_value.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <set>

namespace lite2pg::test {
namespace {

std::string hex(std::string_view bytes) {
  std::string text = "\\x";
  for (const char c : bytes) {
    char two[3];
    (void)std::snprintf(two, sizeof two, "%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    text += two;
  }
  return text;
}

std::string bytes_of(const Value& v) { return std::string(v.bytes()); }

/// 12.50, 1.25e1 and 0012.5 alike: "125e-1".
std::string plain_number(const std::string& text) {
  std::string digits, sign = text.starts_with('-') ? "-" : "";
  long exponent = 0;
  bool fraction = false;
  for (std::size_t i = sign.size(); i < text.size(); ++i) {
    if (text[i] == 'e' || text[i] == 'E') {
      exponent += std::strtol(text.c_str() + i + 1, nullptr, 10);
      break;
    }
    if (text[i] == '.') {
      fraction = true;
    } else {
      digits += text[i];
      exponent -= fraction ? 1 : 0;
    }
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  while (digits.ends_with('0')) {
    digits.pop_back();
    ++exponent;
  }
  return digits.empty() ? "0" : sign + digits + "e" + std::to_string(exponent);
}

/// The shortest decimal that reads back as the double.
std::string shortest(double d) {
  char text[40];
  for (int digits = 1; digits <= 17; ++digits) {
    (void)std::snprintf(text, sizeof text, "%.*g", digits, d);
    if (std::strtod(text, nullptr) == d) break;
  }
  return text;
}

bool reads_as(const std::string& text, double d) {
  char* end = nullptr;
  const double read = std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0' && std::memcmp(&read, &d, sizeof d) == 0;
}

bool is_number(const Value& v, const std::string& printed) {
  if (v.storage() == StorageClass::integer) return plain_number(std::to_string(v.integer())) == plain_number(printed);
  if (v.storage() == StorageClass::real) return plain_number(shortest(v.real())) == plain_number(printed);
  return v.storage() == StorageClass::text && bytes_of(v) == printed;
}

bool is_double(const Value& v, const std::string& printed) {
  return reads_as(printed, v.storage() == StorageClass::integer ? static_cast<double>(v.integer()) : v.real());
}

bool is_truth(const Value& v, const std::string& printed) {
  static const std::set<std::string> yes = {"t", "true", "y", "yes", "on", "1"},
                                     no = {"f", "false", "n", "no", "off", "0"};
  std::string word = v.storage() == StorageClass::integer ? std::to_string(v.integer()) : bytes_of(v);
  std::ranges::transform(word, word.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return printed == "true" ? yes.contains(word) : no.contains(word);
}

bool is_text(const Value& v, const std::string& printed) {
  if (v.storage() == StorageClass::integer) return std::to_string(v.integer()) == printed;
  if (v.storage() == StorageClass::real) return reads_as(printed, v.real());
  if (v.storage() == StorageClass::text && bytes_of(v) == printed) return true;
  return hex(v.bytes()) == printed;  // A BLOB, or a TEXT that PostgreSQL's text cannot hold.
}

bool is_bytes(const Value& v, const std::string& printed) { return hex(v.bytes()) == printed; }

struct Moment {
  long long micros = 0;
  bool good = false;
};

/// HH:MM[:SS[.f]]; moves `p` to its end.
bool read_clock(const char*& p, long long& micros) {
  int hour = 0, minute = 0, second = 0, length = 0;
  if (std::sscanf(p, "%2d:%2d%n", &hour, &minute, &length) != 2) return false;
  p += length;
  if (*p == ':' && std::sscanf(p, ":%2d%n", &second, &length) == 1) p += length;
  micros = (hour * 3600LL + minute * 60 + second) * 1'000'000;
  if (*p != '.') return true;
  long long unit = 100'000;
  for (++p; *p >= '0' && *p <= '9'; ++p, unit /= 10) micros += (*p - '0') * unit;
  return true;
}

/// "Z", "+05", "+05:45", "+0545", each with a blank before it or not; Ruby's " UTC"; what Go writes behind its offset.
bool read_zone(const char*& p, long long& micros) {
  if (*p == '\0') return true;
  if (*p == ' ') ++p;
  const std::string_view rest = p;
  if (rest == "UTC" || rest == "Z" || rest == "z") return true;
  if (*p != '+' && *p != '-') return false;
  const long long sign = *p++ == '-' ? -1 : 1;
  std::string digits;
  for (; *p != '\0' && *p != ' '; ++p) {
    if (*p != ':') digits += *p;
  }
  static const std::set<std::string, std::less<>> names = {"", " UTC", " +0545", " UTC m=+0.014533293",
                                                           " +0545 m=+0.014533293"};
  if (digits.find_first_not_of("0123456789") != std::string::npos || !names.contains(p)) return false;
  digits.resize(4, '0');
  const int zone = std::atoi(digits.c_str());
  micros -= sign * (zone / 100 * 3600LL + zone % 100 * 60) * 1'000'000;
  return true;
}

Moment moment_of(const std::string& text) {
  std::tm day{};
  int length = 0;
  const char* p = text.c_str();
  Moment m;
  if (text.find("BC") != std::string::npos ||
      std::sscanf(p, "%d-%2d-%2d%n", &day.tm_year, &day.tm_mon, &day.tm_mday, &length) != 3)
    return m;
  day.tm_year -= 1900;
  day.tm_mon -= 1;
  p += length;
  long long clock = 0;
  if (*p == ' ' || *p == 'T' || *p == 't')
    m.good = read_clock(++p, clock) && read_zone(p, clock);
  else
    m.good = *p == '\0';
  m.micros = static_cast<long long>(timegm(&day)) * 1'000'000 + clock;
  return m;
}

/// Numbers are Unix seconds, milliseconds or microseconds, by their size.
Moment moment_of(const Value& v) {
  if (v.storage() == StorageClass::text) return moment_of(bytes_of(v));
  if (v.storage() != StorageClass::integer) return {};
  const long long n = v.integer();
  return {n < 100'000'000'000 ? n * 1'000'000 : n < 100'000'000'000'000 ? n * 1000 : n, true};
}

bool is_moment(const Value& v, const std::string& printed) {
  const Moment a = moment_of(v), b = moment_of(printed);
  return a.good && b.good && a.micros == b.micros;
}

bool is_time(const Value& v, const std::string& printed) {
  long long a = 0, b = 0;
  const std::string text = bytes_of(v);
  const char* p = text.c_str();
  const char* q = printed.c_str();
  return read_clock(p, a) && read_clock(q, b) && *p == '\0' && *q == '\0' && a == b;
}

bool is_uuid(const Value& v, const std::string& printed) {
  std::string text = v.storage() == StorageClass::blob ? hex(v.bytes()).substr(2) : bytes_of(v), other = printed;
  std::erase_if(text, [](char c) { return c == '-' || c == '{' || c == '}'; });
  std::erase(other, '-');
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  return text == other;
}

bool is_document(const Value& v, const std::string& printed) { return bytes_of(v) == printed; }

struct Rule {
  const char* type;
  bool (*fits)(const Value& v, const std::string& printed);
};

constexpr Rule rules[] = {
    {"int2", is_number}, {"int4", is_number},      {"int8", is_number},        {"numeric", is_number},
    {"bool", is_truth},  {"float8", is_double},    {"text", is_text},          {"varchar", is_text},
    {"bytea", is_bytes}, {"timestamp", is_moment}, {"timestamptz", is_moment}, {"date", is_moment},
    {"time", is_time},   {"uuid", is_uuid},        {"json", is_document},
};

}  // namespace

bool is_printed_as(const OwnedValue& value, const std::string& type, const std::optional<std::string>& printed) {
  const Value v = value.view();
  if (v.is_null() || !printed) return v.is_null() && !printed;
  const auto* rule = std::ranges::find_if(rules, [&](const Rule& r) { return type == r.type; });
  return rule != std::end(rules) && rule->fits(v, *printed);
}

}  // namespace lite2pg::test
