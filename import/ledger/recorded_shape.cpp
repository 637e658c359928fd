#include "import/ledger/recorded_shape.h"

#include <xxhash.h>

#include <nlohmann/json.hpp>
#include <set>

#include "mapping/plan/json_parts.h"
#include "mapping/value/digest.h"

namespace lite2pg {
namespace {

std::string shape_to_json(const SchemaShape& shape) {
  std::string text;
  for (const ShapeObject& o : shape) {  // one at a time: thousands of tables have tens of thousands of objects
    const nlohmann::json object = {name_of(o.aspect), o.table, o.name, o.definition, name_of(o.state)};
    text += (text.empty() ? "[" : ",") + object.dump();
  }
  return text.empty() ? "[]" : text + "]";
}

SchemaShape shape_from_json(std::string_view json) {
  SchemaShape shape;
  each_json_element(json, [&](std::string_view text) {
    const auto o = nlohmann::json::parse(text);
    shape.push_back({aspect_of(o.at(0).get<std::string>()), o.at(1).get<std::string>(), o.at(2).get<std::string>(),
                     o.at(3).get<std::string>(), enforcement_of(o.at(4).get<std::string>())});
  });
  return shape;
}

bool has_table(Session& session) {
  return !session
              .query(
                  "SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                  "WHERE n.nspname = 'lite2pg' AND c.relname = 'run_shape'")
              .empty();
}

/// Of the run's id too: a record does not serve another run.
std::string hash_of(std::string_view run, std::string_view shape) {
  const std::string text = std::string(run) + "\n" + std::string(shape);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return to_hex(Hash128{hash.low64, hash.high64});
}

}  // namespace

std::string recorded_shape_ddl() {
  return R"(CREATE TABLE lite2pg.run_shape (
  run text PRIMARY KEY REFERENCES lite2pg.run ON DELETE CASCADE,
  schema_name text NOT NULL,
  server_version integer NOT NULL,
  shape text NOT NULL,
  hash text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp()
);
COMMENT ON TABLE lite2pg.run_shape IS 'The schema as the catalog spelled it when the run was done: lite2pg-verify compares with it')";
}

SchemaShape shape_of_plan(SchemaShape shape, const Plan& plan) {
  std::set<std::string> names;
  for (const TablePlan& t : plan.tables) names.insert(t.target);
  for (const ObjectPlan& o : plan.objects) {
    if (o.kind == ObjectKind::view && !o.sql.empty()) names.insert(o.target_table);
  }
  std::erase_if(shape, [&](const ShapeObject& o) { return !names.contains(o.table); });
  return shape;
}

void record_shape(Session& session, std::string_view run, const Plan& plan, const std::string& schema) {
  if (!has_table(session)) session.execute(recorded_shape_ddl());
  const std::string shape = shape_to_json(shape_of_plan(read_schema_shape(session, schema), plan));
  session.execute(
      "INSERT INTO lite2pg.run_shape (run, schema_name, server_version, shape, hash) "
      "VALUES ($1, $2, $3::pg_catalog.int4, $4, $5) ON CONFLICT (run) DO UPDATE SET schema_name = "
      "excluded.schema_name, "
      "server_version = excluded.server_version, shape = excluded.shape, hash = excluded.hash, "
      "recorded_at = pg_catalog.clock_timestamp()",
      {std::string(run), schema, std::to_string(session.server_version()), shape, hash_of(run, shape)});
}

std::optional<RecordedShape> recorded_shape(Session& session, std::string_view run) {
  if (!has_table(session)) return std::nullopt;
  const auto rows = session.query(
      "SELECT schema_name, server_version, shape, hash FROM lite2pg.run_shape WHERE run = $1", {std::string(run)});
  if (rows.empty()) return std::nullopt;
  const std::string text = rows[0][2].value_or("");
  try {
    if (rows[0][3] == hash_of(run, text)) {
      return RecordedShape{rows[0][0].value_or(""), std::stoi(rows[0][1].value_or("0")), shape_from_json(text)};
    }
  } catch (const std::exception&) {  // nlohmann's and ours: it is no record
  }
  throw Error(ExitCode::target,
              "the record of the schema that run " + std::string(run) + " left in the ledger was changed since");
}

}  // namespace lite2pg
