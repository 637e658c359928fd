#include "import/fleet/schema_layout.h"

#include <algorithm>

#include "common/error.h"
#include "common/text.h"
#include "import/fleet/outcome.h"
#include "import/ledger/recorded_shape.h"
#include "import/ledger/writer.h"
#include "import/load/run.h"
#include "import/postgres/schema_objects.h"
#include "import/tenants/schema_only.h"
#include "mapping/plan/ddl.h"
#include "mapping/planning/enum_types.h"
#include "mapping/planning/partitions.h"
#include "mapping/target/identifier.h"
#include "mapping/target/quote.h"
#include "mapping/target/schema_placeholder.h"

namespace lite2pg {
namespace {

bool is_reserved(const std::string& name) {
  return name.starts_with("pg_") || name.starts_with("lite2pg") || name == "information_schema";
}

/// Foreign keys that rows may violate, as asked for, are not validated.
std::string with_policy(const Plan& plan, const Step& step) {
  const bool key = step.object != Step::no_object && plan.objects[step.object].kind == ObjectKind::foreign_key;
  return step.sql + (key && plan.options.orphans == OrphanPolicy::not_valid ? " NOT VALID" : "");
}

struct StagedSchema {
  std::string stage, tenant;
};

/// Of the files that are loaded; the stage may be gone already, when each is published by itself.
std::vector<StagedSchema> staged_schemas(Session& session, const RunRecord& run) {
  std::vector<StagedSchema> schemas;
  for (const Fields& row :
       session.query("SELECT f.file, f.tenant FROM lite2pg.fleet_file f JOIN pg_catalog.pg_namespace n ON n.nspname = "
                     "$2 || '_' || f.file WHERE f.run = $1 AND f.state = 'done' ORDER BY f.file",
                     {run.id, run.staging_schema})) {
    schemas.push_back({run.staging_schema + "_" + row[0].value_or(""), row[1].value_or("")});
  }
  return schemas;
}

}  // namespace

void check_schema_names(const std::vector<FleetFile>& files) {
  for (const FleetFile& file : files) {
    const bool long_name = file.tenant.size() > longest_identifier;
    if (!long_name && !is_reserved(file.tenant)) continue;
    throw Error(ExitCode::usage,
                "tenant '" + file.tenant + "' of " + file.path + " cannot be a schema: its name is " +
                    (long_name ? "longer than 63 bytes" : "reserved"),
                "give it a name in the list, after a tab, or use --layout column");
  }
}

void check_schemas_free(Session& session, std::string_view run) {
  std::vector<std::string> taken;
  for (const Fields& row : session.query(
           "SELECT f.tenant FROM lite2pg.fleet_file f JOIN pg_catalog.pg_namespace n ON n.nspname = f.tenant WHERE "
           "f.run = $1 ORDER BY f.file",
           {std::string(run)})) {
    taken.push_back("schema " + row[0].value_or(""));
  }
  if (taken.empty()) return;
  throw Error(ExitCode::refused, "the target is occupied: " + name_list(taken),
              "drop or rename them, or give other names in the list, after a tab");
}

std::string stage_of(const RunRecord& run, unsigned number) {
  return run.staging_schema + "_" + std::to_string(number);
}

std::vector<std::string> making_sql(const Plan& plan, std::string_view stage) {
  std::vector<std::string> sql = {"CREATE SCHEMA " + quote_identifier(stage)};
  for (std::string& type : create_types_sql(plan, stage)) sql.push_back(std::move(type));
  for (const TablePlan& table : plan.tables) {
    sql.push_back(create_table_sql(table, stage));
    for (std::string& partition : create_partitions_sql(table, stage)) sql.push_back(std::move(partition));
  }
  return sql;
}

std::vector<std::string> finishing_sql(const Plan& plan, std::string_view stage) {
  SchemaOnly source(plan.schema);
  std::vector<std::string> sql;
  const WorkList work = work_of(plan, source, {});
  const auto add = [&](const Step& step) { sql.push_back(in_schema(stage, with_policy(plan, step))); };
  for (const Job& job : work.jobs) {
    if (const auto* load = std::get_if<LoadJob>(&job)) std::ranges::for_each(load->then, add);
    if (const auto* step = std::get_if<StepJob>(&job)) add(step->step);
  }
  std::ranges::for_each(work.final_steps, add);
  return sql;
}

std::vector<std::string> publishing_sql(const Plan& plan, std::string_view stage, std::string_view tenant) {
  std::vector<std::string> sql = {"ALTER SCHEMA " + quote_identifier(stage) + " RENAME TO " + quote_identifier(tenant),
                                  "SET LOCAL search_path = pg_catalog"};
  for (const ObjectPlan& o : plan.objects) {
    if (o.phase != Phase::publish) continue;
    for (const std::string& statement : o.sql) sql.push_back(with_schema(statement, tenant));
  }
  return sql;
}

void publish_schemas(Session& session, const RunRecord& run, const Plan& plan, unsigned lock_timeout_seconds) {
  Transaction transaction(session);
  session.execute("SET LOCAL lock_timeout = " + quote_literal(seconds_setting(lock_timeout_seconds)));
  require_nobody_at_work(session, run.id);
  for (const StagedSchema& s : staged_schemas(session, run)) {
    for (const std::string& sql : publishing_sql(plan, s.stage, s.tenant)) session.execute(sql);
  }
  const auto any =
      session.query("SELECT tenant FROM lite2pg.fleet_file WHERE run = $1 AND state = 'done' LIMIT 1", {run.id});
  record_state(session, run.id, RunState::published, "", "{}");
  // One stands for all: they were made by the same statements.
  if (!any.empty()) record_shape(session, run.id, plan, any[0][0].value_or(""));
  transaction.commit();
}

std::size_t drop_staged_schemas(Session& session, const RunRecord& run) {
  std::size_t dropped = 0;
  for (const Fields& row :
       session.query("SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE pg_catalog.starts_with(n.nspname, $1)",
                     {run.staging_schema + "_"})) {
    drop_schema(session, row[0].value_or(""));
    ++dropped;
  }
  return dropped;
}

}  // namespace lite2pg
