#include "common/options/values.h"

#include <algorithm>

#include "common/error.h"
#include "common/source_name.h"
#include "common/text.h"

namespace lite2pg {

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
  std::string result;
  for (const std::string& word : words) result += (result.empty() ? "" : std::string(separator)) + word;
  return result;
}

bool as_flag(const std::string& word, const std::string& said) {
  const std::string folded = ascii_lower(word);
  for (const std::string_view yes : {"true", "1", "yes", "on"}) {
    if (folded == yes) return true;
  }
  for (const std::string_view no : {"false", "0", "no", "off"}) {
    if (folded == no) return false;
  }
  throw Error(ExitCode::usage, said + " " + shown_argument(word) + " is neither true nor false");
}

unsigned as_number(const std::string& word, unsigned max, const std::string& said) {
  const bool digits =
      !word.empty() && word.size() <= 10 && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
  if (digits && std::stoull(word) <= max) return static_cast<unsigned>(std::stoull(word));
  throw Error(ExitCode::usage, said + " " + shown_argument(word) + " is no number from 0 to " + std::to_string(max));
}

std::size_t as_choice(const std::string& word, const std::vector<std::string>& words, const std::string& said) {
  const auto found = std::ranges::find(words, word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  throw Error(ExitCode::usage, said + " does not know " + shown_argument(word), "use " + joined(words, ", "));
}

}  // namespace lite2pg
