#include "verify/fleet/recorded_tenant.h"

#include "common/error.h"
#include "import/catalog/target_catalog.h"
#include "import/tenants/settings.h"
#include "mapping/target/quote.h"
#include "verify/comparison/derive_plan.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

std::string schema_of(const RecordedFleet& fleet, const std::string& tenant) {
  const RunRecord& run = *fleet.chosen.run;
  if (run.state == RunState::published) return tenant;
  const auto recorded = fleet.files.find(tenant);
  return stage_of(run, recorded == fleet.files.end() ? 0 : recorded->second.number);
}

const RecordedFile& loaded_file(const RecordedFleet& fleet, const std::string& tenant) {
  const auto found = fleet.files.find(tenant);
  const std::string run = "run " + fleet.chosen.run->id;
  if (found == fleet.files.end()) {
    throw Error(
        ExitCode::usage, run + " has no tenant '" + tenant + "'",
        "SELECT tenant FROM lite2pg.fleet_file WHERE run = " + quote_literal(fleet.chosen.run->id) + " lists them");
  }
  if (found->second.state == "done") return found->second;
  throw Error(ExitCode::refused, run + ": tenant '" + tenant + "' was not loaded" +
                                     (found->second.reason.empty() ? "" : " (" + found->second.reason + ")"));
}

std::vector<TableRecord> records_of(Session& session, const std::string& run, unsigned file) {
  const ReadOnly guard(session);
  std::vector<TableRecord> records;
  for (const Fields& row : session.query("SELECT table_name, rows, rejected FROM lite2pg.fleet_digest WHERE run = $1 "
                                         "AND file = $2::pg_catalog.int4",
                                         {run, std::to_string(file)})) {
    TableRecord& record = records.emplace_back();
    record.table = row[0].value_or("");
    record.rows = count_of(row, 1);
    record.rejected = count_of(row, 2);
  }
  return records;
}

}  // namespace

ChosenPlan chosen_for(const RecordedFleet& fleet, const std::string& tenant, Session& session) {
  ChosenPlan chosen = fleet.chosen;
  unfit_plan(chosen);
  chosen.assumptions.clear();
  const auto recorded = fleet.files.find(tenant);
  // The fleet's plan has the highest number of all tenants; this one's sequences go on where its file's stopped.
  const FileNotes notes =
      recorded == fleet.files.end() ? FileNotes() : notes_of(session, chosen.run->id, recorded->second.number);
  for (TablePlan& table : chosen.plan.tables) {
    if (table.sequence) table.sequence = notes.issued(table.source);
  }
  {
    const ReadOnly guard(session);
    chosen.catalog = read_target_catalog(session, schema_of(fleet, tenant));
  }
  fit_plan(chosen);
  if (recorded != fleet.files.end()) chosen.import_xids = xids_of(session, chosen.run->id, recorded->second.number);
  return chosen;
}

std::string is_tenant_sql(const FleetSettings& settings, const std::string& tenant) {
  return quote_identifier(settings.tenant_column) + " = " + quote_literal(tenant);
}

RecordedTenant recorded_tenant(const VerifyOptions& options, Session& session, const std::string& tenant) {
  RecordedFleet fleet = recorded_fleet(options, session);
  RecordedTenant result;
  result.file = loaded_file(fleet, tenant);
  result.notes = notes_of(session, fleet.chosen.run->id, result.file.number);
  result.records = records_of(session, fleet.chosen.run->id, result.file.number);
  if (fleet.settings.layout == FleetLayout::schema) {
    result.chosen = chosen_for(fleet, tenant, session);
  } else {
    result.only = is_tenant_sql(fleet.settings, tenant);
    result.chosen = std::move(fleet.chosen);
    result.chosen.import_xids = xids_of(session, result.chosen.run->id, result.file.number);
  }
  result.chosen.run->source_path = result.file.path;
  result.chosen.run->source_fingerprint = result.file.fingerprint;
  result.chosen.origin += ", tenant " + tenant;
  return result;
}

void require_no_fleet(const ChosenPlan& chosen) {
  if (!chosen.run || !fleet_settings(*chosen.run)) return;
  throw Error(ExitCode::usage, "run " + chosen.run->id + " loaded a fleet of files",
              "--tenant NAME says which of them is meant");
}

}  // namespace lite2pg
