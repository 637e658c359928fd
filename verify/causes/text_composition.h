// Letters with accents, written as one character or as a letter and a mark: for guessing what happened to a text.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// UTF-8 with accented Latin letters taken apart into the letter and its combining mark, as Unicode's normalisation
/// form D does (https://www.unicode.org/reports/tr15/). Everything else as it stands.
[[nodiscard]] std::string decomposed(std::string_view text);

}  // namespace lite2pg
