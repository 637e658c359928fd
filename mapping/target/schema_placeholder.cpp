#include "mapping/target/schema_placeholder.h"

#include "common/error.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr std::string_view tag = "$lite2pg";

}  // namespace

std::string with_schema(std::string_view sql, std::string_view schema) {
  if (schema.find(tag) != std::string_view::npos) {
    throw Error(ExitCode::refused, "schema '" + std::string(schema) + "' has " + std::string(tag) + " in its name",
                "choose another schema with --schema");
  }
  const std::string name = quote_identifier(schema);
  std::string result;
  for (std::size_t at = 0;;) {
    const std::size_t found = sql.find(schema_placeholder, at);
    result += sql.substr(at, found - at);
    if (found == std::string_view::npos) return result;
    result += name;
    at = found + schema_placeholder.size();
  }
}

std::string quote_body(const std::string& body) {
  std::string quotes = std::string(tag) + "$";
  for (int n = 1; body.find(quotes) != std::string::npos; ++n) quotes = std::string(tag) + std::to_string(n) + "$";
  return quotes + "\n" + body + quotes;
}

}  // namespace lite2pg
