#include "import/fleet/recorded_misfits.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "common/json_text.h"
#include "common/text.h"
#include "import/ledger/ledger.h"
#include "import/tenants/file_notes.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

/// The first rows of each file, column and reason, of them the first of each column, in the order of the files.
std::string rejected_sql() {
  const auto partition = [](const std::string& by) { return "OVER (PARTITION BY " + by + " ORDER BY r.id)"; };
  return "SELECT f.path, f.tenant, x.table_name, x.column_name, x.reason, x.source_row, x.value, x.total FROM (SELECT "
         "r.id, r.slice, r.table_name, r.column_name, r.reason, r.source_row, (r.document -> "
         "r.column_name)::pg_catalog.text AS value, pg_catalog.count(*) OVER (PARTITION BY r.slice, r.table_name, "
         "r.column_name, r.reason) AS total, pg_catalog.row_number() " +
         partition("r.slice, r.table_name, r.column_name, r.reason") + " AS in_file, pg_catalog.row_number() " +
         partition("r.table_name, r.column_name") +
         " AS in_column FROM lite2pg.rejected_row r WHERE r.run = $1 AND NOT pg_catalog.starts_with(r.reason, $2)) x "
         "JOIN lite2pg.fleet_file f ON f.run = $1 AND f.tenant = x.slice WHERE x.in_file <= " +
         std::to_string(misfit_rows_listed) + " AND x.in_column <= " + std::to_string(FleetMisfits::rows_reported) +
         " ORDER BY f.file, x.table_name, x.column_name, x.reason, x.id";
}

/// The source's name of a table of the target.
std::string source_table(const Plan& plan, const std::string& target) {
  const auto table = std::ranges::find(plan.tables, target, &TablePlan::target);
  return table == plan.tables.end() ? target : table->source;
}

bool goes_on(const MisfitReport& group, const MisfitReport& next) {
  return group.table == next.table && group.column == next.column && group.reason == next.reason;
}

std::string bytes_of_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

}  // namespace

std::string shown_value(const std::string& json) {
  const auto value = try_json(json);
  if (value.is_null()) return show(Value::null());
  if (value.is_number_integer()) return show(Value::of(value.get<std::int64_t>()));
  if (value.is_number()) return show(Value::of(value.get<double>()));
  if (value.is_string()) return show(Value::text(value.get<std::string>()));
  if (value.is_object() && value.size() == 1) {
    const std::string kind = value.begin().key();
    const std::string text = value.begin()->is_string() ? value.begin()->get<std::string>() : "";
    if (kind == "real") return text;
    if (kind == "blob") return show(Value::blob(bytes_of_hex(text)));
    if (kind == "text") return show(Value::text(bytes_of_hex(text)));
  }
  return json;
}

FleetMisfits misfits_of_aside_files(Session& session, const std::string& run) {
  FleetMisfits all;
  // Some at a time: an answer is in memory as a whole.
  for (std::string last = "0";;) {
    const auto rows = session.query(
        "SELECT file, path, tenant, notes FROM lite2pg.fleet_file WHERE run = $1 AND state = 'aside' AND reason_kind = "
        "'misfit' AND file > $2::pg_catalog.int4 ORDER BY file LIMIT 100",
        {run, last});
    if (rows.empty()) return all;
    for (const Fields& row : rows) {
      all.add(text_of(row, 1), text_of(row, 2), notes_from_json(text_of(row, 3)).misfits);
    }
    last = text_of(rows.back(), 0);
  }
}

FleetMisfits misfits_of_rejected_rows(Session& session, const std::string& run, const Plan& plan) {
  FleetMisfits all;
  const std::string orphans(orphan_words);
  std::string file, tenant;
  std::vector<ListedMisfit> of_file;
  for (const Fields& row : session.query(rejected_sql(), {run, orphans})) {
    if (text_of(row, 0) != file) {
      all.add(file, tenant, std::exchange(of_file, {}));
      file = text_of(row, 0);
      tenant = text_of(row, 1);
    }
    const MisfitReport m{source_table(plan, text_of(row, 2)),
                         text_of(row, 3),
                         text_of(row, 5),
                         shown_value(text_of(row, 6)),
                         text_of(row, 4),
                         std::stoull(text_of(row, 7)),
                         {}};
    if (of_file.empty() || !goes_on(of_file.back().group, m)) of_file.push_back({m, {}});
    of_file.back().rows.push_back({m.rowid, m.value});
  }
  all.add(file, tenant, std::move(of_file));
  for (const Fields& row :
       session.query("SELECT table_name, column_name, pg_catalog.count(*) FROM lite2pg.rejected_row WHERE run = $1 AND "
                     "NOT pg_catalog.starts_with(reason, $2) GROUP BY 1, 2",
                     {run, orphans})) {
    all.count(source_table(plan, text_of(row, 0)), text_of(row, 1), std::stoull(text_of(row, 2)));
  }
  return all;
}

}  // namespace lite2pg
