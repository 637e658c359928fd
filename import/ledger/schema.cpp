#include "import/ledger/schema.h"

#include "import/ledger/recorded_shape.h"
#include "import/ledger/turns.h"

namespace lite2pg {
namespace {

/// Any number that nobody else takes a lock on; held while the ledger is created.
constexpr std::int64_t creation_lock = 5497601348;

/// Every table has a primary key: where a publication is FOR ALL TABLES, others could not be changed.
constexpr const char* ledger_table = R"(COMMENT ON SCHEMA lite2pg IS 'lite2pg: record of migrations from SQLite';
CREATE TABLE lite2pg.ledger (
  id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  version integer NOT NULL,
  events bigint NOT NULL DEFAULT 0,
  last_hash text NOT NULL DEFAULT ''
);
COMMENT ON TABLE lite2pg.ledger IS 'One row: version of these tables; number and last hash of the event chain';
INSERT INTO lite2pg.ledger (version) VALUES ()";

constexpr const char* run_table = R"(CREATE TABLE lite2pg.run (
  id text PRIMARY KEY,
  state text NOT NULL
    CHECK (state IN ('loading', 'staged', 'published', 'rolled_back', 'failed', 'removed')),
  target_schema text NOT NULL,
  staging_schema text NOT NULL,
  old_schema text NOT NULL DEFAULT '',
  source_path text NOT NULL,
  source_fingerprint text NOT NULL,
  plan_hash text NOT NULL,
  plan text NOT NULL,
  settings text NOT NULL DEFAULT '{}',
  tool_version text NOT NULL,
  started_by text NOT NULL DEFAULT session_user,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  message text NOT NULL DEFAULT ''
);
)";

constexpr const char* progress_tables = R"(CREATE TABLE lite2pg.run_table (
  run text NOT NULL REFERENCES lite2pg.run ON DELETE CASCADE,
  table_name text NOT NULL,
  slice text NOT NULL DEFAULT '',
  rows bigint NOT NULL,
  rejected bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL,
  seconds double precision NOT NULL,
  xid bigint NOT NULL,
  loaded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run, table_name, slice)
);
CREATE TABLE lite2pg.run_step (
  run text NOT NULL REFERENCES lite2pg.run ON DELETE CASCADE,
  step text NOT NULL,
  seconds double precision,
  done_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run, step)
);
)";

constexpr const char* outcome_tables = R"(CREATE TABLE lite2pg.moved_object (
  run text NOT NULL REFERENCES lite2pg.run ON DELETE CASCADE,
  part text NOT NULL CHECK (part IN ('new', 'old')),
  position integer NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  oid oid NOT NULL,
  PRIMARY KEY (run, part, position)
);
COMMENT ON TABLE lite2pg.moved_object IS 'What publish moved: the way back for rollback';
CREATE TABLE lite2pg.rejected_row (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run text NOT NULL REFERENCES lite2pg.run ON DELETE CASCADE,
  table_name text NOT NULL,
  slice text NOT NULL DEFAULT '',
  source_row text NOT NULL,
  column_name text NOT NULL,
  reason text NOT NULL,
  document json NOT NULL
);
CREATE INDEX ON lite2pg.rejected_row (run, table_name);
)";

constexpr const char* event_table = R"(CREATE TABLE lite2pg.event (
  seq bigint PRIMARY KEY,
  run text NOT NULL,
  at timestamptz NOT NULL,
  who text NOT NULL,
  kind text NOT NULL,
  detail json NOT NULL,
  hash text NOT NULL
);
COMMENT ON TABLE lite2pg.event IS 'Append-only; hash covers the row and the hash before it';
)";

void check_version(Session& session) {
  const auto rows = session.query("SELECT version FROM lite2pg.ledger");
  const std::string found = rows.empty() ? "none" : rows[0][0].value_or("none");
  if (found == std::to_string(ledger_version)) return;
  throw Error(ExitCode::target,
              "the ledger in schema lite2pg has version " + found + ", this program knows version " +
                  std::to_string(ledger_version),
              "use the version of lite2pg that wrote it");
}

}  // namespace

std::string ledger_ddl() {
  return ledger_table + std::to_string(ledger_version) + ");\n" + run_table + progress_tables + outcome_tables +
         event_table + recorded_shape_ddl();
}

bool has_ledger(Session& session) {
  // By the catalog: to_regclass fails with an error where the role may not use the schema.
  const auto found = session.query(
      "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'lite2pg' AND "
      "c.relname IN ('run', 'ledger')");
  if (found.size() == 1) {
    throw Error(ExitCode::target, "schema lite2pg of the target is not a ledger of lite2pg's",
                "somebody else made it: ALTER SCHEMA lite2pg RENAME TO another_name");
  }
  return !found.empty();
}

void ensure_ledger(Session& session) {
  const auto make = [&] {
    // An administrator may have made the schema for a role that cannot.
    if (session.query("SELECT FROM pg_namespace WHERE nspname = 'lite2pg'").empty()) {
      session.execute("CREATE SCHEMA lite2pg");
    }
    session.execute(ledger_ddl());
  };
  make_once(
      session, creation_lock, [&] { return has_ledger(session); }, make);
  check_version(session);
}

}  // namespace lite2pg
