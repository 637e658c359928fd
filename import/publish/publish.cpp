#include "import/publish/publish.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "common/json_text.h"
#include "import/ledger/audit.h"
#include "import/ledger/recorded_shape.h"
#include "import/ledger/run_lock.h"
#include "import/ledger/turns.h"
#include "import/ledger/writer.h"
#include "import/publish/carried_rights.h"
#include "import/publish/copied_publish.h"
#include "import/publish/later_rows.h"
#include "import/publish/run_objects.h"
#include "import/publish/staging_schema.h"
#include "import/publish/triggers.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

void set_lock_timeout(Session& session, const PublishOptions& options) {
  session.execute("SET LOCAL lock_timeout = '" + std::to_string(options.lock_timeout_seconds) + "s'");
}

void create_schema_if_missing(Session& session, std::string_view schema) {
  if (!schema_exists(session, schema)) session.execute("CREATE SCHEMA " + quote_identifier(schema));
}

void move_all(Session& session, const std::vector<SchemaObject>& objects, std::string_view from, std::string_view to) {
  std::string batch;
  for (const SchemaObject& object : objects) batch += move_sql(object, from, to) + ";\n";
  if (!batch.empty()) session.execute(batch);
}

void remember_moves(Session& session, std::string_view run, std::string_view part,
                    const std::vector<SchemaObject>& objects) {
  std::string values;
  for (std::size_t i = 0; i < objects.size(); ++i) {
    values += (i == 0 ? "(" : ", (") + quote_literal(run) + ", " + quote_literal(part) + ", " + std::to_string(i) +
              ", " + quote_literal(objects[i].kind) + ", " + quote_literal(objects[i].name) + ", " + objects[i].oid +
              ")";
  }
  if (values.empty()) return;
  session.execute("INSERT INTO lite2pg.moved_object (run, part, position, kind, name, oid) VALUES " + values);
}

std::vector<SchemaObject> remembered_moves(Session& session, std::string_view run, std::string_view part) {
  std::vector<SchemaObject> objects;
  for (const Fields& row :
       session.query("SELECT kind, name, oid FROM lite2pg.moved_object WHERE run = $1 AND part = $2 ORDER BY position",
                     {std::string(run), std::string(part)})) {
    objects.push_back({row[0].value_or(""), row[1].value_or(""), row[2].value_or("")});
  }
  return objects;
}

/// What has to make room. Throws Error(refused) when it may not, or when only a part of something else is in the way.
std::vector<SchemaObject> make_way(Session& session, const RunRecord& run, bool replace) {
  const auto found = collisions(session, run.staging_schema, run.target_schema);
  std::vector<SchemaObject> objects;
  std::vector<std::string> names, parts;
  std::set<std::string> seen;
  for (const Collision& c : found) {
    if (!c.part.empty() || !seen.insert(c.object.oid).second) continue;
    objects.push_back(c.object);
    names.push_back(described(c.object));
  }
  for (const Collision& c : found) {
    if (!c.part.empty() && !seen.contains(c.object.oid)) parts.push_back(c.part + " of " + described(c.object));
  }
  const std::string where = "schema '" + run.target_schema + "' is occupied: ";
  if (!parts.empty()) {
    throw Error(ExitCode::refused, where + name_list(parts), "rename it, or choose another schema with --schema");
  }
  if (!names.empty() && !replace) {
    throw Error(ExitCode::refused, where + name_list(names),
                "--replace moves it to " + old_schema_of(run.id) +
                    ", from where --rollback brings it back; or choose "
                    "another --schema");
  }
  return objects;
}

/// Two that publish into one schema would both find it free.
void wait_for_other_publishers(Session& session, std::string_view schema) {
  constexpr const char* publish_class = "1279873106";  // beside those of ledger/run_lock.cpp
  wait_for_turn(session, publish_class, schema);
}

void record_old_schema(Session& session, std::string_view run, const std::string& old_schema) {
  session.execute("UPDATE lite2pg.run SET old_schema = $2 WHERE id = $1", {std::string(run), old_schema});
}

std::string moves_json(const PublishResult& result) {
  return json_text(nlohmann::ordered_json{{"moved", result.published}, {"replaced", result.replaced}});
}

/// Those of `objects` that still stand in `schema`, under the names they have now.
std::vector<SchemaObject> still_in(Session& session, const std::vector<SchemaObject>& objects,
                                   std::string_view schema) {
  std::vector<SchemaObject> present;
  for (const SchemaObject& now : objects_in(session, schema)) {
    if (std::ranges::find(objects, now.oid, &SchemaObject::oid) != objects.end()) present.push_back(now);
  }
  return present;
}

void require_all(const std::vector<SchemaObject>& wanted, const std::vector<SchemaObject>& present,
                 const std::string& schema) {
  std::vector<std::string> missing;
  for (const SchemaObject& object : wanted) {
    if (std::ranges::find(present, object.oid, &SchemaObject::oid) == present.end()) {
      missing.push_back(described(object));
    }
  }
  if (missing.empty()) return;
  throw Error(ExitCode::refused, "not in schema '" + schema + "' any more: " + name_list(missing),
              "a later run may have replaced it: roll that one back first");
}

void execute_all(Session& session, const std::vector<std::string>& statements) {
  std::string batch;
  for (const std::string& sql : statements) batch += sql + ";\n";
  if (!batch.empty()) session.execute(batch);
}

void give_default_rights(Session& session, const RunRecord& run, const std::vector<SchemaObject>& objects) {
  std::vector<std::string> oids;
  for (const SchemaObject& object : objects) oids.push_back(object.oid);
  execute_all(session, default_rights(session, run.target_schema, oids));
}

void carry_rights(Session& session, const RunRecord& run, PublishResult& result) {
  const CarriedRights rights = rights_to_carry(session, result.old_schema, run.target_schema);
  execute_all(session, rights.grants);
  result.warnings.insert(result.warnings.end(), rights.warnings.begin(), rights.warnings.end());
}

constexpr const char* lock_hint = "end that session, or wait longer with --lock-timeout SECONDS";

PublishResult publish_once(Session& session, const RunRecord& run, const PublishOptions& options) {
  Transaction transaction(session);
  PublishResult result = publish_within(session, run, options);
  transaction.commit();
  return result;
}

PublishResult roll_back_once(Session& session, const RunRecord& run, const PublishOptions& options) {
  if (run.staging_schema.empty()) {
    throw Error(ExitCode::refused,
                "run " + run.id + " loaded into tables that stood there: its rows are among the application's",
                "restore the target from a backup, or load again with --existing --truncate");
  }
  if (!session.can(Capability::set_schema)) {
    refuse_without_moves(run, "the way back cannot move its tables",
                         "DROP TABLE takes them away from schema " + quote_identifier(run.target_schema));
  }
  PublishResult result;
  Transaction transaction(session);
  set_lock_timeout(session, options);
  const auto ours = remembered_moves(session, run.id, "new");
  const auto theirs = remembered_moves(session, run.id, "old");
  const auto ours_now = still_in(session, ours, run.target_schema);
  const auto theirs_now = still_in(session, theirs, run.old_schema);
  require_all(ours, ours_now, run.target_schema);
  require_all(theirs, theirs_now, run.old_schema);
  enter_staging(session, run);
  move_all(session, ours_now, run.target_schema, run.staging_schema);
  move_triggers(session, ours_now, run.target_schema, run.staging_schema);
  move_all(session, theirs_now, run.old_schema, run.target_schema);
  move_triggers(session, theirs_now, run.old_schema, run.target_schema);
  if (!run.old_schema.empty()) drop_schema_if_empty(session, run.old_schema);
  session.execute("DELETE FROM lite2pg.moved_object WHERE run = $1", {run.id});
  record_old_schema(session, run.id, "");
  result.written_since = describe_rows(later_rows(session, run, run.staging_schema));
  result.published = ours_now.size();
  result.replaced = theirs_now.size();
  record_state(session, run.id, RunState::rolled_back, "", moves_json(result));
  transaction.commit();
  return result;
}

}  // namespace

PublishResult publish_within(Session& session, const RunRecord& run, const PublishOptions& options) {
  PublishResult result;
  set_lock_timeout(session, options);
  wait_for_other_publishers(session, run.target_schema);
  if (options.first) options.first(session);
  create_schema_if_missing(session, run.target_schema);
  auto objects = objects_in(session, run.staging_schema);
  const auto in_the_way = make_way(session, run, options.replace);
  const bool moves = session.can(Capability::set_schema);
  if (!in_the_way.empty() && !moves) {
    refuse_without_moves(run, "--replace cannot move aside what stands in schema '" + run.target_schema + "'",
                         "drop or rename it, or choose another --schema");
  }
  if (!in_the_way.empty()) {
    result.old_schema = old_schema_of(run.id);
    create_schema_if_missing(session, result.old_schema);
    for (const std::string& d : dependents_of(session, in_the_way)) {
      result.warnings.push_back(d + " still points to what was moved to " + result.old_schema);
    }
    move_all(session, in_the_way, run.target_schema, result.old_schema);
    move_triggers(session, in_the_way, run.target_schema, result.old_schema);
  }
  if (moves) {
    move_all(session, objects, run.staging_schema, run.target_schema);
  } else {
    objects = copy_to_target(session, run, objects);
  }
  give_default_rights(session, run, objects);
  if (!in_the_way.empty()) carry_rights(session, run, result);
  make_triggers(session, run.id, run.staging_schema, run.target_schema);
  leave_staging(session, run);
  remember_moves(session, run.id, "new", objects);
  remember_moves(session, run.id, "old", in_the_way);
  record_old_schema(session, run.id, result.old_schema);
  result.published = objects.size();
  result.replaced = in_the_way.size();
  record_state(session, run.id, RunState::published, "", moves_json(result));
  if (const auto plan = ledger_relations(session, run.id)) record_shape(session, run.id, *plan, run.target_schema);
  return result;
}

PublishResult publish(Session& session, const RunRecord& run, const PublishOptions& options) {
  try {
    return publish_once(session, run, options);
  } catch (const TargetError& e) {
    if (!is_lock_timeout(e)) throw;
    throw lock_error(session, run.target_schema, {}, lock_hint);
  }
}

std::optional<PublishResult> published_before(Session& session, const RunRecord& run) {
  const auto runs = ledger_runs(session);
  const auto found = std::ranges::find(runs, run.id, &RunRecord::id);
  if (found == runs.end() || found->state != RunState::published) return std::nullopt;
  PublishResult result;
  result.published = remembered_moves(session, run.id, "new").size();
  result.replaced = remembered_moves(session, run.id, "old").size();
  result.old_schema = found->old_schema;
  return result;
}

PublishResult roll_back(Session& session, const RunRecord& run, const PublishOptions& options) {
  try {
    return roll_back_once(session, run, options);
  } catch (const TargetError& e) {
    if (!is_lock_timeout(e)) throw;
    throw lock_error(session, run.target_schema, {}, lock_hint);
  }
}

std::vector<std::string> clean_up(Session& session, const RunRecord& run, const RunLock&) {
  std::vector<std::string> dropped;
  const bool published = run.state == RunState::published;
  if (!published) {
    if (const std::string what = drop_staging(session, run); !what.empty()) dropped.push_back(what);
  } else if (!run.old_schema.empty() && schema_exists(session, run.old_schema)) {
    drop_schema(session, run.old_schema);
    dropped.push_back(run.old_schema);
  }
  Transaction transaction(session);
  if (published) {
    session.execute("DELETE FROM lite2pg.moved_object WHERE run = $1 AND part = 'old'", {run.id});
    record_old_schema(session, run.id, "");
    add_event(session, run.id, "cleaned", "{}");
  } else {
    record_state(session, run.id, RunState::removed, run.message, "{}");
  }
  transaction.commit();
  return dropped;
}

}  // namespace lite2pg
