#include "import/publish/copied_publish.h"

#include <algorithm>
#include <set>

#include "import/publish/staging_schema.h"
#include "import/publish/whole_schema.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

Plan plan_of(Session& session, const RunRecord& run) {
  auto plan = ledger_plan(session, run.id);
  if (plan) return std::move(*plan);
  throw Error(ExitCode::refused,
              "the plan of run " + run.id + " is not in the ledger: what it makes in schema '" + run.target_schema +
                  "' is not known",
              "--cleanup --run " + run.id + " drops what was staged; then import anew");
}

/// Those that the load left unvalidated.
std::set<std::string> not_valid_keys(Session& session, const std::string& schema) {
  std::set<std::string> names;
  for (const Fields& row :
       session.query("SELECT c.conname FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_namespace n ON n.oid = "
                     "c.connamespace WHERE n.nspname = $1 AND c.contype = 'f' AND NOT c.convalidated",
                     {schema})) {
    names.insert(row[0].value_or(""));
  }
  return names;
}

void drop_staged(Session& session, const RunRecord& run, const std::vector<SchemaObject>& staged) {
  if (!has_given_staging(run)) {
    return session.execute("DROP SCHEMA " + quote_identifier(run.staging_schema) + " CASCADE");
  }
  for (const SchemaObject& o : staged)
    session.execute("DROP " + o.kind + " IF EXISTS " + qualified(run.staging_schema, o.name) + " CASCADE");
}

/// By which rows of the load are told from later ones.
void record_writer(Session& session, const RunRecord& run) {
  if (!session.can(Capability::row_writers)) return;
  std::vector<std::string> tables = {"run_table"};
  if (!taken_names(session, "lite2pg", {"fleet_digest"}).empty()) tables.emplace_back("fleet_digest");
  for (const std::string& table : tables) {
    session.execute("UPDATE lite2pg." + table +
                        " SET xid = pg_catalog.pg_current_xact_id()::pg_catalog.text::pg_catalog.int8 WHERE run = $1",
                    {run.id});
  }
}

std::vector<SchemaObject> namesakes(Session& session, const std::vector<SchemaObject>& staged,
                                    const std::string& schema) {
  std::vector<SchemaObject> found;
  for (const SchemaObject& o : objects_in(session, schema)) {
    const bool ours =
        std::ranges::any_of(staged, [&](const SchemaObject& s) { return s.kind == o.kind && s.name == o.name; });
    if (ours) found.push_back(o);
  }
  return found;
}

}  // namespace

std::vector<SchemaObject> copy_to_target(Session& session, const RunRecord& run,
                                         const std::vector<SchemaObject>& staged) {
  const Plan plan = plan_of(session, run);
  const std::set<std::string> not_valid = not_valid_keys(session, run.staging_schema);
  for (const std::string& sql : making_sql(plan, run.target_schema)) session.execute(sql);
  for (const TablePlan& table : plan.tables) {
    session.execute(bring_rows_sql(table, run.staging_schema, run.target_schema));
  }
  for (const std::string& sql : finishing_sql(plan, run.target_schema, not_valid)) session.execute(sql);
  session.execute("SET LOCAL search_path = pg_catalog, pg_temp");
  std::vector<SchemaObject> published = namesakes(session, staged, run.target_schema);
  drop_staged(session, run, staged);
  record_writer(session, run);
  return published;
}

void refuse_without_moves(const RunRecord& run, const std::string& what, const std::string& hint) {
  throw Error(
      ExitCode::refused,
      "run " + run.id + ": the server refuses ALTER ... SET SCHEMA, without which " + what + "; nothing was changed",
      hint);
}

}  // namespace lite2pg
