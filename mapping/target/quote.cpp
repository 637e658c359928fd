#include "mapping/target/quote.h"

#include "common/error.h"

namespace lite2pg {
namespace {

/// `text` in quotes, with quotes inside doubled. A NUL would cut the statement where libpq sends it.
std::string quoted(std::string_view text, char quote) {
  if (text.find('\0') != std::string_view::npos)
    throw Error(ExitCode::refused, "a name or text of the schema holds a NUL byte, which PostgreSQL cannot hold");
  std::string result(1, quote);
  for (const char c : text) {
    if (c == quote) result += quote;
    result += c;
  }
  return result + quote;
}

}  // namespace

std::string quote_identifier(std::string_view name) { return quoted(name, '"'); }

std::string quote_literal(std::string_view text) { return quoted(text, '\''); }

std::string quote_bytea(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result = "'\\x";
  for (const char c : bytes) {
    result += digits[static_cast<unsigned char>(c) >> 4];
    result += digits[static_cast<unsigned char>(c) & 15];
  }
  return result + "'::bytea";
}

std::string qualified(std::string_view schema, std::string_view name) {
  return quote_identifier(schema) + '.' + quote_identifier(name);
}

}  // namespace lite2pg
