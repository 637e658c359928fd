// Lines of a mapping file that settle something, kept as data until they are shown: what several offer for one place is
// joined, so that all lines that are shown can be pasted together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

/// One section of a mapping file, and what may stand in it.
struct Remedy {
  std::string section;               ///< "[table.\"t\".column.\"c\"]"
  std::vector<std::string> choices;  ///< "key = value  # comment", a line each or several; each of them settles all.

  friend bool operator==(const Remedy&, const Remedy&) = default;
};
/// What settles the misfits of every column. Choices are compared by their text.
inline constexpr std::string_view reject_choice =
    "on_misfit = \"reject\"  # rows with such values are set aside in lite2pg.rejected_row";

using Remedies = std::vector<Remedy>;  ///< All of them together settle it, each in a section of its own.

/// The first choice, then the others as comments ("# or: ..."), each line with its end. Empty where there is no choice.
[[nodiscard]] std::string text_of(const Remedy& remedy);
[[nodiscard]] std::string text_of(const Remedies& remedies);

/// What settles both: sections that only one of them has, and of the others the choices that both have, in the order of
/// `one`. A section of which none is common stays, without choices: nothing that follows settles it.
[[nodiscard]] Remedies joined(const Remedies& one, const Remedies& other);
/// The choices that both have, in the order of `one`; without choices where there is none, or the sections differ.
[[nodiscard]] Remedy common(const Remedy& one, const Remedy& other);

}  // namespace lite2pg
