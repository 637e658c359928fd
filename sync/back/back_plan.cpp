#include "sync/back/back_plan.h"

#include <algorithm>
#include <map>

#include "common/error.h"
#include "common/options/selection.h"
#include "common/text.h"
#include "mapping/source/selectable.h"
#include "sync/back/unplanned.h"
#include "sync/back/written_codec.h"
#include "sync/sqlite/fault_list.h"
#include "verify/fleet/recorded_tenant.h"
#include "verify/sides/access.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

VerifyOptions comparison_options(const BackSettings& settings) {
  VerifyOptions options;
  options.common = settings.common;
  options.target = settings.target;
  options.schema = settings.schema;
  options.run = settings.run;
  return options;
}

const ColumnCensus* census_of(const Plan& plan, const Table& table, int column) {
  const auto found = std::ranges::find_if(
      plan.census, [&](const TableCensus& c) { return equals_ignoring_case(c.table, table.name); });
  const auto i = static_cast<std::size_t>(column);
  return found == plan.census.end() || i >= found->columns.size() ? nullptr : &found->columns[i];
}

/// Goes through the tables of the new file and looks for their rows in the target.
class Matcher {
 public:
  Matcher(const BackSettings& settings, const ReadAccess& access, BackPlan& plan)
      : settings_(settings), access_(access), plan_(plan) {}

  void match(const Table& table) {
    const TablePlan* planned = plan_.chosen.plan.find_table(table.name);
    if (planned == nullptr) return note(table.name + ": not imported, made without rows");
    if (!is_selected(table.name, settings_.common.tables, settings_.common.exclude)) {
      return note(table.name + ": left out by --tables or --exclude, made without rows");
    }
    const TargetTable* target = plan_.chosen.catalog.find_table(planned->target);
    if (target == nullptr) return miss(table.name, "", "the target has no table '" + planned->target + "'");
    if (!is_readable(table, *target)) return;
    WrittenTable written{&table, *planned, target, planned->rows, plan_.only, plan_.derived};
    take_columns(table, written);
    plan_.tables.push_back(std::move(written));
  }

  /// Everything that stands against the whole of it.
  void finish() const {
    if (!problems_.empty()) {
      throw Error(ExitCode::refused, "the target cannot go back whole: " + fault_list(problems_));
    }
    if (plan_.gone.empty() || settings_.dropped) return;
    std::vector<std::string> gone;
    for (const NotCompared& n : plan_.gone) {
      gone.push_back(n.table + (n.column.empty() ? "" : "." + n.column) + ": " + n.reason);
    }
    throw Error(ExitCode::refused, "the target has not all that was imported any more: " + fault_list(gone),
                "--dropped makes such tables and columns without values");
  }

 private:
  void note(std::string text) { plan_.notes.push_back(std::move(text)); }
  void miss(const std::string& table, const std::string& column, const std::string& reason) {
    plan_.gone.push_back({table, column, reason});
  }

  bool is_readable(const Table& table, const TargetTable& target) {
    std::string why;
    if (target.kind != 'r' && target.kind != 'p') {
      why =
          "the target has another kind of relation in place of table '" + target.name + "': no row is read through it";
    } else if (access_.row_secured.contains(target.name)) {
      why = "row security hides rows from role '" + access_.role + "'";
    } else if (access_.closed.contains(target.name)) {
      why = "role '" + access_.role + "' may not read all of table '" + target.name + "'";
    }
    if (!why.empty()) problems_.push_back(table.name + ": " + why);
    return why.empty();
  }

  void take_columns(const Table& table, WrittenTable& written) {
    const std::vector<ColumnPlan> planned = std::move(written.plan.columns);
    std::vector<int> position(planned.size(), -1);
    written.plan.columns.clear();
    for (std::size_t i = 0; i < planned.size(); ++i) {
      const ColumnPlan& c = planned[i];
      if (c.source_index < 0) continue;
      const Column& source = table.columns[static_cast<std::size_t>(c.source_index)];
      const TargetColumn* actual = written.target->find_column(c.target);
      if (source.generated != Generated::no) continue;
      if (actual == nullptr) {
        miss(table.name, source.name, "the target's table has no column '" + c.target + "'");
        continue;
      }
      position[i] = static_cast<int>(written.plan.columns.size());
      written.plan.columns.push_back(c);
      ColumnPlan& taken = written.plan.columns.back();
      taken.target = actual->name;
      taken.codec = written_codec(c, census_of(plan_.chosen.plan, table, c.source_index));
      keep_spelling_of_documents(taken);
      if (const auto codec = keep_spelling_of_lengths(taken)) written.lengths[written.plan.columns.size() - 1] = *codec;
    }
    for (int& k : written.plan.key) k = position[static_cast<std::size_t>(k)];
    if (std::ranges::find(written.plan.key, -1) != written.plan.key.end()) written.plan.key.clear();
    name_absent(table, planned);
  }

  /// Columns without values, which SQLite would have to invent.
  void name_absent(const Table& table, const std::vector<ColumnPlan>& planned) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Column& c = table.columns[i];
      const auto has = [&](const ColumnPlan& p) { return p.source_index == static_cast<int>(i); };
      if (c.generated != Generated::no || std::ranges::any_of(planned, has)) continue;
      if (c.not_null && !c.default_sql) {
        problems_.push_back(table.name + "." + c.name + ": not imported, but NOT NULL without a DEFAULT");
      } else {
        note(table.name + "." + c.name + ": not imported, takes its DEFAULT");
      }
    }
  }

  const BackSettings& settings_;
  const ReadAccess& access_;
  BackPlan& plan_;
  std::vector<std::string> problems_;
};

/// A ledger that cannot be trusted, or read, is none that may silently be done without.
void require_ledger_whole(const ChosenPlan& chosen) {
  if (!chosen.faults.empty()) {
    throw Error(ExitCode::refused, chosen.faults.front(), "--run names another run of the ledger");
  }
  if (!chosen.run && !chosen.unproven.empty()) {
    throw Error(ExitCode::refused, chosen.unproven.front().reason,
                "GRANT SELECT on the ledger's tables, or another role");
  }
}

/// What the import itself left behind or changed does not come back by itself.
void name_losses(const std::vector<TableRecord>& records, BackPlan& plan) {
  std::map<std::string, std::uint64_t> rejected;
  for (const TableRecord& r : records) rejected[r.table] += r.rejected;
  for (const auto& [table, rows] : rejected) {
    if (rows == 0) continue;
    plan.notes.push_back(table + ": " + with_thousands(rows) +
                         " rows that the import set aside are in the ledger's lite2pg.rejected_row, not here");
  }
  for (const std::string& table : plan.chosen.kept) {
    plan.notes.push_back(table +
                         ": the rows are the target's own, since the import loaded none: those of the original "
                         "(a framework's record of its migrations, say) are to be copied from the old file");
  }
  for (const std::string& wanted : plan.chosen.plan.options.where) {
    plan.notes.push_back("the import took some rows alone (--where " + wanted + "): the others are not here");
  }
  for (const TablePlan& t : plan.chosen.plan.tables) {
    for (const ColumnPlan& c : t.columns) {
      if (c.fidelity != Fidelity::lossy) continue;
      plan.notes.push_back(t.source + "." + c.source + ": comes back as the import changed it (lossy)");
    }
  }
}

std::vector<TableRecord> records_of(Session& session, const std::string& run) {
  const ReadOnly guard(session);
  return ledger_tables(session, run);
}

/// The fleet's plan holds no numbers of one file: those that this one's tables had issued are put back.
void restore_numbers(const FileNotes& notes, BackPlan& plan) {
  for (const auto& [table, last] : notes.sequences) {
    const Table* known = plan.chosen.plan.schema.find_table(table);
    if (known == nullptr || !known->autoincrement) continue;
    plan.chosen.plan.schema.file.bookkeeping.push_back({"sqlite_sequence", {table, std::to_string(last)}});
  }
}

void find_tenant(const BackSettings& settings, Session& session, BackPlan& plan) {
  RecordedTenant tenant = recorded_tenant(comparison_options(settings), session, settings.tenant);
  plan.chosen = std::move(tenant.chosen);
  plan.only = tenant.only;
  restore_numbers(tenant.notes, plan);
  require_matches(selectable_names(plan.chosen.plan.schema), settings.common.tables, settings.common.exclude);
  plan.notes.push_back("tenant " + settings.tenant + ": the file has the schema of the newest of the fleet's files");
  // Shared tables are the fleet's: what stands beside the plan there is nobody's alone.
  if (plan.only.empty()) take_added(settings, session, plan);
  name_losses(tenant.records, plan);
}

void find_plan(const BackSettings& settings, Session& session, Progress& progress, BackPlan& plan) {
  if (!settings.tenant.empty()) return find_tenant(settings, session, plan);
  const VerifyOptions options = comparison_options(settings);
  VerifySource none;
  plan.chosen = choose_plan(options, none, session, progress);
  require_ledger_whole(plan.chosen);
  if (!plan.chosen.run) return derive_all(settings, session, plan);
  require_no_fleet(plan.chosen);
  require_matches(selectable_names(plan.chosen.plan.schema), settings.common.tables, settings.common.exclude);
  take_added(settings, session, plan);
  name_losses(records_of(session, plan.chosen.run->id), plan);
}

}  // namespace

void make_back_plan(const BackSettings& settings, Session& session, Progress& progress, BackPlan& plan) {
  find_plan(settings, session, progress, plan);
  const ReadAccess access = [&] {
    const ReadOnly guard(session);
    return read_access(session, plan.chosen.catalog.schema);
  }();
  Matcher matcher(settings, access, plan);
  for (const Table& table : plan.schema().tables) {
    if (table.holds_rows()) matcher.match(table);
  }
  matcher.finish();
  plan.chosen.plan.census = {};  // The codecs are chosen: what it takes is not needed any more.
}

}  // namespace lite2pg
