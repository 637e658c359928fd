#include "common/json_text.h"

#include <nlohmann/json.hpp>

namespace lite2pg {
namespace {

template <typename Json>
std::string text_of(const Json& value, NotUtf8 bytes, int indent) {
  using enum nlohmann::detail::error_handler_t;
  return value.dump(indent, ' ', false, bytes == NotUtf8::replaced ? replace : strict);
}

}  // namespace

std::string json_text(const nlohmann::json& value, NotUtf8 bytes, int indent) { return text_of(value, bytes, indent); }
std::string json_text(const nlohmann::ordered_json& value, NotUtf8 bytes, int indent) {
  return text_of(value, bytes, indent);
}

nlohmann::json read_json(std::string_view text) { return nlohmann::json::parse(text); }
nlohmann::ordered_json read_ordered_json(std::string_view text) { return nlohmann::ordered_json::parse(text); }
nlohmann::json try_json(std::string_view text) { return nlohmann::json::parse(text, nullptr, false); }
nlohmann::ordered_json try_ordered_json(std::string_view text) {
  return nlohmann::ordered_json::parse(text, nullptr, false);
}

}  // namespace lite2pg
