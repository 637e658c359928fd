#include "import/fleet/schema_layout.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/json_text.h"
#include "common/text.h"
#include "import/catalog/schema_objects.h"
#include "import/fleet/outcome.h"
#include "import/ledger/recorded_shape.h"
#include "import/ledger/writer.h"
#include "mapping/target/identifier.h"
#include "mapping/target/quote.h"
#include "mapping/target/schema_placeholder.h"

namespace lite2pg {
namespace {

bool is_reserved(const std::string& name) {
  return name.starts_with("pg_") || name.starts_with("lite2pg") || name == "information_schema";
}

/// Triggers name their schema: they are made again when it is published again.
std::vector<std::string> unpublishing_sql(const Plan& plan, std::string_view schema, std::string_view stage) {
  std::vector<std::string> sql;
  for (const ObjectPlan& o : plan.objects) {
    if (o.phase == Phase::publish)
      sql.push_back("DROP FUNCTION IF EXISTS " + qualified(schema, o.target_name) + "() CASCADE");
  }
  sql.push_back("ALTER SCHEMA " + quote_identifier(schema) + " RENAME TO " + quote_identifier(stage));
  return sql;
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

std::string many_schemas_warning(std::size_t tenants) {
  if (tenants <= many_schemas) return {};
  return with_thousands(tenants) + " schemas make a large catalog: --layout column has one set of tables";
}

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
  session.execute(remember_schemas_sql(run.id));
  const auto any =
      session.query("SELECT tenant FROM lite2pg.fleet_file WHERE run = $1 AND state = 'done' LIMIT 1", {run.id});
  record_state(session, run.id, RunState::published, "", "{}");
  // One stands for all: they were made by the same statements.
  if (!any.empty()) record_shape(session, run.id, plan, any[0][0].value_or(""));
  transaction.commit();
}

std::string remember_schemas_sql(std::string_view run, std::optional<unsigned> file) {
  return "INSERT INTO lite2pg.moved_object (run, part, position, kind, name, oid) SELECT f.run, 'new', f.file, "
         "'SCHEMA', "
         "f.tenant, n.oid FROM lite2pg.fleet_file f JOIN pg_catalog.pg_namespace n ON n.nspname = f.tenant WHERE f.run "
         "= " +
         quote_literal(run) + " AND f.state = 'done'" + (file ? " AND f.file = " + std::to_string(*file) : "") +
         " ON CONFLICT DO NOTHING";
}

PublishResult roll_back_schemas(Session& session, const RunRecord& run, const Plan& plan,
                                unsigned lock_timeout_seconds) {
  PublishResult result;
  Transaction transaction(session);
  session.execute("SET LOCAL lock_timeout = " + quote_literal(seconds_setting(lock_timeout_seconds)));
  for (const Fields& row :
       session.query("SELECT m.position, m.name, n.nspname FROM lite2pg.moved_object m LEFT JOIN "
                     "pg_catalog.pg_namespace n ON n.oid = m.oid WHERE m.run = $1 AND m.kind = 'SCHEMA' ORDER BY 1",
                     {run.id})) {
    if (!row[2]) {
      result.warnings.push_back("schema " + row[1].value_or("") + " is gone: that tenant is not taken back");
      continue;
    }
    for (const std::string& sql : unpublishing_sql(plan, *row[2], run.staging_schema + "_" + row[0].value_or("")))
      session.execute(sql);
    ++result.published;
  }
  if (result.published == 0) {
    throw Error(ExitCode::refused, "run " + run.id + ": no schema of its tenants stands there any more");
  }
  session.execute("DELETE FROM lite2pg.moved_object WHERE run = $1", {run.id});
  record_state(session, run.id, RunState::rolled_back, "", json_text(nlohmann::json{{"moved", result.published}}));
  transaction.commit();
  return result;
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
