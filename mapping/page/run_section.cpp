// The run in pictures: what was at work when, how large the tables are, how well columns fit.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/text.h"
#include "mapping/page/picture.h"
#include "mapping/page/sections.h"

namespace lite2pg::page {
namespace {

/// What Report keys of the form "load_seconds" tell, one after the other.
std::vector<Stretch> phases_of(const Report& report) {
  std::vector<Stretch> stretches;
  double start = 0;
  for (const auto& [key, value] : report.items()) {
    constexpr std::string_view suffix = "_seconds";
    if (!key.ends_with(suffix) || !value.is_number()) continue;
    const double seconds = value.get<double>();
    stretches.push_back({"phases", key.substr(0, key.size() - suffix.size()), start, seconds});
    start += seconds;
  }
  return stretches;
}

/// The report's timeline when it has one ({"lane", "name", "start", "seconds"} each), else its phases.
std::vector<Stretch> stretches_of(const Report& report) {
  std::vector<Stretch> stretches;
  for (const Report& s : list_at(report, "timeline")) {
    stretches.push_back({text_at(s, "lane"), text_at(s, "name"), number_at(s, "start"), number_at(s, "seconds")});
  }
  return stretches.empty() ? phases_of(report) : stretches;
}

constexpr std::size_t most_bars = 40;

Bar bar_of(const Report& table) {
  const double rows = static_cast<double>(std::max(count_at(table, "rows_target"), count_at(table, "rows_source")));
  const std::string verdict = text_at(table, "verdict");
  const bool good = verdict == "equal" || verdict == "done";
  std::string note = counted(static_cast<std::uint64_t>(rows), "row");
  if (const std::uint64_t bytes = count_at(table, "bytes"); bytes > 0) note += ", " + human_bytes(bytes);
  return {text_at(table, "source"), rows, verdict.empty() ? 0 : rows, note,
          verdict.empty()          ? "bar"
          : good                   ? "good"
          : verdict == "different" ? "bad"
                                   : "warn"};
}

std::vector<Bar> table_bars(const Report& report) {
  std::vector<Bar> bars;
  for (const Report& table : list_at(report, "tables")) bars.push_back(bar_of(table));
  std::ranges::stable_sort(bars, [](const Bar& a, const Bar& b) { return a.whole > b.whole; });
  if (bars.size() > most_bars) bars.resize(most_bars);
  return bars;
}

std::vector<Bar> fidelity_bars(const Report& report) {
  std::vector<Bar> bars = {{"exact", 0, 0, "", "good"}, {"equivalent", 0, 0, "", "warn"}, {"lossy", 0, 0, "", "bad"}};
  for (const Report& table : list_at(report, "tables")) {
    for (const Report& column : list_at(table, "columns")) {
      for (Bar& bar : bars) {
        if (bar.label == text_at(column, "fidelity")) bar.whole += 1;
      }
    }
  }
  std::erase_if(bars, [](const Bar& bar) { return bar.whole == 0; });
  for (Bar& bar : bars) {
    bar.part = bar.whole;
    bar.note = counted(static_cast<std::uint64_t>(bar.whole), "column");
  }
  return bars;
}

void append_picture(Html& html, const std::string& title, const Html& picture) {
  if (!picture.empty()) html.element("h3", title).append(picture);
}

}  // namespace

Html run_section(const Report& report) {
  Html pictures;
  append_picture(pictures, "The run over time", time_picture("The run over time", stretches_of(report)));
  append_picture(pictures, "Tables by rows", bar_picture("Tables by rows", table_bars(report)));
  append_picture(pictures, "Columns by fidelity", bar_picture("Columns by fidelity", fidelity_bars(report)));
  Html html;
  if (pictures.empty()) return html;
  html.element("h2", "The run in pictures").append(pictures);
  if (const std::size_t tables = list_at(report, "tables").size(); tables > most_bars) {
    html.element("p", "The " + std::to_string(most_bars) + " largest of " + std::to_string(tables) + " tables.",
                 {{"class", "soft"}});
  }
  return html;
}

}  // namespace lite2pg::page
