// The outcome of a way back as text for people.
#pragma once

#include <string>
#include <vector>

#include "mapping/documents/report.h"

namespace lite2pg {

/// Tables with their rows, then what is to be known, then the verdict. `but`: what it does not hold; may be empty.
[[nodiscard]] std::string back_text(const Report& report, const std::string& out, const std::string& origin,
                                    const std::string& but);

}  // namespace lite2pg
