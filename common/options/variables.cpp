#include "common/options/variables.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "common/options/config_file.h"
#include "common/text.h"

namespace lite2pg {
namespace {

constexpr std::string_view prefix = "LITE2PG_";

/// What a hook is told by variables (docs/observability.md) is no option of the tools that it calls.
constexpr std::array<std::string_view, 22> told_to_hooks = {
    "LITE2PG_HOOK",         "LITE2PG_TASK",        "LITE2PG_SOURCE",
    "LITE2PG_TARGET",       "LITE2PG_SCHEMA",      "LITE2PG_PHASE",
    "LITE2PG_RUN",          "LITE2PG_PLAN_HASH",   "LITE2PG_STAGING_SCHEMA",
    "LITE2PG_TABLES",       "LITE2PG_ROWS",        "LITE2PG_TABLE",
    "LITE2PG_TARGET_TABLE", "LITE2PG_ROWS_SOURCE", "LITE2PG_ROWS_TARGET",
    "LITE2PG_REJECTED",     "LITE2PG_BYTES",       "LITE2PG_SECONDS",
    "LITE2PG_ERROR",        "LITE2PG_EXIT_CODE",   "LITE2PG_ROW_DIFFERENCES",
    "LITE2PG_STATEMENT"};

bool is_told(std::string_view variable) {
  return std::getenv("LITE2PG_HOOK") != nullptr && std::ranges::find(told_to_hooks, variable) != told_to_hooks.end();
}

/// One letter more, less or other, or letters in another order: the environment may well hold options of other tools,
/// and what tests are told.
bool is_slip(std::string_view a, std::string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  if (a.size() > b.size() + 1) return false;
  const auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const std::size_t longer = a.size() - b.size();
  if (a.substr(std::min(at + 1, a.size())) == b.substr(std::min(at + 1 - longer, b.size()))) return true;
  std::string letters(a), others(b);
  std::ranges::sort(letters);
  std::ranges::sort(others);
  return letters == others;
}

}  // namespace

std::string variable_of(std::string_view option) {
  std::string name(prefix);
  for (const char c : option) name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

std::optional<GivenOption> given_by_environment(const Option& option) {
  const std::string variable = variable_of(option.name);
  const char* value = std::getenv(variable.c_str());
  if (value == nullptr || *value == '\0' || is_told(variable)) return std::nullopt;
  const std::string_view text = value;
  const bool several = option.kind == Option::Kind::list && (text.starts_with("[\"") || text.starts_with("['"));
  return GivenOption{several ? words_of_array(text, variable) : std::vector{std::string(text)}, variable};
}

std::vector<std::string> misspelt_variables(const OptionTable& table) {
  std::vector<std::string> known, lines;
  for (const Option& option : table) known.push_back(variable_of(option.name).substr(prefix.size()));
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const std::string variable(text.substr(0, text.find('=')));
    if (!variable.starts_with(prefix) || is_told(variable)) continue;
    const std::string name = variable.substr(prefix.size());
    if (std::ranges::find(known, name) != known.end()) continue;
    const std::string near = nearest(name, known);
    if (is_slip(name, near))
      lines.push_back(variable + " is no option here; did you mean " + std::string(prefix) + near + "?");
  }
  return lines;
}

}  // namespace lite2pg
