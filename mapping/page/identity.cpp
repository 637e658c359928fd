// Who was compared with whom, by what; how to check again, and what the figures cannot tell.
#include <nlohmann/json.hpp>

#include "mapping/page/sections.h"
#include "mapping/page/sha256.h"

namespace lite2pg::page {
namespace {

struct Fact {
  std::string_view key, label;
};

constexpr Fact facts[] = {{"source", "source"},
                          {"source_fingerprint", "its fingerprint"},
                          {"source_sha256", "its SHA-256"},
                          {"target", "target"},
                          {"schema", "schema"},
                          {"run", "run"},
                          {"plan", "plan"},
                          {"plan_hash", "plan hash"},
                          {"staging_schema", "staging schema"},
                          {"snapshot", "snapshot"},
                          {"algorithm", "digests"},
                          {"seed", "seed"},
                          {"reader", "reader"}};

}  // namespace

Html identity_section(const Report& report, std::string_view json) {
  Html html;
  html.element("h2", "What this is about").open("dl");
  for (const Fact& fact : facts) {
    const std::string text = text_at(report, std::string(fact.key));
    if (!text.empty()) html.element("dt", fact.label).open("dd").element("bdi", text).close("dd");
  }
  html.element("dt", "made by").element("dd", text_at(report, "tool") + " " + text_at(report, "version"));
  html.element("dt", "SHA-256 of the JSON report").open("dd").element("code", sha256_hex(json)).close("dd");
  html.close("dl");
  return html.element("p",
                      "This page is not the evidence: the JSON report is. Sign that file with ssh-keygen -Y sign -n "
                      "lite2pg, and compare its SHA-256 with the one above.",
                      {{"class", "soft"}});
}

Html limits_section(const Report& report) {
  Html html;
  html.element("h2", "How far this goes, and how to check again");
  if (const std::string miss = text_at(report, "miss_probability"); !miss.empty()) {
    html.element("p", "A difference between two rows goes unseen with probability " + miss +
                          ". The digests find accidents and errors; they are no defence against somebody who forges "
                          "rows on purpose.");
  }
  html.element("p", "Check again at any time:");
  html.element("pre",
               "lite2pg-verify SOURCE TARGET --report again.json --report-html again.html\nsha256sum report.json");
  return html.element("p",
                      "The page speaks of the state at the time above. Rows that the application wrote later are "
                      "told apart as drift by lite2pg-verify.",
                      {{"class", "soft"}});
}

}  // namespace lite2pg::page
