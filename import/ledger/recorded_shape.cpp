#include "import/ledger/recorded_shape.h"

#include <xxhash.h>

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "common/json_text.h"
#include "import/ledger/text_pieces.h"
#include "mapping/plan/json_parts.h"
#include "mapping/value/digest.h"

namespace lite2pg {
namespace {

/// In pieces: thousands of tables have tens of thousands of objects, and nobody here holds the text of all.
void write_shape(const SchemaShape& shape, const std::function<void(std::string_view)>& write) {
  constexpr std::size_t piece = std::size_t{256} << 10;
  std::string text = "[";
  for (const ShapeObject& o : shape) {
    const nlohmann::json object = {name_of(o.aspect), o.table, o.name, o.definition, name_of(o.state)};
    if (&o != shape.data()) text += ',';
    text += json_text(object);
    if (text.size() < piece) continue;
    write(text);
    text.clear();
  }
  write(text += ']');
}

SchemaShape shape_from_json(std::string_view json) {
  SchemaShape shape;
  each_json_element(json, [&](std::string_view text) {
    const auto o = read_json(text);
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

/// Of a shape's text, and of the run's id: a record does not serve another run.
class ShapeHash {
 public:
  explicit ShapeHash(std::string_view run) : state_(XXH3_createState(), XXH3_freeState) {
    XXH3_128bits_reset(state_.get());
    add(run);
    add("\n");
  }
  void add(std::string_view text) { XXH3_128bits_update(state_.get(), text.data(), text.size()); }
  [[nodiscard]] std::string str() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    return to_hex(Hash128{hash.low64, hash.high64});
  }

 private:
  std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state_;
};

std::string hash_of(std::string_view run, std::string_view text) {
  ShapeHash hash(run);
  hash.add(text);
  return hash.str();
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
  ShapeHash hash(run);
  TextPieces text(session, "lite2pg.shape");
  write_shape(shape_of_plan(read_schema_shape(session, schema), plan), [&](std::string_view piece) {
    hash.add(piece);
    text.add(piece);
  });
  session.execute(
      "INSERT INTO lite2pg.run_shape (run, schema_name, server_version, shape, hash) VALUES ($1, $2, "
      "$3::pg_catalog.int4, " +
          text.sql() +
          ", $4) ON CONFLICT (run) DO UPDATE SET schema_name = "
          "excluded.schema_name, server_version = excluded.server_version, shape = excluded.shape, hash = "
          "excluded.hash, recorded_at = pg_catalog.clock_timestamp()",
      {std::string(run), schema, std::to_string(session.server_version()), hash.str()});
  text.drop();
}

bool is_recorded_shape(Session& session, std::string_view run, std::string_view schema, const SchemaShape& shape) {
  if (!has_table(session)) return false;
  const auto rows = session.query(
      "SELECT hash FROM lite2pg.run_shape WHERE run = $1 AND schema_name = $2 AND server_version = $3::pg_catalog.int4",
      {std::string(run), std::string(schema), std::to_string(session.server_version())});
  if (rows.empty()) return false;
  ShapeHash hash(run);
  write_shape(shape, [&](std::string_view piece) { hash.add(piece); });
  return rows[0][0] == hash.str();
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
