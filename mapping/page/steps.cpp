// What lite2pg-sync did: rounds and the freeze of a live source; rows that were repaired, and rows that were left.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/text.h"
#include "mapping/page/sections.h"

namespace lite2pg::page {
namespace {

constexpr std::size_t most_rows = 500;  ///< Of a list; the report has all.

void open_table(Html& html, const std::vector<std::string_view>& heads) {
  html.raw("<div class=\"wide\"><table><thead><tr>");
  for (const std::string_view head : heads) html.element("th", head);
  html.raw("</tr></thead><tbody>");
}

void append_cell(Html& html, const std::string& text) { html.open("td").element("bdi", text).close("td"); }

std::string tables_anew(const Report& round) {
  std::string text;
  for (const Report& t : list_at(round, "tables_anew"))
    text += (text.empty() ? "" : "; ") + text_at(t, "table") + " loaded anew, " + text_at(t, "why");
  return text;
}

void append_round(Html& html, const std::string& name, const Report& round) {
  const auto count = [&](const char* key) { return with_thousands(count_at(round, key)); };
  html.open("tr").element("td", name);
  for (const char* key : {"rows_inserted", "rows_updated", "rows_deleted"}) html.element("td", count(key));
  html.element("td", count("leaves_read") + " of " + count("leaves"));
  html.element("td", human_seconds(number_at(round, "seconds")));
  html.element("td", human_seconds(number_at(round, "writers_blocked_seconds")));
  html.element("td", human_seconds(number_at(round, "freeze_estimate_seconds")));
  append_cell(html, tables_anew(round));
  html.close("tr");
}

void append_cut(Html& html, const Report& list, std::uint64_t total) {
  const std::uint64_t shown = std::min(list.size(), most_rows);
  if (total > shown)
    html.element("p", "The first " + with_thousands(shown) + " of " + with_thousands(total) + ".", {{"class", "soft"}});
}

std::string columns_of(const Report& change) {
  std::string text;
  for (const Report& column : list_at(change, "columns"))
    text += (text.empty() ? "" : ", ") + (column.is_string() ? column.get<std::string>() : "");
  return text;
}

void append_changes(Html& html, const Report& changes, const PageOptions& options) {
  open_table(html, {"change", "table", "row", "columns"});
  for (std::size_t i = 0; i < std::min(changes.size(), most_rows); ++i) {
    html.open("tr").element("td", text_at(changes[i], "kind"));
    append_cell(html, text_at(changes[i], "table"));
    append_cell(html, shown_key(text_at(changes[i], "key"), options));
    append_cell(html, columns_of(changes[i]));
    html.close("tr");
  }
  html.raw("</tbody></table></div>");
}

void append_skipped(Html& html, const Report& skipped, const PageOptions& options) {
  open_table(html, {"change", "table", "row", "why not"});
  for (std::size_t i = 0; i < std::min(skipped.size(), most_rows); ++i) {
    html.open("tr").element("td", text_at(skipped[i], "kind"));
    append_cell(html, text_at(skipped[i], "table"));
    append_cell(html, shown_key(text_at(skipped[i], "key"), options));
    html.element("td", text_at(skipped[i], "reason")).close("tr");
  }
  html.raw("</tbody></table></div>");
}

}  // namespace

Html round_section(const Report& report) {
  Html html;
  const Report &rounds = list_at(report, "rounds"), &last = list_at(report, "last_rounds");
  if (rounds.empty() && last.empty()) return html;
  html.element("h2", "Rounds");
  open_table(html, {"round", "inserted", "updated", "deleted", "leaves changed", "time", "writers waited",
                    "a freeze then", ""});
  for (std::size_t i = 0; i < rounds.size(); ++i) append_round(html, std::to_string(i + 1), rounds[i]);
  for (std::size_t i = 0; i < last.size(); ++i)
    append_round(html, i == 0 ? "before the lock" : "under the lock", last[i]);
  html.raw("</tbody></table></div>");
  if (report.contains("freeze_seconds"))
    html.element("p", "The source was locked for writers for " + human_seconds(number_at(report, "freeze_seconds")) +
                          ", the hook after-publish included.");
  return html.raw("\n");
}

Html change_section(const Report& report, const PageOptions& options) {
  Html html;
  const Report &changes = list_at(report, "changes"), &skipped = list_at(report, "skipped");
  if (!changes.empty()) {
    html.element("h2", "What was changed (" + with_thousands(changes.size()) + ")");
    append_changes(html, changes, options);
    append_cut(html, changes, changes.size());
  }
  if (!skipped.empty()) {
    const std::uint64_t total = std::max<std::uint64_t>(count_at(report, "skipped_total"), skipped.size());
    html.element("h2", "What was left as it is (" + with_thousands(total) + ")");
    append_skipped(html, skipped, options);
    append_cut(html, skipped, total);
  }
  const Report& remedies = list_at(report, "remedies");
  if (!remedies.empty()) html.element("p", "They can be repaired after:");
  for (const Report& remedy : remedies)
    if (remedy.is_string()) html.element("pre", remedy.get<std::string>());
  if (!html.empty()) html.raw("\n");
  return html;
}

}  // namespace lite2pg::page
