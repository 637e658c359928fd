#include "import/ledger/repairs.h"

#include <cstdlib>

#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr std::string_view repair_table_sql =
    "SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = 'lite2pg' AND c.relname = 'repair'";

std::string repairs_ddl() {
  return R"(CREATE TABLE IF NOT EXISTS lite2pg.repair (
  id text PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('repair', 'undo')),
  run text NOT NULL,
  target_schema text NOT NULL,
  source_path text NOT NULL,
  source_fingerprint text NOT NULL,
  tool_version text NOT NULL,
  done_by text NOT NULL DEFAULT session_user,
  done_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  inserted bigint NOT NULL DEFAULT 0,
  updated bigint NOT NULL DEFAULT 0,
  deleted bigint NOT NULL DEFAULT 0,
  xids bigint[] NOT NULL DEFAULT '{}',
  undoes text NOT NULL DEFAULT ''
);
COMMENT ON TABLE lite2pg.repair IS 'What lite2pg-sync repaired and undid';
CREATE TABLE IF NOT EXISTS lite2pg.repaired_row (
  repair text NOT NULL REFERENCES lite2pg.repair ON DELETE CASCADE,
  table_schema text NOT NULL,
  table_name text NOT NULL,
  number bigint NOT NULL,
  change text NOT NULL CHECK (change IN ('i', 'u', 'd')),
  key_columns text[] NOT NULL,
  row_key text[] NOT NULL,
  changed text[],
  columns text[],
  old text[],
  PRIMARY KEY (repair, table_schema, table_name, number)
);
COMMENT ON TABLE lite2pg.repaired_row IS 'Rows as they were before a repair: inserted (by key), updated, deleted')";
}

/// False as well where the role may not read them.
bool has_repairs(Session& session) {
  return !session.query(std::string(repair_table_sql) + " AND pg_catalog.has_table_privilege(c.oid, 'SELECT')").empty();
}

std::string array_of(const std::set<std::uint32_t>& xids) {
  std::string list;
  for (const std::uint32_t x : xids) list += (list.empty() ? "" : ",") + std::to_string(x);
  return "'{" + list + "}'";
}

std::set<std::uint32_t> xids_of(const std::string& text) {
  std::set<std::uint32_t> xids;
  for (const char* p = text.c_str(); *p != '\0';) {
    char* end = nullptr;
    const unsigned long n = std::strtoul(p, &end, 10);
    if (end != p) xids.insert(static_cast<std::uint32_t>(n));
    p = end == p ? p + 1 : end;
  }
  return xids;
}

std::uint64_t number_of(const std::optional<std::string>& field) {
  return std::strtoull(field.value_or("0").c_str(), nullptr, 10);
}

}  // namespace

void ensure_repairs(Session& session) {
  if (session.query(std::string(repair_table_sql)).empty()) session.execute(repairs_ddl());
}

std::string begin_repair_sql(const RepairRecord& r, std::string_view tool_version) {
  std::string values;
  for (const std::string_view v : {std::string_view(r.id), std::string_view(r.kind), std::string_view(r.run),
                                   std::string_view(r.target_schema), std::string_view(r.source_path),
                                   std::string_view(r.source_fingerprint), tool_version, std::string_view(r.undoes)}) {
    values += (values.empty() ? "" : ", ") + quote_literal(v);
  }
  return "INSERT INTO lite2pg.repair (id, kind, run, target_schema, source_path, source_fingerprint, tool_version, "
         "undoes) VALUES (" +
         values + ")";
}

std::string finish_repair_sql(const RepairRecord& r) {
  return "UPDATE lite2pg.repair SET inserted = " + std::to_string(r.inserted) +
         ", updated = " + std::to_string(r.updated) + ", deleted = " + std::to_string(r.deleted) +
         ", xids = " + array_of(r.xids) + " WHERE id = " + quote_literal(r.id);
}

bool repairs_are_closed(Session& session) {
  return !session.query(std::string(repair_table_sql)).empty() && !has_repairs(session);
}

std::vector<RepairRecord> ledger_repairs(Session& session) {
  std::vector<RepairRecord> repairs;
  if (!has_repairs(session)) return repairs;
  for (const Fields& f : session.query(
           "SELECT id, kind, run, target_schema, source_path, source_fingerprint, inserted, updated, deleted, xids, "
           "undoes, done_by, done_at, EXISTS (SELECT FROM lite2pg.repair u WHERE u.undoes = r.id) "
           "FROM lite2pg.repair r ORDER BY done_at, id")) {
    RepairRecord& r = repairs.emplace_back();
    r.id = f[0].value();
    r.kind = f[1].value();
    r.run = f[2].value();
    r.target_schema = f[3].value();
    r.source_path = f[4].value();
    r.source_fingerprint = f[5].value();
    r.inserted = number_of(f[6]);
    r.updated = number_of(f[7]);
    r.deleted = number_of(f[8]);
    r.xids = xids_of(f[9].value());
    r.undoes = f[10].value();
    r.done_by = f[11].value();
    r.done_at = f[12].value();
    r.undone = f[13] == "t";
  }
  return repairs;
}

}  // namespace lite2pg
