#include "verify/tool/text.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "common/text.h"
#include "common/text_table.h"
#include "verify/tool/difference_text.h"
#include "verify/tool/report.h"
#include "verify/tool/words.h"

namespace lite2pg {
namespace {

std::string verdict_text(const TableOutcome& t) {
  if (t.report.verdict == Verdict::equal) return "equal";
  std::string text = "different: " + count_text(t);
  if (t.drift > 0) text += " (" + with_thousands(t.drift) + " since the import)";
  return text;
}

std::string tables_text(const VerifyResult& result) {
  TextTable text({{"table"}, {"rows source", Align::right}, {"rows target", Align::right}, {"verdict"}});
  std::uint64_t source = 0, target = 0;
  for (const TableOutcome& t : result.tables) {
    const std::uint64_t s = t.report.rows_source.value_or(0), d = t.report.rows_target.value_or(0);
    text.add_row({name_text(t.report), with_thousands(s), with_thousands(d), verdict_text(t)});
    source += s;
    target += d;
  }
  text.add_rule();
  text.add_row({plural(result.tables.size(), "table"), with_thousands(source), with_thousands(target), ""});
  return text.str();
}

/// The places of all differences of which the same is to be said.
struct AlikeDifferences {
  const SchemaDifference* first;
  std::vector<std::string> places;
};

std::vector<AlikeDifferences> alike(const std::vector<SchemaDifference>& differences) {
  const auto words = [](const SchemaDifference& d) { return std::tuple(d.reason(), d.planned, d.actual); };
  std::map<decltype(words(differences[0])), std::size_t> groups;
  std::vector<AlikeDifferences> said;
  for (const SchemaDifference& d : differences) {
    const auto [group, is_new] = groups.try_emplace(words(d), said.size());
    if (is_new) said.push_back({&d, {}});
    said[group->second].places.push_back(d.table + (d.name.empty() ? "" : "." + d.name));
  }
  return said;
}

/// "a, b, ... and 12 more"
std::string listed(const std::vector<std::string>& places) {
  constexpr std::size_t shown = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, places.size()); ++i) text += (i == 0 ? "" : ", ") + places[i];
  return places.size() > shown ? text + " and " + with_thousands(places.size() - shown) + " more" : text;
}

/// "NOT NULL is missing: orders.total, orders.note" once for all objects of which the same is to be said.
std::string schema_text(const SchemaOutcome& schema) {
  if (!schema.compared) return {};
  const auto beside =
      static_cast<std::uint64_t>(std::ranges::count_if(schema.differences, [](const SchemaDifference& d) {
        return d.fault == SchemaFault::extra && d.weight == Weight::told;
      }));
  const std::uint64_t differing = schema.differences.size() - beside;
  std::string text = "\nschema: " + plural(schema.objects, "object") + " compared, ";
  text += differing == 0 ? "equal" : plural(differing, "difference");
  if (beside > 0) text += "; beside the plan: " + plural(beside, "object");
  text += "\n";
  for (const auto& [d, places] : alike(schema.differences)) {
    text += "  " + d->reason() + ": " + listed(places) + "\n";
    if (!d->planned.empty() && d->aspect != Aspect::not_null) text += "    planned  " + d->planned + "\n";
    if (!d->actual.empty() && d->aspect != Aspect::not_null) text += "    target   " + d->actual + "\n";
  }
  return text;
}

std::string baseline_text(const VerifyResult& result) {
  if (result.baseline.empty()) return {};
  std::string text = "\nsince the baseline of " + result.baseline + ": ";
  if (result.baseline_changes.empty()) return text + "nothing changed in the target\n";
  text += plural(result.baseline_changes.size(), "table") + " changed\n";
  for (const BaselineChange& c : result.baseline_changes) {
    text += "  " + c.table + ": " + with_thousands(c.rows_then) + " rows then, " + with_thousands(c.rows_now) +
            " now; " + with_thousands(c.buckets_changed) + " of " + plural(c.buckets, "bucket") + " differ\n";
  }
  return text;
}

std::string place(const NotCompared& n) { return n.table + (n.column.empty() ? "" : "." + n.column); }

std::string notes_text(const VerifyResult& result) {
  std::string text;
  for (const std::string& f : result.faults) text += "ledger: " + f + "\n";
  for (const NotCompared& n : result.missing) text += "missing: " + place(n) + ": " + n.reason + "\n";
  for (const NotCompared& n : result.left_out) text += "not compared: " + place(n) + ": " + n.reason + "\n";
  for (const std::string& a : result.assumptions) text += "assumed: " + a + "\n";
  for (const std::string& w : result.warnings) text += "note: " + w + "\n";
  return text.empty() ? "" : "\n" + text;
}

/// A schema that nobody planned may differ and the data be equal; it is not passed over in silence.
std::string unplanned_text(const SchemaOutcome& schema) {
  const bool differs = std::ranges::any_of(schema.differences, [](const SchemaDifference& d) {
    return d.weight == Weight::told && d.fault != SchemaFault::extra && d.fault != SchemaFault::exhausted;
  });
  return differs ? "the schema was made elsewhere and differs as listed; --schema-only makes that a failure\n" : "";
}

/// What to say of the things that were asked for and could not be compared.
std::string unproven_text(const VerifyResult& result) {
  std::string kinds;
  for (const NotCompared& n : result.left_out) {
    if (!n.counts()) continue;
    const std::string kind = n.what == Unproven::rows ? n.table : std::string(name_of(n.what));
    if (("," + kinds + ",").find("," + kind + ",") == std::string::npos) kinds += (kinds.empty() ? "" : ",") + kind;
  }
  return plural(result.unproven(), "thing") + " could not be compared (--allow-uncompared " + kinds + " accepts that)";
}

std::string closing_line(const VerifyResult& result, FailOn fail_on) {
  const std::string scope = result.tables.empty()
                                ? "schema, " + plural(result.schema.objects, "object")
                                : plural(result.tables.size(), "table") + ", " + plural(result.rows(), "row");
  const std::string seconds = ", " + human_seconds(result.seconds);
  const bool differs = result.damage() > 0 || (fail_on == FailOn::drift && result.drift() > 0);
  if (!differs && result.unproven() > 0) {
    return "\nNOT PROVEN: no difference in " + scope + seconds + ", but " + unproven_text(result) + "\n";
  }
  if (result.damage() == 0 && result.drift() == 0) {
    const std::string proof = result.tables.empty() ? "" : "; a difference escapes with probability 2^-128";
    return "\nequal: " + scope + seconds + proof + "\n" + unplanned_text(result.schema);
  }
  if (result.is_equal(fail_on)) {
    return "\nintact: " + scope + seconds + "; " + plural(result.drift(), "difference") +
           " in rows written since the import\n";
  }
  std::string text =
      "\nDIFFERENT: " + plural(result.damage() + result.drift(), "difference") + " in " + scope + seconds;
  if (result.damage() == 0) text += "; all in rows written since the import (--fail-on damage accepts these)";
  return text + "\n";
}

/// What comes first of what made the run fail, in a few words.
std::string first_finding(const VerifyResult& result) {
  if (!result.faults.empty()) return result.faults.front();
  if (!result.missing.empty()) return place(result.missing.front()) + ": " + result.missing.front().reason;
  for (const TableOutcome& t : result.tables) {
    if (t.report.differences.empty()) continue;
    const Difference& d = t.report.differences.front();
    return name_text(t.report) + ": " + std::string(name_of(d.kind)) + " " + d.key +
           (d.column.empty() ? "" : ", column " + d.column);
  }
  const auto failing = std::ranges::find(result.schema.differences, Weight::failure, &SchemaDifference::weight);
  if (failing != result.schema.differences.end()) {
    return failing->reason() + ": " + failing->table + (failing->name.empty() ? "" : "." + failing->name);
  }
  const auto unproven = std::ranges::find_if(result.left_out, &NotCompared::counts);
  return unproven == result.left_out.end() ? "" : place(*unproven) + ": " + unproven->reason;
}

}  // namespace

std::string short_text(const VerifyResult& result, FailOn fail_on) {
  std::string text = closing_line(result, fail_on).substr(1);
  if (const std::string first = first_finding(result); !first.empty())
    text.insert(text.size() - 1, "; first: " + first);
  return text;
}

std::string result_text(const VerifyResult& result, FailOn fail_on, bool show_drift) {
  std::string text = "source  " + result.source + "\ntarget  " + result.target + "\nplan    " + result.plan + "\n";
  if (!result.tables.empty()) text += "digest  " + algorithm_name() + "; seed " + std::to_string(result.seed) + "\n";
  if (!result.tables.empty()) text += "\n" + tables_text(result);
  for (const TableOutcome& t : result.tables) text += differences_text(t, show_drift || fail_on == FailOn::drift);
  return text + schema_text(result.schema) + baseline_text(result) + notes_text(result) + closing_line(result, fail_on);
}

}  // namespace lite2pg
