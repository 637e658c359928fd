#include "import/ledger/fleet_work.h"

#include <nlohmann/json.hpp>

#include "common/json_text.h"

namespace lite2pg {

bool is_fleet(const RunRecord& run) {
  const auto settings = try_json(run.settings);
  return settings.is_object() && settings.contains("fleet");  // A table may be called so too.
}

bool has_fleet_workers(Session& session, std::string_view run) {
  return !session
              .query(
                  "SELECT WHERE EXISTS (SELECT FROM lite2pg.fleet_file f WHERE f.run = $1 AND f.state IN ('surveying', "
                  "'loading') AND f.lease_until > pg_catalog.clock_timestamp()) OR EXISTS (SELECT FROM "
                  "pg_catalog.pg_stat_activity a WHERE a.datname = pg_catalog.current_database() AND a.xact_start IS "
                  "NOT NULL AND a.application_name IN ('lite2pg import ' || $1, 'lite2pg load ' || $1))",
                  {std::string(run)})
              .empty();
}

std::vector<TableRecord> fleet_tables(Session& session, std::string_view run) {
  std::vector<TableRecord> tables;
  for (const Fields& row :
       session.query("SELECT table_name, pg_catalog.sum(rows), pg_catalog.sum(bytes), pg_catalog.sum(rejected) FROM "
                     "lite2pg.fleet_digest WHERE run = $1 GROUP BY table_name ORDER BY table_name",
                     {std::string(run)})) {
    TableRecord& table = tables.emplace_back();
    table.table = text_of(row, 0);
    table.rows = std::stoull(text_of(row, 1));
    table.bytes = std::stoull(text_of(row, 2));
    table.rejected = std::stoull(text_of(row, 3));
  }
  return tables;
}

double seconds_since_fleet_progress(Session& session, std::string_view run) {
  const auto rows = session.query(
      "SELECT coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.max(changed_at)), 0) FROM "
      "lite2pg.fleet_file WHERE run = $1",
      {std::string(run)});
  return std::stod(text_of(rows[0], 0));
}

}  // namespace lite2pg
