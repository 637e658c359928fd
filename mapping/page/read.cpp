#include <nlohmann/json.hpp>

#include "common/text.h"
#include "mapping/page/sections.h"

namespace lite2pg::page {

std::string text_at(const Report& json, const std::string& key) {
  const auto found = json.find(key);
  if (found == json.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->is_primitive() ? found->dump() : std::string();
}

std::uint64_t count_at(const Report& json, const std::string& key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

double number_at(const Report& json, const std::string& key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? found->get<double>() : 0;
}

const Report& list_at(const Report& json, std::string_view key) {
  static const Report none = Report::array();
  const auto found = json.find(std::string(key));
  return found != json.end() && found->is_array() ? *found : none;
}

std::string counted(std::uint64_t n, std::string_view noun) {
  return with_thousands(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

}  // namespace lite2pg::page
