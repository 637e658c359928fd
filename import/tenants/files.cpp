#include "import/tenants/files.h"

#include <algorithm>
#include <array>

#include "import/ledger/turns.h"
#include "import/tenants/file_notes.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr std::array<std::string_view, 6> stage_names = {"listed", "surveying", "surveyed", "loading", "done", "aside"};

constexpr std::array<std::string_view, 6> aside_names = {"unreadable", "changed", "misfit",
                                                         "orphans",    "drift",   "refused"};

/// A word that this version does not know was written by a later one.
AsideKind aside_kind(std::string_view word) {
  const auto found = std::ranges::find(aside_names, word);
  return found == aside_names.end() ? AsideKind::refused : static_cast<AsideKind>(found - aside_names.begin());
}

/// Any number that nobody else takes a lock on.
constexpr std::int64_t fleet_creation_lock = 5497601350;

std::string fleet_ddl() {
  return R"(CREATE TABLE lite2pg.fleet_version (
  run text NOT NULL REFERENCES lite2pg.run ON DELETE CASCADE,
  version text NOT NULL,
  schema text NOT NULL,
  PRIMARY KEY (run, version)
);
COMMENT ON TABLE lite2pg.fleet_version IS 'Schema versions among the files of a fleet';
CREATE TABLE lite2pg.fleet_file (
  run text NOT NULL REFERENCES lite2pg.run ON DELETE CASCADE,
  file integer NOT NULL,
  path text NOT NULL,
  tenant text NOT NULL,
  state text NOT NULL DEFAULT 'listed'
    CHECK (state IN ('listed', 'surveying', 'surveyed', 'loading', 'done', 'aside')),
  token text NOT NULL DEFAULT '',
  worker text NOT NULL DEFAULT '',
  lease_until timestamptz,
  version text NOT NULL DEFAULT '',
  fingerprint text NOT NULL DEFAULT '',
  look text NOT NULL DEFAULT '',
  rows bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  table_rows text NOT NULL DEFAULT '{}',
  census text NOT NULL DEFAULT '',
  notes text NOT NULL DEFAULT '',
  reason_kind text NOT NULL DEFAULT '',
  reason text NOT NULL DEFAULT '',
  changed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  PRIMARY KEY (run, file),
  UNIQUE (run, tenant)
);
COMMENT ON TABLE lite2pg.fleet_file IS 'Files of a fleet: claimed by UPDATE, a row each';
CREATE INDEX ON lite2pg.fleet_file (run, state, file);
CREATE TABLE lite2pg.fleet_digest (
  run text NOT NULL REFERENCES lite2pg.run ON DELETE CASCADE,
  file integer NOT NULL,
  table_name text NOT NULL,
  rows bigint NOT NULL,
  rejected bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL,
  digest text NOT NULL,
  xid bigint NOT NULL,
  PRIMARY KEY (run, file, table_name)
);
COMMENT ON TABLE lite2pg.fleet_digest IS 'What of each file was loaded: committed with its rows')";
}

FileStage claimed_state(FileStage from) {
  return from == FileStage::listed ? FileStage::surveying : FileStage::loading;
}

std::string quoted(FileStage s) { return quote_literal(name_of(s)); }

std::string where(std::string_view run, const ClaimedFile& file, FileStage state) {
  return " WHERE run = " + quote_literal(run) + " AND file = " + std::to_string(file.number) +
         " AND token = " + quote_literal(file.token) + " AND state = " + quoted(state);
}

/// A statement in a transaction of its own that does not wait for the disk.
std::vector<Fields> alone(Session& session, const std::string& sql, const Parameters& parameters = {}) {
  Transaction transaction(session, claim_rules());
  std::vector<Fields> rows = session.query(sql, parameters);
  transaction.commit();
  return rows;
}

}  // namespace

std::string_view name_of(FileStage s) noexcept { return stage_names[static_cast<std::size_t>(s)]; }

TransactionRules claim_rules() { return {.settings = {{"synchronous_commit", "off"}}}; }

bool has_fleet_tables(Session& session) {
  return !session
              .query(
                  "SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                  "WHERE n.nspname = 'lite2pg' AND c.relname = 'fleet_digest'")
              .empty();
}

void ensure_fleet_tables(Session& session) {
  make_once(
      session, fleet_creation_lock, [&] { return has_fleet_tables(session); }, [&] { session.execute(fleet_ddl()); });
}

void record_files(Session& session, std::string_view run, const std::vector<FleetFile>& files) {
  constexpr std::size_t at_once = 500;
  for (std::size_t begin = 0; begin < files.size(); begin += at_once) {
    std::string values;
    for (std::size_t i = begin; i < std::min(files.size(), begin + at_once); ++i) {
      values += (values.empty() ? "(" : ", (") + quote_literal(run) + ", " + std::to_string(i + 1) + ", " +
                quote_literal(files[i].path) + ", " + quote_literal(files[i].tenant) + ")";
    }
    session.execute("INSERT INTO lite2pg.fleet_file (run, file, path, tenant) VALUES " + values);
  }
}

std::vector<ClaimedFile> FleetFiles::claim(FileStage from, unsigned most) {
  const std::string claimed = quoted(claimed_state(from)), token = holder_ + std::to_string(++claims_);
  const auto rows = alone(
      session_,
      "WITH pick AS (SELECT p.file FROM lite2pg.fleet_file p WHERE p.run = $1 AND (p.state = " + quoted(from) +
          " OR (p.state = " + claimed + " AND p.lease_until < pg_catalog.clock_timestamp())) ORDER BY p.file LIMIT " +
          std::to_string(most) + " FOR UPDATE SKIP LOCKED) UPDATE lite2pg.fleet_file f SET state = " + claimed +
          ", token = $2, worker = $3, lease_until = pg_catalog.clock_timestamp() + " + lease_interval +
          ", changed_at = pg_catalog.clock_timestamp() FROM pick WHERE f.run = $1 AND f.file = "
          "pick.file RETURNING f.file, f.path, f.tenant, f.version, f.fingerprint, f.look, "
          "f.rows, f.bytes, f.table_rows, f.notes",
      {run_, token, worker_});
  std::vector<ClaimedFile> files;
  for (const Fields& row : rows) {
    ClaimedFile& file = files.emplace_back();
    file.number = static_cast<unsigned>(count_of(row, 0));
    file.path = text_of(row, 1);
    file.tenant = text_of(row, 2);
    file.token = token;
    file.version = text_of(row, 3);
    file.fingerprint = text_of(row, 4);
    file.look = text_of(row, 5);
    file.rows = count_of(row, 6);
    file.bytes = count_of(row, 7);
    file.table_rows = text_of(row, 8);
    file.notes = text_of(row, 9);
  }
  return files;
}

bool FleetFiles::surveyed(const ClaimedFile& file, const SurveyedFile& found) {
  return !alone(session_,
                "UPDATE lite2pg.fleet_file SET state = 'surveyed', token = '', lease_until = NULL, version = $1, "
                "fingerprint = $2, look = $3, rows = $4::pg_catalog.int8, bytes = $5::pg_catalog.int8, table_rows = "
                "$6, census = $7, notes = $8, changed_at = pg_catalog.clock_timestamp()" +
                    where(run_, file, FileStage::surveying) + " RETURNING file",
                {found.version, found.fingerprint, found.look, std::to_string(found.rows), std::to_string(found.bytes),
                 found.table_rows, found.census, found.notes})
              .empty();
}

bool FleetFiles::set_aside(const ClaimedFile& file, const AsideReason& reason) {
  FileNotes notes;
  notes.misfits = reason.misfits;
  return !alone(session_,
                "UPDATE lite2pg.fleet_file SET state = 'aside', reason_kind = $1, reason = $2, notes = $6, lease_until "
                "= NULL, changed_at = pg_catalog.clock_timestamp() WHERE run = $3 AND file = $4::pg_catalog.int4 AND "
                "token = $5 AND state IN ('surveying', 'loading') RETURNING file",
                {std::string(name_of(reason.kind)), reason.text, run_, std::to_string(file.number), file.token,
                 to_json(notes)})
              .empty();
}

bool FleetFiles::is_done(const ClaimedFile& file) {
  return !session_.query("SELECT FROM lite2pg.fleet_file" + where(run_, file, FileStage::done)).empty();
}

std::string begin_sql(std::string_view run, const ClaimedFile& file) {
  return "UPDATE lite2pg.fleet_file SET state = 'done', lease_until = NULL, changed_at = "
         "pg_catalog.clock_timestamp()" +
         where(run, file, FileStage::loading) + " RETURNING file";
}

std::string digest_sql(std::string_view run, const ClaimedFile& file, std::string_view table, std::uint64_t rows,
                       std::uint64_t rejected, std::uint64_t bytes, const std::string& digest, bool with_transaction) {
  return "INSERT INTO lite2pg.fleet_digest (run, file, table_name, rows, rejected, bytes, digest, xid) VALUES (" +
         quote_literal(run) + ", " + std::to_string(file.number) + ", " + quote_literal(table) + ", " +
         std::to_string(rows) + ", " + std::to_string(rejected) + ", " + std::to_string(bytes) + ", " +
         quote_literal(digest) + ", " +
         (with_transaction ? "pg_catalog.pg_current_xact_id()::pg_catalog.text::pg_catalog.int8" : "0") + ")";
}

FleetCounts fleet_counts(Session& session, std::string_view run) {
  FleetCounts counts;
  for (const Fields& row : session.query(
           "SELECT state, pg_catalog.count(*), coalesce(pg_catalog.sum(rows), 0), coalesce(pg_catalog.sum(bytes), 0) "
           "FROM lite2pg.fleet_file WHERE run = $1 GROUP BY state",
           {std::string(run)})) {
    const std::string state = text_of(row, 0);
    const std::uint64_t files = count_of(row, 1);
    counts.rows_known += state == "aside" ? 0 : count_of(row, 2);
    if (state == "listed") counts.listed = files;
    if (state == "surveying") counts.surveying = files;
    if (state == "surveyed") counts.surveyed = files;
    if (state == "loading") counts.loading = files;
    if (state == "aside") counts.aside = files;
    if (state != "done") continue;
    counts.done = files;
    counts.rows_done = count_of(row, 2);
    counts.bytes_done = count_of(row, 3);
  }
  return counts;
}

std::string_view name_of(AsideKind kind) noexcept { return aside_names.at(static_cast<std::size_t>(kind)); }

std::string line_of(const AsideReason& reason) {
  std::string line;
  for (const char c : reason.text) line += c == '\n' ? std::string("; ") : std::string(1, c);
  return line;
}

std::vector<AsideFile> aside_files(Session& session, std::string_view run) {
  std::vector<AsideFile> files;
  for (const Fields& row :
       session.query("SELECT file, path, tenant, reason_kind, reason FROM lite2pg.fleet_file WHERE run = $1 AND state "
                     "= 'aside' ORDER BY file",
                     {std::string(run)})) {
    files.push_back({static_cast<unsigned>(count_of(row, 0)),
                     text_of(row, 1),
                     text_of(row, 2),
                     {aside_kind(text_of(row, 3)), text_of(row, 4)}});
  }
  return files;
}

void retry_aside(Session& session, std::string_view run) {
  session.execute(
      "UPDATE lite2pg.fleet_file SET state = 'listed', reason_kind = '', reason = '', token = '', changed_at = "
      "pg_catalog.clock_timestamp() WHERE run = $1 AND state = 'aside'",
      {std::string(run)});
}

}  // namespace lite2pg
