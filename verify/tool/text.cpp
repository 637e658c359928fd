#include "verify/tool/text.h"

#include <algorithm>
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
  if (t.report.verdict == "equal") return "equal";
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

/// "NOT NULL is missing: orders.total, orders.note" once for all objects of which the same is to be said.
std::string schema_text(const SchemaOutcome& schema) {
  if (!schema.compared) return {};
  std::string text = "\nschema: " + plural(schema.objects, "object") + " compared, ";
  if (schema.differences.empty()) return text + "equal\n";
  text += plural(schema.differences.size(), "difference") + "\n";
  std::vector<std::pair<const SchemaDifference*, std::string>> said;
  for (const SchemaDifference& d : schema.differences) {
    const std::string place = d.table + (d.name.empty() ? "" : "." + d.name);
    const auto alike = std::ranges::find_if(said, [&](const auto& s) {
      return std::tie(s.first->reason, s.first->planned, s.first->actual) == std::tie(d.reason, d.planned, d.actual);
    });
    if (alike == said.end()) {
      said.emplace_back(&d, place);
    } else {
      alike->second += ", " + place;
    }
  }
  for (const auto& [d, places] : said) {
    text += "  " + d->reason + ": " + places + "\n";
    if (!d->planned.empty() && d->planned != "NOT NULL") text += "    planned  " + d->planned + "\n";
    if (!d->actual.empty()) text += "    target   " + d->actual + "\n";
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
  for (const NotCompared& n : result.missing) text += "missing: " + place(n) + ": " + n.reason + "\n";
  for (const NotCompared& n : result.left_out) text += "not compared: " + place(n) + ": " + n.reason + "\n";
  for (const std::string& a : result.assumptions) text += "assumed: " + a + "\n";
  for (const std::string& w : result.warnings) text += "note: " + w + "\n";
  return text.empty() ? "" : "\n" + text;
}

/// A schema that nobody planned may differ and the data be equal; it is not passed over in silence.
std::string unplanned_text(const SchemaOutcome& schema) {
  if (schema.decides || schema.differences.empty()) return {};
  return "the schema was made elsewhere and differs as listed; --schema-only makes that a failure\n";
}

std::string closing_line(const VerifyResult& result, FailOn fail_on) {
  const std::string scope = result.tables.empty()
                                ? "schema, " + plural(result.schema.objects, "object")
                                : plural(result.tables.size(), "table") + ", " + plural(result.rows(), "row");
  const std::string seconds = ", " + human_seconds(result.seconds);
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

}  // namespace

std::string result_text(const VerifyResult& result, FailOn fail_on, bool show_drift) {
  std::string text = "source  " + result.source + "\ntarget  " + result.target + "\nplan    " + result.plan + "\n";
  if (!result.tables.empty()) text += "digest  " + algorithm_name() + "; seed " + std::to_string(result.seed) + "\n";
  if (!result.tables.empty()) text += "\n" + tables_text(result);
  for (const TableOutcome& t : result.tables) text += differences_text(t, show_drift || fail_on == FailOn::drift);
  return text + schema_text(result.schema) + baseline_text(result) + notes_text(result) + closing_line(result, fail_on);
}

}  // namespace lite2pg
