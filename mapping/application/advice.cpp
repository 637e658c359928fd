#include "mapping/application/advice.h"

namespace lite2pg {

std::string shell_word(const std::string& text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,@%+";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::vector<std::string> advice_of(const Recognised& found, const std::string& source, const std::string& target) {
  const Framework& framework = *found.framework;
  const std::string name(framework.name);
  const std::string load = "lite2pg-import " + shell_word(source) + " " + shell_word(target) + " --existing --truncate";
  std::vector<std::string> lines = {
      "this database was made by " + name + " (" + found.evidence + "): the application expects the tables that " +
          name + " makes in PostgreSQL itself, and a fresh import makes others",
      "  1. let it make them in an empty database: " + std::string(framework.migrate),
      "  2. load into them: " + load + "   (first with --dry-run)",
  };
  const std::string recipe =
      framework.recipe.empty() ? "existing-schemas.md" : "recipes/" + std::string(framework.recipe) + ".md";
  lines.push_back("  step by step: docs/" + recipe + "; --fresh says that fresh tables are what you want");
  return lines;
}

}  // namespace lite2pg
