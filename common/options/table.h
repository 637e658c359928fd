// The table that everything about options comes from: help, command line, environment, configuration file, completions.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

/// One named option of a tool.
struct Option {
  enum class Kind : unsigned char { flag, text, number, list, choice };

  std::string name = {};  ///< Without dashes in front: "dry-run".
  std::string group = {};
  std::string placeholder = {};  ///< "FILE.json"; empty for flags.
  std::string help = {};
  Kind kind = Kind::text;
  bool may_stand_alone = false;         ///< A text that may be left out ("--undo", "--undo=ID"): it is empty then.
  std::vector<std::string> words = {};  ///< What a choice takes.
  /// Takes over what was given: "true" or "false" for a flag, any number of words for a list, else one word.
  /// `said` is how a message calls it: "--jobs", "LITE2PG_JOBS". Throws Error(usage).
  std::function<void(const std::vector<std::string>& words, const std::string& said)> assign = {};
};

using OptionTable = std::vector<Option>;

/// The option of that name, or nullptr.
[[nodiscard]] inline const Option* find_option(const OptionTable& table, std::string_view name) {
  for (const Option& option : table) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

/// What was given for an option, and where.
struct GivenOption {
  std::vector<std::string> words;
  std::string said;  ///< "--jobs", "LITE2PG_JOBS", "lite2pg.toml, line 3: jobs"
};

}  // namespace lite2pg
