// Small pieces of the text for people.
#pragma once

#include <cstdint>
#include <string>

#include "common/text.h"
#include "mapping/documents/report.h"

namespace lite2pg {

[[nodiscard]] inline std::string plural(std::uint64_t n, const std::string& noun) {
  return with_thousands(n) + " " + noun + (n == 1 ? "" : "s");
}

/// The table's name, both when they differ.
[[nodiscard]] inline std::string name_text(const ReportTable& t) {
  return t.source == t.target ? t.source : t.source + " -> " + t.target;
}

}  // namespace lite2pg
