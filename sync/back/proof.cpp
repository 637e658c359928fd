#include "sync/back/proof.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <map>

#include "common/error.h"
#include "common/interrupt.h"
#include "common/memory.h"
#include "common/text.h"
#include "export/pages/source.h"
#include "import/ledger/ledger.h"
#include "mapping/value/seed.h"
#include "sync/sqlite/fault_list.h"
#include "verify/comparison/comparison.h"
#include "verify/comparison/content_check.h"
#include "verify/comparison/schema_check.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

template <typename Row>
void each_row(NewDatabase& db, const std::string& sql, Row&& row) {
  try {
    SQLite::Statement statement(db.handle(), sql);
    while (statement.executeStep()) row(statement);
  } catch (const SQLite::Exception&) {
    db.fail(sql);
  }
}

std::vector<std::string> orphans_of(NewDatabase& db) {
  std::map<std::pair<std::string, std::string>, std::uint64_t> orphans;
  std::vector<std::string> lines;
  try {
    SQLite::Statement rows(db.handle(), "PRAGMA foreign_key_check");
    while (rows.executeStep()) ++orphans[{rows.getColumn(0).getString(), rows.getColumn(2).getString()}];
  } catch (const SQLite::Exception& e) {
    constexpr int error = 1;  // A foreign key that refers to no key of its parent: SQLite takes the statement.
    if (e.getErrorCode() != error) db.fail("PRAGMA foreign_key_check");
    lines.push_back(std::string("SQLite cannot check the foreign keys: ") + e.what());
  }
  for (const auto& [key, count] : orphans) {
    lines.push_back(key.first + ": " + with_thousands(count) + " rows refer to rows of " + key.second +
                    " that do not exist, as in the target");
  }
  return lines;
}

/// Rows that were set aside are missing in the file, and nothing else.
bool is_as_meant(const TableOutcome& outcome, const std::map<std::string, std::uint64_t>& rejected) {
  const auto found = rejected.find(outcome.report.source);
  const std::uint64_t aside = found == rejected.end() ? 0 : found->second;
  const auto extra = [](const Difference& d) { return d.kind == DifferenceKind::extra; };
  return outcome.report.differences_total == aside && outcome.complete &&
         outcome.report.differences.size() == outcome.report.differences_total &&
         std::ranges::all_of(outcome.report.differences, extra);
}

bool is_known_gone(const BackPlan& plan, const NotCompared& missing) {
  return std::ranges::any_of(plan.gone, [&](const NotCompared& g) {
    return equals_ignoring_case(g.table, missing.table) && equals_ignoring_case(g.column, missing.column);
  });
}

/// All that stands against the file, a line each.
std::vector<std::string> faults_of(const BackPlan& plan, const VerifyResult& result,
                                   const std::map<std::string, std::uint64_t>& rejected) {
  std::vector<std::string> faults;
  for (const TableOutcome& t : result.tables) {
    if (is_as_meant(t, rejected)) continue;
    std::string line = t.report.source + ": " + with_thousands(t.report.differences_total) + " differences";
    if (!t.report.differences.empty()) {
      const Difference& d = t.report.differences.front();
      line += ", for example " + std::string(name_of(d.kind)) + " " + d.key + " " + d.column + ": " + d.source +
              " in the file, " + d.target + " in the target";
    }
    faults.push_back(std::move(line));
  }
  for (const NotCompared& n : result.missing)
    if (!is_known_gone(plan, n)) faults.push_back(n.table + " " + n.column + ": " + n.reason);
  for (const NotCompared& n : result.left_out)
    if (n.counts()) faults.push_back(n.table + " " + n.column + ": not compared: " + n.reason);
  return faults;
}

}  // namespace

std::vector<std::string> check_file(NewDatabase& db) {
  db.run("PRAGMA cache_size = -8192; PRAGMA shrink_memory");  // What built the indexes is not needed any more.
  std::vector<std::string> damage;
  each_row(db, "PRAGMA quick_check", [&](SQLite::Statement& row) {
    const std::string said = row.getColumn(0).getString();
    if (said != "ok") damage.push_back(said);
  });
  if (!damage.empty()) {
    throw Error(ExitCode::source, "SQLite's quick_check of the new file says: " + fault_list(damage));
  }
  return orphans_of(db);
}

void prove_equal(const BackSettings& settings, const BackPlan& plan, const std::string& file,
                 const std::map<std::string, std::uint64_t>& rejected, const ReadAccess& access,
                 TargetSnapshot& snapshot, Progress& progress, VerifyResult& result) {
  const auto rows = PageSource::open(file, settings.common.jobs, settings.common.reader, "");
  VerifyOptions options;
  options.common = settings.common;
  std::uint64_t aside = 0;
  for (const auto& [table, count] : rejected) aside = std::max(aside, count);
  constexpr std::uint64_t shown = 50;
  options.diff_limit = static_cast<unsigned>(aside + shown);
  result.seed = random_seed();
  Comparison comparison = make_comparison(plan.chosen.plan, {rows.get(), nullptr}, plan.chosen.catalog, access,
                                          settings.common.tables, settings.common.exclude);
  for (ComparedTable& table : comparison.tables) table.only = plan.only;
  result.missing = comparison.missing;
  result.left_out = comparison.left_out;
  (void)check_content(options, plan.chosen, comparison, rows.get(), snapshot, progress, result);
  const std::vector<std::string> faults = faults_of(plan, result, rejected);
  if (faults.empty()) return;
  throw Error(ExitCode::refused, "the new file is not what the target holds, and is not kept: " + fault_list(faults));
}

namespace {

/// Without what was added to it since.
void read_plan_again(Session& session, BackPlan& plan) {
  plan.chosen.plan = {};  // Two of thousands of tables would be most of the memory that all of this takes.
  plan.chosen.as_planned.clear();
  {
    const ReadOnly guard(session);
    if (auto planned = ledger_plan(session, plan.chosen.run->id)) plan.chosen.plan = *std::move(planned);
  }
  for (TablePlan& kept : plan.chosen.plan.kept) plan.chosen.plan.tables.push_back(std::move(kept));
}

}  // namespace

std::vector<std::string> schema_notes(Session& session, const BackSettings& settings, BackPlan& plan) {
  if (settings.added) read_plan_again(session, plan);
  std::vector<TargetTable>().swap(plan.chosen.catalog.tables);  // Thousands of tables are megabytes here too.
  give_back_memory();
  VerifyOptions options;
  options.common = settings.common;
  options.schema = settings.schema;
  VerifyResult result;
  check_shape(session, options, plan.chosen, result);
  std::vector<std::string> notes;
  for (const SchemaDifference& d : result.schema.differences) {
    if (d.weight != Weight::failure || d.fault == SchemaFault::repeats || d.fault == SchemaFault::exhausted) continue;
    const std::string place = d.table + (d.name.empty() ? "" : "." + d.name);
    notes.push_back("in the target since the import: " + d.reason() + ": " + place +
                    "; the file has it as SQLite had it");
  }
  return notes;
}

}  // namespace lite2pg
