#include <array>
#include <optional>

#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

constexpr std::string_view hex = "0123456789abcdef0123456789ABCDEF";

bool read_hex(std::string_view s, std::string& out) {
  if (s.size() >= 2 && (s[0] == '\\' || s[0] == '0') && (s[1] == 'x' || (s[0] == '0' && s[1] == 'X'))) s = s.substr(2);
  out.clear();
  for (std::size_t i = 0; i + 1 < s.size(); i += 2) {
    const std::size_t high = hex.find(s[i]), low = hex.find(s[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return false;
    const auto value = [](std::size_t at) { return at % 16; };
    out += static_cast<char>(value(high) * 16 + value(low));
  }
  return s.size() % 2 == 0;
}

/// https://www.rfc-editor.org/rfc/rfc4648, group by group.
bool read_base64(std::string_view s, std::string& out) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  out.clear();
  while (s.ends_with('=')) s.remove_suffix(1);
  while (!s.empty()) {
    const std::string_view group = s.substr(0, 4);
    s.remove_prefix(group.size());
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const char c = i >= group.size() ? 'A' : group[i] == '-' ? '+' : group[i] == '_' ? '/' : group[i];
      const std::size_t digit = alphabet.find(c);
      if (digit == std::string_view::npos) return false;
      bits = bits << 6 | static_cast<std::uint32_t>(digit);
    }
    if (group.size() == 1) return false;
    for (std::size_t i = 0; i + 1 < group.size(); ++i) out += static_cast<char>(bits >> (16 - 8 * i) & 0xFF);
  }
  return true;
}

}  // namespace

Value canonical_bytes_text(CodecId id, const Value& v, std::string& scratch) {
  if (v.storage() != StorageClass::text) return v;
  const bool read = id == CodecId::bytea_hex ? read_hex(v.bytes(), scratch) : read_base64(v.bytes(), scratch);
  return read ? Value::blob(scratch) : v;
}

Value decode_uuid_dotnet(std::string_view field, std::string& scratch) {
  if (field.size() != 16) throw_bad_field("uuid", field);
  scratch = field;
  std::swap(scratch[0], scratch[3]);
  std::swap(scratch[1], scratch[2]);
  std::swap(scratch[4], scratch[5]);
  std::swap(scratch[6], scratch[7]);
  return Value::blob(scratch);
}

}  // namespace lite2pg
