#include "mapping/plan/remedy.h"

#include <algorithm>
#include <string_view>

namespace lite2pg {
namespace {

/// A choice that is not made is a comment.
void append_choice(std::string_view lines, bool made, std::string& out) {
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    if (!made) out += at == 0 ? "# or: " : "#      ";
    out.append(lines.substr(at, end - at)) += '\n';
    at = end + 1;
  }
}

}  // namespace

std::string text_of(const Remedy& remedy) {
  if (remedy.choices.empty()) return {};
  std::string text = remedy.section + "\n";
  bool made = true;
  for (const std::string& choice : remedy.choices) {
    append_choice(choice, made, text);
    made = false;
  }
  return text;
}

std::string text_of(const Remedies& remedies) {
  std::string text;
  for (const Remedy& remedy : remedies) text += text_of(remedy);
  return text;
}

Remedy common(const Remedy& one, const Remedy& other) {
  Remedy both{one.section, {}};
  if (one.section != other.section) return both;
  for (const std::string& choice : one.choices)
    if (std::ranges::find(other.choices, choice) != other.choices.end()) both.choices.push_back(choice);
  return both;
}

Remedies joined(const Remedies& one, const Remedies& other) {
  Remedies all = one;
  for (const Remedy& remedy : other) {
    const auto same = std::ranges::find(all, remedy.section, &Remedy::section);
    if (same == all.end()) {
      all.push_back(remedy);
    } else {
      *same = common(*same, remedy);
    }
  }
  return all;
}

}  // namespace lite2pg
