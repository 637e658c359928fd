#include "import/publish/cleanup.h"

#include <algorithm>

#include "import/catalog/schema_objects.h"
#include "import/publish/later_rows.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool is_left_over(const RunRecord& run) {
  if (run.state == RunState::loading) return !run.at_work;
  return run.state == RunState::failed || run.state == RunState::rolled_back;
}

std::vector<std::pair<std::string, std::uint64_t>> rows_in(Session& session, const std::string& schema) {
  std::vector<std::pair<std::string, std::uint64_t>> rows;
  for (const SchemaObject& object : objects_in(session, schema)) {
    if (object.kind != "TABLE") continue;
    const auto count = session.query("SELECT count(*) FROM " + qualified(schema, object.name));
    rows.emplace_back(object.name, count_of(count[0], 0));
  }
  return rows;
}

/// Of a fleet that gave each tenant a schema: what was written there meanwhile is nowhere else.
std::string tenants_in(Session& session, const std::string& staging_schema) {
  const auto rows = session.query(
      "SELECT pg_catalog.count(*) FROM pg_catalog.pg_namespace n WHERE pg_catalog.starts_with(n.nspname, $1)",
      {staging_schema + "_"});
  if (rows[0][0] == "0") return {};
  return rows[0][0].value_or("") +
         " schemas of tenants, with what was written there after the publish, are staged as " + staging_schema + "_N";
}

}  // namespace

std::string lost_by_cleanup(Session& session, const RunRecord& run) {
  if (run.state == RunState::rolled_back) {
    if (const std::string tenants = tenants_in(session, run.staging_schema); !tenants.empty()) return tenants;
    const auto rows = later_rows(session, run, run.staging_schema);
    return rows.empty() ? "" : run.staging_schema + " holds " + describe_rows(rows) + " written after the publish";
  }
  if (run.state != RunState::published || run.old_schema.empty()) return {};
  const auto rows = rows_in(session, run.old_schema);
  return run.old_schema + " holds what was replaced" + (rows.empty() ? "" : ": " + describe_rows(rows));
}

std::vector<RunRecord> left_over_runs(Session& session, const std::vector<RunRecord>& runs) {
  std::vector<RunRecord> chosen;
  std::ranges::copy_if(runs, std::back_inserter(chosen), [&](const RunRecord& run) {
    return is_left_over(run) && lost_by_cleanup(session, run).empty();
  });
  return chosen;
}

std::string what_stays(Session& session, const std::vector<RunRecord>& runs) {
  std::string text;
  for (const RunRecord& run : runs) {
    std::string why;
    if (run.state == RunState::staged) why = "it is staged";
    if (run.state == RunState::loading && run.at_work) why = "it is at work";
    if (run.state == RunState::rolled_back || run.state == RunState::published) why = lost_by_cleanup(session, run);
    if (why.empty()) continue;
    text += "run " + run.id + " stays: " + why + (run.at_work ? "\n" : "; name it with --run to drop that\n");
  }
  return text;
}

}  // namespace lite2pg
