#include "mapping/choice/toml.h"

namespace lite2pg {

std::string toml_string(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      result += "\\u00";
      result += hex[static_cast<unsigned char>(c) >> 4];
      result += hex[c & 15];
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string mapping_section(std::string_view table) { return "[table." + toml_string(table) + "]"; }

std::string mapping_section(std::string_view table, std::string_view column) {
  return "[table." + toml_string(table) + ".column." + toml_string(column) + "]";
}

}  // namespace lite2pg
