#include "import/fleet/fleet_plan.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/files.h"
#include "common/options/selection.h"
#include "import/fleet/drift.h"
#include "import/ledger/audit.h"
#include "import/tenants/file_notes.h"
#include "import/tenants/schema_version.h"
#include "import/tenants/versions.h"
#include "mapping/choice/census_form.h"
#include "mapping/plan/parts_json.h"
#include "mapping/planning/make_plan.h"
#include "mapping/source/selectable.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr int has_set_lists = 150000;

std::vector<SchemaVersion> versions_of(Session& session, const std::string& run) {
  std::vector<SchemaVersion> versions;
  for (const Fields& row : session.query(
           "SELECT v.version, v.schema, pg_catalog.count(*) FROM lite2pg.fleet_version v JOIN lite2pg.fleet_file f ON "
           "f.run = v.run AND f.version = v.version WHERE v.run = $1 AND f.state = 'surveyed' GROUP BY v.version, "
           "v.schema ORDER BY v.version",
           {run})) {
    versions.push_back({row[0].value_or(""), schema_from_json(row[1].value_or("")), count_of(row, 2)});
  }
  return versions;
}

/// What all files together hold, in the columns of the newest version.
class FleetCensus {
 public:
  FleetCensus(Session& session, const std::string& run, const Schema& newest, const ImportOptions& options)
      : session_(session),
        run_(run),
        newest_(newest),
        form_(options.mapping.empty() ? "" : read_file(options.mapping, "mapping file")),
        versions_(run, newest) {}

  /// Reads the files' censuses some at a time: memory does not grow with their number.
  void read() {
    constexpr const char* page = "100";
    std::string last = "0";
    for (;;) {
      const auto rows = session_.query(
          std::string("SELECT file, version, census, notes FROM lite2pg.fleet_file WHERE run = $1 AND state IN "
                      "('surveyed', 'loading', 'done') AND file > $2::pg_catalog.int4 ORDER BY file LIMIT ") +
              page,
          {run_, last});
      if (rows.empty()) return;
      for (const Fields& row : rows) add(row);
      last = rows.back()[0].value_or("0");
    }
  }

  [[nodiscard]] std::vector<TableCensus> take() {
    std::vector<TableCensus> result;
    for (const Table& table : newest_.tables) {
      if (const auto found = tables_.find(table.name); found != tables_.end())
        result.push_back(std::move(found->second));
    }
    return result;
  }
  [[nodiscard]] const std::map<std::string, std::int64_t>& sequences() const noexcept { return sequences_; }
  /// Ascending: of all files.
  [[nodiscard]] std::vector<std::string> months(const std::string& table) const {
    const auto found = months_.find(table);
    if (found == months_.end()) return {};
    return {found->second.begin(), found->second.end()};
  }
  [[nodiscard]] const std::vector<FileNotes::BrokenCheck>& broken_checks() const noexcept { return checks_; }

 private:
  void add(const Fields& row) {
    const FleetVersions::Version& version = versions_.get(session_, row[1].value_or(""));
    for (TableCensus& census : census_from_json(row[2].value_or(""), version.schema)) add(version, std::move(census));
    const FileNotes notes = notes_from_json(row[3].value_or(""));
    for (const auto& [table, last] : notes.sequences) {
      const auto [found, added] = sequences_.emplace(table, last);
      if (!added) found->second = std::max(found->second, last);
    }
    for (const auto& [table, months] : notes.months) months_[table].insert(months.begin(), months.end());
    for (const auto& check : notes.checks) {
      const bool known =
          std::ranges::any_of(checks_, [&](const auto& c) { return c.table == check.table && c.name == check.name; });
      if (!known) checks_.push_back(check);
    }
  }

  void add(const FleetVersions::Version& version, TableCensus census) {
    const Table* table = newest_.find_table(census.table);
    if (table == nullptr || !version.alignment) return;
    TableCensus part = version.alignment->aligned(std::move(census), form_.blank(*table));
    const auto [to, added] = tables_.try_emplace(table->name, part);
    if (added) return;
    for (std::size_t c = 0; c < part.columns.size(); ++c) to->second.columns[c].merge(part.columns[c]);
    to->second.rows += part.rows;
  }

  Session& session_;
  const std::string& run_;
  const Schema& newest_;
  CensusForm form_;
  FleetVersions versions_;
  std::map<std::string, TableCensus> tables_;
  std::map<std::string, std::int64_t> sequences_;
  std::map<std::string, std::set<std::string>> months_;
  std::vector<FileNotes::BrokenCheck> checks_;
};

void leave_out_broken(Plan& plan, const std::vector<FileNotes::BrokenCheck>& checks) {
  for (const auto& check : checks) {
    for (ObjectPlan& o : plan.objects) {
      if (o.kind != ObjectKind::check || o.table != check.table || o.name != check.name) continue;
      o.status = ObjectStatus::not_carried;
      o.reason = "in some file, " + check.reason;
      o.phase = Phase::none;
      o.sql.clear();
    }
  }
}

/// "the next id of a table is above the highest of all tenants"
void tell_next_ids(Plan& plan) {
  for (const TablePlan& table : plan.tables) {
    const auto id = std::ranges::find_if(table.columns, &ColumnPlan::identity);
    if (table.tenant.empty() || id == table.columns.end()) continue;
    plan.warnings.push_back("table '" + table.source + "': ids stay what they were inside each " + table.tenant +
                            "; one sequence gives new ones, above the highest of all");
    return;  // the same for all of them
  }
}

}  // namespace

PlanOptions fleet_plan_options(const ImportOptions& options, int server_version) {
  PlanOptions plan = options.plan;
  if (options.fleet.layout == FleetLayout::column) {
    plan.tenant = {options.fleet.tenant_column, options.fleet.partitions, server_version >= has_set_lists};
  }
  return plan;
}

Plan make_fleet_plan(Session& session, const std::string& run, const ImportOptions& options, Report& report,
                     const Say& say) {
  const std::vector<SchemaVersion> versions = versions_of(session, run);
  if (versions.empty()) throw Error(ExitCode::refused, "no file of the fleet can be loaded");
  const SchemaVersion& newest = versions[newest_of(versions)];
  settle_drift(session, run, versions, newest, options.fleet.on_drift, report, say);
  require_matches(selectable_names(newest.schema), options.plan.tables, options.plan.exclude);
  FleetCensus census(session, run, newest.schema, options);
  census.read();
  Schema schema = newest.schema;
  for (Table& table : schema.tables) {
    if (const auto last = census.sequences().find(table.name); last != census.sequences().end()) {
      table.sequence = last->second;
    }
  }
  Plan plan = make_plan(schema, census.take(), fleet_plan_options(options, session.server_version()),
                        options.mapping.empty() ? "" : read_file(options.mapping, "mapping file"));
  std::erase_if(plan.misfits, [](const MisfitReport& m) { return m.suspected; });
  for (TablePlan& table : plan.tables) table.months = census.months(table.source);
  leave_out_broken(plan, census.broken_checks());
  tell_next_ids(plan);
  return plan;
}

void record_plan(Session& session, const std::string& run, const Plan& plan) {
  Transaction transaction(session);
  session.execute("UPDATE lite2pg.run SET plan = $2, plan_hash = $3 WHERE id = $1",
                  {run, to_json(plan), hash_of(plan)});
  const auto detail = session.query("SELECT pg_catalog.json_build_object('plan', $1::text)", {hash_of(plan)});
  add_event(session, run, "planned", detail[0][0].value_or("{}"));
  transaction.commit();
}

}  // namespace lite2pg
