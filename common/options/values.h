// What the words given for an option mean. `said` is how a message calls the option: "--jobs", "LITE2PG_JOBS".
// All throw Error(usage) for a word that is none of theirs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

/// true, 1, yes, on; false, 0, no, off; in any case.
[[nodiscard]] bool as_flag(const std::string& word, const std::string& said);
/// 0 to `max`.
[[nodiscard]] unsigned as_number(const std::string& word, unsigned max, const std::string& said);
/// The place of the word among `words`.
[[nodiscard]] std::size_t as_choice(const std::string& word, const std::vector<std::string>& words,
                                    const std::string& said);

[[nodiscard]] std::string joined(const std::vector<std::string>& words, std::string_view separator);

}  // namespace lite2pg
