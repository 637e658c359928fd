#include "sync/tool/repair_task.h"

#include <map>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/text.h"
#include "common/text_table.h"
#include "sync/apply/repair.h"
#include "sync/apply/undo.h"

namespace lite2pg {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t rows_shown = 50, keys_shown = 5;

void set_facts(Report& report, const std::vector<std::pair<std::string, OrderedJson>>& facts) {
  for (const auto& [key, value] : facts) report.facts.set(key, value);
}

OrderedJson changes_json(const std::vector<MadeChange>& changes) {
  OrderedJson list = OrderedJson::array();
  for (const MadeChange& c : changes) {
    list.push_back({{"table", c.table}, {"kind", c.kind}, {"key", c.key}, {"columns", c.columns}});
  }
  return list;
}

OrderedJson skipped_json(const SkippedRows& skipped) {
  OrderedJson list = OrderedJson::array();
  for (const auto& [group, rows] : skipped.groups()) {
    for (const std::string& key : rows.keys) {
      list.push_back({{"table", group.table}, {"kind", group.kind}, {"key", key}, {"reason", group.reason}});
    }
  }
  return list;
}

/// One line a table: what became of its rows.
std::string table_text(const std::vector<MadeChange>& changes, const SkippedRows& skipped) {
  std::map<std::string, std::map<std::string, std::uint64_t>> counts;
  for (const MadeChange& c : changes) ++counts[c.table][c.kind];
  for (const auto& [group, rows] : skipped.groups()) counts[group.table]["skipped"] += rows.count;
  TextTable table({{"table", Align::left},
                   {"inserted", Align::right},
                   {"updated", Align::right},
                   {"deleted", Align::right},
                   {"skipped", Align::right}});
  for (auto& [name, n] : counts) {
    table.add_row({name, with_thousands(n["insert"]), with_thousands(n["update"]), with_thousands(n["delete"]),
                   with_thousands(n["skipped"])});
  }
  return table.empty() ? "" : table.str();
}

std::string change_text(const MadeChange& c) {
  std::string columns;
  for (const std::string& name : c.columns) columns += (columns.empty() ? " (" : ", ") + name;
  return "  " + c.kind + " " + c.table + " " + c.key + (columns.empty() ? "" : columns + ")") + "\n";
}

std::string changes_text(const std::vector<MadeChange>& changes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(changes.size(), rows_shown); ++i) text += change_text(changes[i]);
  if (changes.size() > rows_shown) text += "  and " + with_thousands(changes.size() - rows_shown) + " more\n";
  return text.empty() ? "" : "changes:\n" + text;
}

/// One line a table, kind and reason, with the first keys.
std::string skipped_text(const SkippedRows& skipped) {
  std::string text;
  for (const auto& [group, rows] : skipped.groups()) {
    const std::size_t shown = std::min(rows.keys.size(), keys_shown);
    text += "  " + group.kind + " " + group.table + " ";
    for (std::size_t i = 0; i < shown; ++i) text += (i == 0 ? "" : "; ") + rows.keys[i];
    if (rows.count > shown) text += " and " + with_thousands(rows.count - shown) + " more";
    text += ": " + group.reason + "\n";
  }
  return text.empty() ? "" : "skipped:\n" + text;
}

/// To be pasted.
std::string remedies_text(const SkippedRows& skipped) {
  std::string text;
  for (const std::string& r : skipped.remedies()) text += r + "\n";
  return text.empty() ? "" : "then repair again, after:\n" + text;
}

std::string warnings_text(const std::vector<std::string>& warnings) {
  std::string text;
  for (const std::string& w : warnings) text += "warning: " + w + "\n";
  return text;
}

std::string verdict_text(const RepairSettings& settings, const RepairResult& r) {
  if (settings.dry_run) {
    return r.in_step() ? "in step: nothing to repair\n" : "dry run: nothing was written\n";
  }
  if (r.unverified) return "repaired, but not verified: " + std::string(r.unverified->what()) + "\n";
  if (r.in_step()) return r.record.id.empty() ? "in step: nothing to repair\n" : "in step: verified equal\n";
  const VerifyResult& v = *r.verified;
  const std::uint64_t rows = v.damage() + v.drift();
  return "NOT IN STEP: " + with_thousands(rows) + " differences left, " + with_thousands(v.unproven()) +
         " not compared; lite2pg-verify names them\n";
}

std::string result_text(const RepairSettings& settings, const RepairResult& r) {
  std::string text = "source: " + r.source + "\ntarget: " + r.target + "\nplan: " + r.plan + "\n";
  text +=
      table_text(r.changes, r.skipped) + changes_text(r.changes) + skipped_text(r.skipped) + remedies_text(r.skipped);
  for (const std::string& t : r.silent_triggers) text += "trigger that did not fire: " + t + "\n";
  text += warnings_text(r.warnings);
  if (!r.record.id.empty()) text += "repair " + r.record.id + "; lite2pg-sync TARGET --undo " + r.record.id + "\n";
  return text + verdict_text(settings, r);
}

std::string undo_text(const UndoSettings& settings, const UndoResult& r) {
  const bool whole = r.skipped.total() == 0;
  return "target: " + r.target + "\n" + table_text(r.changes, r.skipped) + changes_text(r.changes) +
         skipped_text(r.skipped) +
         (settings.dry_run
              ? "dry run: nothing was written\n"
              : "repair " + r.record.undoes + " is undone" + (whole ? "\n" : " but for the rows skipped\n"));
}

void fill_report(const RepairResult& r, Report& report) {
  report.run = r.record.run;
  report.verdict = r.in_step() ? Verdict::equal : Verdict::different;
  report.warnings = r.warnings;
  if (r.verified) {
    for (const TableOutcome& t : r.verified->tables) report.tables.push_back(t.report);
  }
  set_facts(report, {{"source", r.source},
                     {"target", r.target},
                     {"plan", r.plan},
                     {"repair", r.record.id},
                     {"changes", changes_json(r.changes)},
                     {"skipped", skipped_json(r.skipped)},
                     {"skipped_total", r.skipped.total()},
                     {"remedies", r.skipped.remedies()},
                     {"silent_triggers", r.silent_triggers},
                     {"capabilities", to_json(r.capabilities)}});
}

/// With the code of what ended the verification.
Error unverified_error(const RepairResult& r) {
  return {r.unverified->code(),
          "repair " + r.record.id + " stands, but the verification after it ended: " + r.unverified->what(),
          "lite2pg-verify looks again; lite2pg-sync TARGET --undo " + r.record.id + " takes it back"};
}

}  // namespace

int run_repair(const RepairSettings& settings, RunMonitor& monitor, Progress& progress, Report& report,
               const Say& say) {
  const RepairResult result = repair(settings, monitor, progress);
  fill_report(result, report);
  say(result_text(settings, result));
  if (result.refusal) throw Error(*result.refusal);
  if (result.unverified) throw unverified_error(result);
  return static_cast<int>(result.in_step() ? ExitCode::done : ExitCode::different);
}

int run_undo(const UndoSettings& settings, Report& report, const Say& say) {
  const UndoResult result = undo(settings);
  const bool whole = result.skipped.total() == 0;
  report.verdict = whole ? Verdict::done : Verdict::different;
  report.run = result.record.run;
  set_facts(report, {{"target", result.target},
                     {"repair", result.record.id},
                     {"undoes", result.record.undoes},
                     {"changes", changes_json(result.changes)},
                     {"skipped", skipped_json(result.skipped)},
                     {"skipped_total", result.skipped.total()}});
  say(undo_text(settings, result));
  return static_cast<int>(whole ? ExitCode::done : ExitCode::different);
}

}  // namespace lite2pg
