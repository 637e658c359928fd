// The verdict, what needs a decision, and what the verdict does not speak of.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/json_text.h"
#include "common/text.h"
#include "mapping/page/sections.h"

namespace lite2pg::page {
namespace {

std::uint64_t sum_of(const Report& report, const std::string& key) {
  std::uint64_t sum = 0;
  for (const Report& table : list_at(report, "tables")) sum += count_at(table, key);
  return sum;
}

std::uint64_t objects_with(const Report& report, std::string_view status) {
  const Report& objects = list_at(report, "objects");
  return static_cast<std::uint64_t>(
      std::ranges::count_if(objects, [&](const Report& o) { return text_at(o, "status") == status; }));
}

std::uint64_t left_out_count(const Report& report) {
  return list_at(report, "not_compared").size() + list_at(report, "missing").size();
}

Verdict verify_verdict(const Report& report) {
  const std::string where = text_at(report, "source") + " and " + text_at(report, "target");
  const std::string what =
      counted(list_at(report, "tables").size(), "table") + " (" + counted(sum_of(report, "rows_target"), "row") + ")";
  if (text_at(report, "verdict") == "equal") {
    const bool whole = left_out_count(report) == 0;
    return {"Equal: " + what + " have the same content in " + where +
                (whole ? "." : "; what is listed below was not compared."),
            "good"};
  }
  const std::uint64_t rows = sum_of(report, "differences_total"), schema = count_at(report, "schema_differences");
  return {"Different: " + counted(rows, "difference") + " in rows and " + std::to_string(schema) +
              " in the schema between " + where + ".",
          "bad"};
}

/// Of rounds, a freeze, a repair or an undo.
Verdict step_verdict(const Report& report) {
  const std::string verdict = text_at(report, "verdict");
  const std::size_t changes = list_at(report, "changes").size(), rounds = list_at(report, "rounds").size();
  if (report.contains("freeze_seconds"))
    return {"Frozen, proven equal and published: the source was locked for " +
                human_seconds(number_at(report, "freeze_seconds")) + ".",
            "good"};
  if (verdict == "different" && report.contains("rounds")) return {"Not equal: nothing was published.", "bad"};
  if (report.contains("rounds")) return {"Brought up to the present by " + counted(rounds, "round") + ".", "good"};
  if (verdict == "equal") return {"In step: " + counted(changes, "row") + " changed, all verified equal.", "good"};
  if (report.contains("undoes"))
    return {"Repair " + text_at(report, "undoes") + " is undone" + (verdict == "done" ? "." : " but for rows skipped."),
            verdict == "done" ? "good" : "warn"};
  return {"Not in step: " + counted(changes, "row") + " changed, " + counted(count_at(report, "skipped_total"), "row") +
              " skipped.",
          "bad"};
}

bool is_step(const Report& report) { return report.contains("rounds") || report.contains("changes"); }

bool is_verify(const Report& report) { return text_at(report, "tool") == "lite2pg-verify"; }

/// "| what | reason |" as a table.
Html reasons(const std::vector<std::pair<std::string, std::string>>& rows) {
  Html html;
  html.raw("<div class=\"wide\"><table><thead><tr><th>what</th><th>why</th></tr></thead><tbody>");
  for (const auto& [what, why] : rows) {
    html.open("tr").open("td").element("bdi", what).close("td").element("td", why).close("tr");
  }
  return html.raw("</tbody></table></div>");
}

std::string named(const Report& object) {
  std::string name = text_at(object, "kind");
  std::ranges::replace(name, '_', ' ');
  name += " " + text_at(object, "name");
  const std::string table = text_at(object, "table");
  return table.empty() ? name : name + " of " + table;
}

std::string place(const Report& item) {
  const std::string column = text_at(item, "column");
  return text_at(item, "table") + (column.empty() ? "" : "." + column);
}

std::vector<std::pair<std::string, std::string>> objects_not_as_they_were(const Report& report,
                                                                          std::string_view status) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Report& o : list_at(report, "objects")) {
    if (text_at(o, "status") == status) rows.emplace_back(named(o), text_at(o, "reason"));
  }
  return rows;
}

void append_list(Html& html, const std::string& title, const std::vector<std::pair<std::string, std::string>>& rows) {
  if (rows.empty()) return;
  html.element("h3", title + " (" + std::to_string(rows.size()) + ")").append(reasons(rows));
}

std::vector<std::pair<std::string, std::string>> places(const Report& report, const std::string& key) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Report& n : list_at(report, key)) rows.emplace_back(place(n), text_at(n, "reason"));
  return rows;
}

}  // namespace

Verdict verdict_of(const Report& report) {
  const std::string verdict = text_at(report, "verdict"), error = text_at(report, "error");
  if (verdict == "refused") return {"Refused: " + (error.empty() ? "nothing was written" : error) + ".", "warn"};
  if (verdict == "failed") return {"Failed: " + (error.empty() ? "see the log" : error) + ".", "bad"};
  if (is_verify(report)) return verify_verdict(report);
  if (is_step(report)) return step_verdict(report);
  if (verdict != "done") return {verdict, "warn"};
  const std::uint64_t rows = std::max(sum_of(report, "rows_target"), sum_of(report, "rows_source"));
  return {"Done: " + counted(list_at(report, "tables").size(), "table") + ", " + counted(rows, "row") + ", " +
              counted(objects_with(report, "not_carried"), "object") + " not carried.",
          "good"};
}

Html verdict_section(const Report& report) {
  const Verdict verdict = verdict_of(report);
  Html html;
  html.open("div", {{"class", "verdict " + verdict.tone}}).element("h1", verdict.sentence);
  html.element("p",
               text_at(report, "tool") + " " + text_at(report, "version") + ", " + text_at(report, "started_at") +
                   ", " + human_seconds(number_at(report, "seconds")) + ", exit code " + text_at(report, "exit_code"),
               {{"class", "soft"}});
  return html.close("div");
}

Html application_section(const Report& report) {
  Html html;
  if (!report.contains("application") || !report["application"].is_object()) return html;
  const Report& application = report["application"];
  html.element("h2", "Made by " + text_at(application, "framework")).element("p", text_at(application, "evidence"));
  return html.element("pre", text_at(application, "advice")).raw("\n");
}

Html effort_section(const Report& report) {
  Html html;
  if (is_verify(report) || is_step(report) || !report.contains("misfits")) return html;
  const std::size_t decisions = list_at(report, "misfits").size();
  const std::uint64_t lost = objects_with(report, "not_carried"), changed = objects_with(report, "changed");
  html.element("h2", "What it takes");
  html.open("dl");
  html.element("dt", "needs a decision").element("dd", counted(decisions, "column") + " with values that do not fit");
  html.element("dt", "lost").element("dd", counted(lost, "object") + " of the schema, each named below");
  html.element("dt", "changed").element("dd", counted(changed, "object") + " of the schema, each named below");
  if (const auto estimate = report.find("estimate"); estimate != report.end() && estimate->is_object()) {
    if (estimate->contains("seconds")) {
      html.element("dt", "time").element("dd", "about " + human_seconds(number_at(*estimate, "seconds")));
    }
    if (estimate->contains("disk_bytes")) {
      html.element("dt", "disk").element("dd", "about " + human_bytes(count_at(*estimate, "disk_bytes")));
    }
  }
  return html.close("dl");
}

Html left_out_section(const Report& report) {
  Html html, lists;
  append_list(lists, "Missing in the target", places(report, "missing"));
  append_list(lists, "Not compared", places(report, "not_compared"));
  append_list(lists, "Not carried", objects_not_as_they_were(report, "not_carried"));
  append_list(lists, "Changed", objects_not_as_they_were(report, "changed"));
  html.element("h2", "What was not compared or carried");
  if (lists.empty()) html.element("p", "Nothing: all that the source holds is spoken of by the verdict above.");
  html.append(lists);
  const Report& warnings = list_at(report, "warnings");
  if (!warnings.empty()) {
    html.element("h3", "Warnings").open("ul");
    for (const Report& w : warnings) html.element("li", w.is_string() ? w.get<std::string>() : json_text(w));
    html.close("ul");
  }
  return html;
}

}  // namespace lite2pg::page
