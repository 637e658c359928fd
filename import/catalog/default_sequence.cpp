#include "import/catalog/default_sequence.h"

#include <vector>

#include "common/text.h"

namespace lite2pg {
namespace {

/// The text of the literal that begins at `at` with a quote; doubled quotes stand for one.
std::string literal_at(std::string_view text, std::size_t at) {
  std::string value;
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\'' && (at + 1 == text.size() || text[++at] != '\'')) break;
    value += text[at];
  }
  return value;
}

/// schema.name in its parts, as regclass reads it: what is not quoted is folded to lower case.
std::vector<std::string> parts_of(std::string_view name) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '"' && quoted && i + 1 < name.size() && name[i + 1] == '"') {
      parts.back() += name[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == '.' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += quoted ? std::string(1, c) : ascii_lower(std::string_view(&c, 1));
    }
  }
  return parts;
}

}  // namespace

std::optional<SequenceName> sequence_of_default(std::string_view expression) {
  const std::size_t call = expression.find("nextval(");
  if (call == expression.npos) return std::nullopt;
  const std::size_t quote = expression.find('\'', call);
  if (quote == expression.npos) return std::nullopt;
  std::vector<std::string> parts = parts_of(literal_at(expression, quote));
  if (parts.size() == 1) return SequenceName{"", std::move(parts[0])};
  return SequenceName{std::move(parts[parts.size() - 2]), std::move(parts.back())};
}

}  // namespace lite2pg
