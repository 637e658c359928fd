#include "tests/mapping/form_domains.h"

#include <charconv>
#include <cmath>
#include <stdexcept>

#include "mapping/codec/encode/json_keys.h"

namespace lite2pg::test {
namespace {

using Make = std::function<OwnedValue(Random&)>;

OwnedValue form_text(const std::string& s) { return OwnedValue(Value::text(s)); }
OwnedValue form_blob(const std::string& s) { return OwnedValue(Value::blob(s)); }
OwnedValue number(std::int64_t n) { return OwnedValue(Value::of(n)); }
OwnedValue number(double d) { return OwnedValue(Value::of(d)); }

template <typename Float>
std::string shortest(Float d) {
  char digits[48];
  return {digits, std::to_chars(digits, digits + sizeof digits, d).ptr};
}

/// An integer as somebody may have spelled it.
std::string spelled(Random& r, std::int64_t n) {
  const std::string digits = std::to_string(n);
  switch (r.below(6)) {
    case 0: return " " + digits;
    case 1: return n < 0 ? digits + ".0" : "+" + digits;
    case 2: return digits + "e0";
    case 3: return (n < 0 ? "-00" : "00") + digits.substr(n < 0 ? 1 : 0);
    default: return digits;
  }
}

OwnedValue any_integer(Random& r, int width) {
  const std::int64_t n = r.integer(width);
  switch (r.below(4)) {
    case 0: return number(n);
    case 1: return std::abs(n) < (1LL << 50) ? number(static_cast<double>(n)) : number(n);
    case 2: return form_blob(std::to_string(n));
    default: return form_text(spelled(r, n));
  }
}

std::string decimal(Random& r, std::size_t whole, std::size_t fraction) {
  const std::string d = r.decimal(whole, r.below(fraction + 1));
  return r.chance(4) ? d + "E" + std::to_string(r.between(-3, 3)) : d;
}

std::string octets(Random& r) {
  std::string s = std::to_string(r.below(256));
  for (int i = 0; i < 3; ++i) s += "." + std::to_string(r.below(256));
  return s;
}

std::string hex(Random& r, std::size_t digits, const char* alphabet = "0123456789abcdefABCDEF") {
  std::string s;
  while (s.size() < digits) s += alphabet[r.below(22)];
  return s;
}

std::string v6(Random& r) {
  std::string s;
  const std::size_t gap = r.below(9);
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == gap && i < 7) {
      s += i == 0 ? "::" : ":";
      ++i;
    } else {
      s += hex(r, 1 + r.below(4)) + (i < 7 ? ":" : "");
    }
  }
  return s;
}

std::string address(Random& r) {
  if (r.chance(3)) return v6(r) + (r.chance(2) ? "/" + std::to_string(r.below(129)) : "");
  return octets(r) + (r.chance(2) ? "/" + std::to_string(r.below(33)) : "");
}

std::string network(Random& r) {
  switch (r.below(4)) {
    case 0: return std::to_string(r.below(256)) + "/8";
    case 1: return std::to_string(r.below(256)) + "." + std::to_string(r.below(256)) + ".0.0/16";
    case 2: return octets(r);
    default: return "2001:db8:" + hex(r, 4) + "::/48";
  }
}

std::string hardware(Random& r, std::size_t bytes) {
  const std::string digits = hex(r, 2 * bytes);
  const char mark = ":-."[r.below(3)];
  const std::size_t group = mark == '.' ? 4 : r.chance(2) ? 2 : 6;
  if (r.chance(5)) return digits;
  std::string s;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % (bytes == 8 && group == 6 ? 4 : group) == 0) s += mark;
    s += digits[i];
  }
  return s;
}

std::string bits(Random& r, std::size_t count) {
  std::string s;
  while (s.size() < count) s += r.chance(2) ? '0' : '1';
  return s;
}

std::string word(Random& r) {
  std::string s = r.text(6);
  std::erase_if(s, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
  return s;
}

std::string pairs(Random& r) {
  std::string s;
  const bool object = r.chance(2);
  for (std::uint64_t i = r.below(4); i > 0; --i) {
    s += (s.empty() ? "" : ", ") + std::string("\"k") + std::to_string(i) + word(r) + (object ? "\": " : "\"=>");
    s += r.chance(4) ? (object ? "null" : "NULL") : "\"" + word(r) + "\"";
  }
  return object ? "{" + s + "}" : s;
}

std::string range_of(const std::string& low, const std::string& high, Random& r) {
  if (r.chance(9)) return r.chance(2) ? "empty" : " EMPTY ";
  return (r.chance(2) ? "[" : "(") + (r.chance(6) ? "" : low) + "," + (r.chance(6) ? "" : high) +
         (r.chance(2) ? "]" : ")");
}

/// An array of elements, each as it is spelled in JSON or between braces.
std::string array_of(Random& r, bool json, const std::function<std::string()>& element, int depth = 1) {
  const std::uint64_t outer = depth == 1 ? 1 : 1 + r.below(3), inner = depth == 1 ? r.below(4) : 1 + r.below(3);
  const char open = json ? '[' : '{', close = json ? ']' : '}';
  std::string s;
  for (std::uint64_t o = 0; o < outer; ++o) {
    s += (o > 0 ? "," : "") + std::string(1, open);
    for (std::uint64_t i = 0; i < inner; ++i)
      s += (i > 0 ? " , " : "") + (r.chance(8) ? std::string(json ? "null" : "NULL") : element());
    s += close;
  }
  return depth == 1 ? s : open + s + close;
}

/// In quotes, which both spellings of arrays take.
std::string quoted(const std::string& s) { return '"' + s + '"'; }

Make arrays(const std::function<std::string(Random&)>& element) {
  return [element](Random& r) {
    return form_text(array_of(
        r, r.chance(2), [&] { return element(r); }, r.chance(4) ? 2 : 1));
  };
}

std::string unrepeated_json(Random& r) {
  for (;;) {
    if (std::string s = r.json(); !has_repeated_key(s)) return s;
  }
}

/// SQLite's JSONB of [n, "text", null].
std::string sqlite_jsonb(Random& r) {
  const std::string n = std::to_string(r.below(1000)), s = word(r).substr(0, 4);
  const auto element = [](unsigned type, const std::string& payload) {
    return std::string(1, static_cast<char>(payload.size() << 4 | type)) + payload;
  };
  return element(11,
                 element(3, n) +
                     (s.size() < 5 && s.find_first_not_of("abcdefghijklmnop") == std::string::npos ? element(7, s)
                                                                                                   : element(10, "x")) +
                     element(0, ""));
}

CodecDomain domain(const std::string& name, Make make) {
  const auto codec = parse_codec(name);
  if (!codec) throw std::invalid_argument(name);
  return {name, *codec, std::move(make)};
}

void add_numbers(std::vector<CodecDomain>& d) {
  d.push_back(domain("int2(spelled)", [](Random& r) { return any_integer(r, 16); }));
  d.push_back(domain("int4(spelled)", [](Random& r) { return any_integer(r, 32); }));
  d.push_back(domain("int8(words)", [](Random& r) {
    static constexpr const char* words[] = {"t", "F", "true", "False", "YES", "no", "on", "OFF", "0", "1"};
    return r.chance(2) ? form_text(words[r.below(std::size(words))]) : any_integer(r, 64);
  }));
  d.push_back(domain("float8(spelled)", [](Random& r) {
    const double v = r.finite();
    return r.chance(2) ? number(v) : form_text(shortest(v));
  }));
  d.push_back(domain("float4(spelled)", [](Random& r) {
    const double v = r.finite();
    const float f = std::abs(v) > 3e38 ? 1.5F : static_cast<float>(v);
    return r.chance(3) ? form_text(shortest(f)) : number(static_cast<double>(f));
  }));
  d.push_back(domain("float4(spelled,round)", [](Random& r) {
    const double v = r.finite();
    return number(std::abs(v) > 3e38 ? 0.1 : v);
  }));
  d.push_back(domain("numeric(spelled)",
                     [](Random& r) { return r.chance(3) ? number(r.integer()) : form_text(decimal(r, 30, 10)); }));
  d.push_back(domain("numeric(12,2,spelled,round)", [](Random& r) {
    return r.chance(2) ? number(static_cast<double>(r.integer(30)) / 1000) : form_text(r.decimal(9, r.below(7)));
  }));
  d.push_back(domain("money(19,2,spelled)", [](Random& r) {
    const std::string s = r.decimal(9, r.below(3));
    return r.chance(3) ? form_text((s[0] == '-' ? "-$" + s.substr(1) : "$" + s)) : form_text(s);
  }));
}

void add_addresses(std::vector<CodecDomain>& d) {
  d.push_back(domain("inet", [](Random& r) { return form_text(address(r)); }));
  d.push_back(domain("inet(either)", [](Random& r) {
    const std::int64_t sign_bit = r.chance(2) ? std::int64_t{1} << 31 : 0;  // Below zero where 32 bits have a sign.
    return r.chance(2) ? number(static_cast<std::int64_t>(r.below(1ULL << 32)) - sign_bit) : form_text(address(r));
  }));
  d.push_back(domain("cidr", [](Random& r) { return form_text(network(r)); }));
  d.push_back(domain("macaddr", [](Random& r) { return form_text(hardware(r, 6)); }));
  d.push_back(domain("macaddr8", [](Random& r) { return form_text(hardware(r, r.chance(3) ? 6 : 8)); }));
  d.push_back(domain("bit(8)", [](Random& r) { return form_text(bits(r, 8)); }));
  d.push_back(domain("varbit(20)", [](Random& r) { return form_text(bits(r, r.below(21))); }));
  d.push_back(domain("hstore", [](Random& r) { return form_text(pairs(r)); }));
}

void add_ranges(std::vector<CodecDomain>& d) {
  d.push_back(domain("int4(spelled,range)", [](Random& r) {
    const std::int64_t low = r.integer(30);
    return form_text(range_of(std::to_string(low), std::to_string(low + static_cast<std::int64_t>(r.below(5))), r));
  }));
  d.push_back(domain("numeric(spelled,range)", [](Random& r) {
    const std::int64_t low = r.integer(20);
    return form_text(range_of(std::to_string(low) + ".50", quoted(std::to_string(low + 1)), r));
  }));
  const auto several = [](Random& r, std::int64_t from, int step, const auto& spell) {
    std::string s;
    for (std::uint64_t i = r.below(4); i > 0; --i) {
      const std::int64_t low = from + static_cast<std::int64_t>(r.below(5)) + 4;
      from = low + 3 + static_cast<std::int64_t>(r.below(5));
      s += (s.empty()     ? "["
            : r.chance(2) ? ",["
                          : ", [") +
           spell(low * step) + "," + spell(from * step) + ")]"[r.below(2)];
    }
    return form_text("{" + s + "}");
  };
  d.push_back(domain("int4(spelled,multirange)", [several](Random& r) {
    return several(r, r.integer(20), 1, [](std::int64_t n) { return std::to_string(n); });
  }));
  d.push_back(domain("numeric(spelled,multirange)", [several](Random& r) {
    return several(r, r.integer(20), 1, [](std::int64_t n) { return quoted(std::to_string(n) + ".50"); });
  }));
  d.push_back(domain("date(any,range)", [](Random& r) { return form_text(range_of("2024-01-31", "2024-02-01", r)); }));
  d.push_back(domain("timestamptz(any,range)", [](Random& r) {
    return form_text(range_of(quoted("2024-01-31 10:00:00+02"), quoted("2024-02-01T00:00:00Z"), r));
  }));
}

void add_arrays(std::vector<CodecDomain>& d) {
  d.push_back(domain("text(array,of25)", arrays([](Random& r) { return quoted(word(r)); })));
  d.push_back(domain("int4(spelled,array,of23)", arrays([](Random& r) { return std::to_string(r.integer(32)); })));
  d.push_back(domain("numeric(spelled,array,of1700)", arrays([](Random& r) { return r.decimal(12, r.below(6)); })));
  d.push_back(domain("float8(spelled,array,of701)", arrays([](Random& r) { return shortest(r.finite()); })));
  d.push_back(
      domain("boolean_word(mixed,array,of16)", arrays([](Random& r) { return r.chance(2) ? "true" : "false"; })));
  d.push_back(
      domain("uuid_text(mixed,array,of2950)", arrays([](Random& r) { return quoted(r.uuid(UuidForm::hyphens)); })));
  d.push_back(domain("timestamptz(any,array,of1184)", arrays([](Random& r) {
                       return quoted("2024-01-0" + std::to_string(1 + r.below(9)) + " 10:00:00");
                     })));
  d.push_back(domain("jsonb(array_json,of3802)",
                     [](Random& r) { return form_text(array_of(r, true, [&] { return unrepeated_json(r); })); }));
  d.push_back(domain("int4(spelled,array_comma,of23)", [](Random& r) {
    std::string s;
    for (std::uint64_t i = r.below(4); i > 0; --i) s += (s.empty() ? "" : ", ") + std::to_string(r.integer(32));
    return form_text(s);
  }));
}

/// Values of a word and a number each, in the forms of lists.
void add_lists(std::vector<CodecDomain>& d) {
  const auto list = [](const char* head, const char* before, const char* between, const char* end) {
    return [=](Random& r) {
      std::string s;
      for (std::uint64_t i = 1 + r.below(4); i > 0; --i)
        s += std::string(s.empty() ? "" : between) + before + "w" + std::to_string(r.below(100));
      return form_text(head + s + end);
    };
  };
  d.push_back(domain("text(array_csv,of25)", list("", "", ",", ",\"a, \"\"b\"\"\"")));
  d.push_back(domain("text(array_yaml,of25)", list("---\n", "- ", "\n", "\n- 'it''s'\n")));
  d.push_back(domain("text(array_php,of25)", [](Random& r) {
    const std::string text = std::to_string(r.integer(32));
    return form_text("a:2:{i:0;s:" + std::to_string(text.size()) + ":\"" + text + "\";i:1;N;}");
  }));
}

void add_documents(std::vector<CodecDomain>& d) {
  const auto value = [](Random& r) {
    switch (r.below(5)) {
      case 0: return number(r.integer());
      case 1: return number(r.finite());
      case 2: return form_blob(unrepeated_json(r));
      case 3: return form_blob(sqlite_jsonb(r));
      default: return form_text(unrepeated_json(r));
    }
  };
  d.push_back(domain("json_value", value));
  d.push_back(domain("jsonb", value));
  d.push_back(domain("jsonb(last_key)", [](Random& r) { return form_text(r.json()); }));
  d.push_back(domain("jsonb(nonfinite_null)", [](Random& r) {
    return form_text("{\"a\": [NaN, -Infinity, Infinity, " + unrepeated_json(r) + "]}");
  }));
  d.push_back(domain("json_value(nonfinite_text)", [](Random& r) {
    return r.chance(3) ? number(HUGE_VAL) : form_text("[NaN, \"NaN\", -Infinity, " + unrepeated_json(r) + "]");
  }));
  d.push_back(domain("jsonb(strip)", [](Random& r) {
    static constexpr const char* bad[] = {"\\u0000", "\\ud800", "\\udc00x", "\\ud83d\\ude00", "\\\\u0000"};
    return form_text("[\"" + std::string(bad[r.below(std::size(bad))]) + "\", 1]");
  }));
  d.push_back(domain("bytea_hex", [](Random& r) {
    static constexpr const char* before[] = {"", "\\x", "0x"};
    return r.chance(4) ? form_blob(r.bytes(9)) : form_text(before[r.below(3)] + hex(r, 2 * r.below(9)));
  }));
  d.push_back(domain("bytea_base64", [](Random& r) {
    static constexpr const char* texts[] = {"", "QQ==", "QUI=", "QUJD", "QQ", "_-8=", "/+8="};
    return form_text(std::string("QUJD") + texts[r.below(std::size(texts))]);
  }));
  d.push_back(domain("uuid_dotnet", [](Random& r) {
    std::string s;
    while (s.size() < 16) s += static_cast<char>(r.bits());
    return form_blob(s);
  }));
  d.push_back(
      domain("text_or_blob", [](Random& r) { return r.chance(2) ? form_blob(r.text(20)) : form_text(r.text(20)); }));
}

}  // namespace

std::vector<CodecDomain> form_domains() {
  std::vector<CodecDomain> domains;
  add_numbers(domains);
  add_addresses(domains);
  add_ranges(domains);
  add_arrays(domains);
  add_lists(domains);
  add_documents(domains);
  return domains;
}

}  // namespace lite2pg::test
