// Options from a file: lite2pg.toml, or what --config names. A key is an option without its dashes. Keys at the top are
// for every tool that runs with the file; a section [import], [verify], ... is for that tool alone and comes before.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/options/table.h"

namespace lite2pg {

/// The file that is read when no other is named and it stands in the current folder.
inline constexpr std::string_view default_config = "lite2pg.toml";

/// What the TOML text says for the options of `tool` ("lite2pg-import"). `file` is for messages.
/// Throws Error(usage) naming the line for a key that is no option, a value of the wrong kind, and what is no TOML.
/// No message holds a value: one may be a secret that came to the wrong place.
[[nodiscard]] std::map<std::string, GivenOption, std::less<>> options_in(std::string_view text, const std::string& file,
                                                                         std::string_view tool,
                                                                         const OptionTable& table);

/// Throws Error(usage) for a file that another user owns or that others may write: it can name programs to run.
void require_own_file(const std::string& path);

/// The strings of a TOML array: ["a", "b"]. Throws Error(usage), naming `said`.
[[nodiscard]] std::vector<std::string> words_of_array(std::string_view text, const std::string& said);

}  // namespace lite2pg
