#include "verify/tool/difference_text.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "common/text.h"
#include "verify/tool/words.h"

namespace lite2pg {
namespace {

constexpr std::size_t shown_whole = 3;  ///< Of each kind, when there are more than `most_whole`.
constexpr std::size_t most_whole = 5;
constexpr std::size_t keys_shown = 20;

std::string places_text(const TableOutcome& t) {
  std::string text;
  const auto add = [&](std::uint64_t n, const std::string& where) {
    if (n > 0) text += (text.empty() ? ": " : ", ") + with_thousands(n) + " " + where;
  };
  const std::vector<std::uint64_t>& changed = t.places.changed;
  for (std::size_t i = 0; i < changed.size() && i < t.report.columns.size(); ++i)
    add(changed[i], "in column " + t.report.columns[i].source);
  add(t.places.missing, t.places.missing == 1 ? "missing row" : "missing rows");
  add(t.places.extra, t.places.extra == 1 ? "extra row" : "extra rows");
  return text;
}

std::string difference_text(const Difference& d) {
  std::string text = "  " + std::string(name_of(d.kind)) + (d.drift ? " since the import" : "") + ": " + d.key;
  if (!d.column.empty()) text += ", column " + d.column;
  text += "\n";
  if (d.kind != DifferenceKind::extra) text += "    source  " + d.source + "\n";
  if (d.kind != DifferenceKind::missing) text += "    target  " + d.target + "\n";
  if (!d.cause.empty()) text += "    cause   " + d.cause + "\n";
  return text;
}

/// Differences of one kind in one column with one cause.
using Alike = std::vector<const Difference*>;

bool are_alike(const Difference& a, const Difference& b) {
  return std::tie(a.kind, a.column, a.cause, a.drift) == std::tie(b.kind, b.column, b.cause, b.drift);
}

/// In the order in which each kind comes first.
std::vector<Alike> groups_of(const TableOutcome& t, bool with_drift) {
  std::vector<Alike> groups;
  for (const Difference& d : t.report.differences) {
    if (d.drift && !with_drift) continue;
    const auto group = std::ranges::find_if(groups, [&](const Alike& g) { return are_alike(*g.front(), d); });
    if (group == groups.end()) {
      groups.push_back({&d});
    } else {
      group->push_back(&d);
    }
  }
  return groups;
}

std::string group_text(const Alike& group) {
  const std::size_t whole = group.size() <= most_whole ? group.size() : shown_whole;
  std::string text;
  for (std::size_t i = 0; i < whole; ++i) text += difference_text(*group[i]);
  if (whole == group.size()) return text;
  text += "  " + with_thousands(group.size() - whole) + " more like these: ";
  for (std::size_t i = whole; i < group.size() && i < whole + keys_shown; ++i)
    text += (i > whole ? "; " : "") + group[i]->key;
  return text + (group.size() > whole + keys_shown ? "; …\n" : "\n");
}

}  // namespace

std::string count_text(const TableOutcome& t) {
  return (t.complete ? "" : "at least ") + plural(t.report.differences_total, "difference");
}

std::string differences_text(const TableOutcome& t, bool with_drift) {
  const std::vector<Alike> groups = groups_of(t, with_drift);
  if (groups.empty()) return {};
  std::string text = "\n" + name_text(t.report) + ": " + count_text(t) + places_text(t) + "\n";
  for (const Alike& group : groups) text += group_text(group);
  const std::size_t listed = t.report.differences.size();
  if (listed < t.report.differences_total)
    text += "  the first " + with_thousands(listed) + " were looked at closely (--diff-limit)\n";
  return text;
}

}  // namespace lite2pg
