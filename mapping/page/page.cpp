#include "mapping/page/page.h"

#include <nlohmann/json.hpp>

#include "mapping/page/sections.h"
#include "mapping/page/style.h"

namespace lite2pg {
namespace {

/// Nothing but inline styles: what slipped through could load and run nothing
/// (https://www.w3.org/TR/CSP3/#csp-directives).
constexpr std::string_view head =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n";

}  // namespace

std::string report_page(std::string_view report_json, const PageOptions& options) {
  const page::Report report = page::Report::parse(report_json);
  Html html;
  html.raw(head).element("title", "lite2pg: " + page::verdict_of(report).sentence).raw("\n<style>").raw(page_style);
  html.raw("</style>\n</head>\n<body>\n");
  html.append(page::verdict_section(report)).raw("\n");
  html.append(page::application_section(report));
  html.append(page::effort_section(report)).raw("\n");
  html.append(page::left_out_section(report)).raw("\n");
  html.append(page::identity_section(report, report_json)).raw("\n");
  html.append(page::run_section(report)).raw("\n");
  html.append(page::round_section(report)).append(page::change_section(report, options));
  html.append(page::difference_section(report, options)).raw("\n");
  html.append(page::misfit_section(report, options)).raw("\n");
  html.append(page::table_section(report)).raw("\n");
  html.append(page::limits_section(report));
  html.raw("\n<footer>").text("Made by lite2pg from the JSON report; without script, without outside parts.");
  html.raw("</footer>\n</body>\n</html>\n");
  return html.str();
}

}  // namespace lite2pg
