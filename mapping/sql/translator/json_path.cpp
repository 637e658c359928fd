#include "mapping/sql/translator/json_path.h"

#include "mapping/sql/operands/scope.h"

namespace lite2pg {
namespace {

bool is_key_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

bool is_json(const Operand& operand) noexcept {
  if (operand.column == nullptr) return false;
  const CodecId id = operand.column->codec.id();
  return id == CodecId::json || id == CodecId::jsonb;
}

std::optional<std::vector<std::string>> plain_keys(std::string_view path) {
  if (!path.starts_with("$.")) return std::nullopt;
  std::vector<std::string> keys;
  for (std::size_t at = 1; at < path.size();) {
    if (path[at++] != '.') return std::nullopt;
    const std::size_t begin = at;
    while (at < path.size() && is_key_character(path[at])) ++at;
    const std::string_view key = path.substr(begin, at - begin);
    // Only digits: PostgreSQL would take it for an index of an array.
    if (key.empty() || key.find_first_not_of("0123456789") == std::string_view::npos) return std::nullopt;
    keys.emplace_back(key);
  }
  return keys;
}

}  // namespace lite2pg
