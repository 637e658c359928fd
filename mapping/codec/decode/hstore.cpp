// https://www.postgresql.org/docs/15/hstore.html; the wire form is hstore_send's.
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "common/bytes.h"
#include "common/json_text.h"
#include "common/text.h"
#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

struct ByLength {
  bool operator()(const std::string& a, const std::string& b) const noexcept {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }
};
using Pairs = std::map<std::string, std::optional<std::string>, ByLength>;

Value spell(const Pairs& pairs, std::string& out) {
  out = "{";
  for (const auto& [key, value] : pairs) {
    if (out.size() > 1) out += ',';
    append_json_string(key, out);
    out += ':';
    append_json_value(value ? Value::text(*value) : Value::null(), out);
  }
  out += '}';
  return Value::text(out);
}

/// A quoted or bare word; false when there is none.
bool take_word(const char*& p, const char* end, std::string& word, bool& quoted) {
  while (p != end && std::string_view(" \t\n\r\v\f").find(*p) != std::string_view::npos) ++p;
  word.clear();
  quoted = p != end && *p == '"';
  if (quoted) ++p;
  for (; p != end; ++p) {
    if (quoted && *p == '"') break;
    if (!quoted && std::string_view(" \t\n\r\v\f,=").find(*p) != std::string_view::npos) break;
    if (*p == '\\' && p + 1 != end) ++p;
    word += *p;
  }
  if (quoted && p == end) return false;
  if (quoted) ++p;
  while (p != end && std::string_view(" \t\n\r\v\f").find(*p) != std::string_view::npos) ++p;
  return quoted || !word.empty();
}

std::optional<Pairs> parse_text(std::string_view text) {
  Pairs pairs;
  const char* p = text.data();
  const char* const end = p + text.size();
  std::string key, value;
  bool quoted = false;
  while (p != end) {
    if (text.find_first_not_of(" \t\n\r\v\f", static_cast<std::size_t>(p - text.data())) == std::string_view::npos)
      break;
    if (!take_word(p, end, key, quoted) || end - p < 2 || p[0] != '=' || p[1] != '>') return std::nullopt;
    p += 2;
    if (!take_word(p, end, value, quoted)) return std::nullopt;
    const bool null = !quoted && equals_ignoring_case(value, "null");
    pairs[key] = null ? std::nullopt : std::optional(value);
    if (p != end && *p++ != ',') return std::nullopt;
  }
  return pairs;
}

std::optional<Pairs> parse_object(std::string_view text) {
  const auto document = try_json(text);
  if (!document.is_object()) return std::nullopt;
  Pairs pairs;
  for (const auto& [key, value] : document.items()) {
    if (value.is_structured() || value.is_number_float()) return std::nullopt;
    auto& to = pairs[key];
    if (value.is_string()) to = value.get<std::string>();
    if (value.is_boolean()) to = value.get<bool>() ? "true" : "false";
    if (value.is_number()) to = json_text(value);
  }
  return pairs;
}

}  // namespace

Value decode_hstore(std::string_view field, std::string& scratch) {
  const std::string_view whole = field;
  const auto number = [&] {
    if (field.size() < 4) throw_bad_field("hstore", whole);
    const auto n = load_be<std::int32_t>(field.data());
    field.remove_prefix(4);
    return n;
  };
  const auto text = [&](std::int32_t size) {
    if (size < 0 || static_cast<std::size_t>(size) > field.size()) throw_bad_field("hstore", whole);
    std::string s(field.substr(0, static_cast<std::size_t>(size)));
    field.remove_prefix(s.size());
    return s;
  };
  Pairs pairs;
  const std::int32_t count = number();
  if (count < 0) throw_bad_field("hstore", whole);
  for (std::int32_t left = count; left > 0; --left) {
    std::string key = text(number());
    const std::int32_t size = number();
    pairs[std::move(key)] = size == -1 ? std::nullopt : std::optional(text(size));
  }
  if (!field.empty()) throw_bad_field("hstore", whole);
  return spell(pairs, scratch);
}

Value canonical_hstore(const Value& v, std::string& scratch) {
  if (v.storage() != StorageClass::text) return v;
  const std::size_t first = v.bytes().find_first_not_of(" \t\r\n");
  const bool object = first != std::string_view::npos && v.bytes()[first] == '{';
  const std::optional<Pairs> pairs = object ? parse_object(v.bytes()) : parse_text(v.bytes());
  return pairs ? spell(*pairs, scratch) : v;
}

}  // namespace lite2pg
