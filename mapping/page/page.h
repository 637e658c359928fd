// The report as a page for people: one self-contained HTML document without script or outside asset, the same bytes for
// the same report, light and dark, for a phone and for A4. The page is not the evidence: it carries the SHA-256 of the
// JSON report, which can be signed (ssh-keygen -Y sign).
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

struct PageOptions {
  bool redact = false;  ///< Values of rows are left out; keys stay, as their SHA-256 shortened to 16 digits.
};

/// `report_json`: the document that --report writes, whole. Reads only what is there: a key that the tool does not have
/// leaves its section out. Throws std::exception for what is no report.
[[nodiscard]] std::string report_page(std::string_view report_json, const PageOptions& options);

}  // namespace lite2pg
