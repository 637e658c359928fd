// The application worked on PostgreSQL for a while and goes back: what it asks for is answered alike on both sides.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <regex>
#include <sstream>

#include "tests/e2e/way_back.h"

namespace lite2pg::test::way_back_queries_pg_test {
namespace {

using nlohmann::ordered_json;
using Queries = std::vector<std::string>;

/// Inserts, updates and deletes as an application may make them; what a constraint forbids does not happen.
constexpr const char* random_writes = R"(
SET CONSTRAINTS ALL IMMEDIATE;
SELECT setseed(0.%d);
DO $$
DECLARE t record; c text; columns text; n int;
BEGIN
  FOR n IN 1 .. 3 LOOP
    FOR t IN SELECT c.oid, c.oid::regclass AS name FROM pg_class c
             WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY relname LOOP
      FOR c IN SELECT quote_ident(attname) FROM pg_attribute
               WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND random() < 0.4 LOOP
        BEGIN
          EXECUTE format('UPDATE %s SET %s = (SELECT %s FROM %s ORDER BY random() LIMIT 1) WHERE ctid IN (SELECT ctid FROM %s '
                         'ORDER BY random() LIMIT 3)', t.name, c, c, t.name, t.name);
        EXCEPTION WHEN OTHERS THEN NULL; END;
      END LOOP;
      BEGIN
        EXECUTE format('DELETE FROM %s WHERE ctid IN (SELECT ctid FROM %s ORDER BY random() LIMIT 2)', t.name, t.name);
      EXCEPTION WHEN OTHERS THEN NULL; END;
      SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
      WHERE attrelid = t.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity = '';
      BEGIN
        EXECUTE format('INSERT INTO %s (%s) SELECT %s FROM %s ORDER BY random() LIMIT 1', t.name, columns, columns, t.name);
      EXCEPTION WHEN OTHERS THEN NULL; END;
    END LOOP;
  END LOOP;
END $$)";

/// What the samples' applications ask, in words that both databases know.
const std::map<std::string, Queries>& queries() {
  static const std::map<std::string, Queries> all = {
      {"ferry",
       {"SELECT o.name, count(*) AS n, sum(v.passengers) AS seats FROM operators o JOIN vessels v ON v.operator_id = "
        "o.id WHERE o.active GROUP BY o.name",
        "SELECT r.id, p.name AS a, q.name AS b, r.base_price FROM routes r JOIN ports p ON p.code = r.from_port JOIN "
        "ports q ON q.code = r.to_port WHERE r.base_price > 20",
        "SELECT status, count(*) AS n, min(departs_at) AS first, max(departs_at) AS last FROM schedules GROUP BY "
        "status",
        "SELECT u.id, u.full_name, count(b.id) AS n FROM users u LEFT JOIN bookings b ON b.user_id = u.id WHERE "
        "u.deleted_at IS NULL GROUP BY u.id, u.full_name",
        "SELECT id, email, born, loyalty_points FROM users WHERE created_at >= '2023-06-01 00:00:00' AND NOT "
        "is_staff"}},
      {"agency",
       {"SELECT status, count(*) AS n FROM clients GROUP BY status",
        "SELECT t.name, count(DISTINCT m.person_id) AS n FROM tenants t LEFT JOIN memberships m ON m.tenant_id = t.id "
        "GROUP BY t.name",
        "SELECT campaign_id, sum(spend) AS spend, sum(clicks) AS clicks, max(day) AS last FROM daily_metrics GROUP BY "
        "campaign_id",
        "SELECT r.id, r.title, count(*) AS n FROM reports r JOIN report_sections s ON s.report_id = r.id WHERE r.kind "
        "<> 'custom' GROUP BY r.id, r.title",
        "SELECT id, name, starts_on, budget FROM campaigns WHERE budget > 1000 AND ends_on IS NOT NULL"}},
      {"tasks",
       {"SELECT p.title, t.state, count(*) AS n, sum(t.estimate_hours) AS hours FROM tasks t JOIN projects p ON p.id = "
        "t.project_id WHERE NOT p.archived GROUP BY p.title, t.state",
        "SELECT task_id, sum(ended_at - started_at) AS s FROM work_sessions WHERE ended_at IS NOT NULL GROUP BY "
        "task_id",
        "SELECT t.id, u.title FROM tasks t JOIN tasks u ON u.id = t.parent_id WHERE t.due_at < '2026-01-01 00:00:00'",
        "SELECT field, count(*) AS n, max(at) AS last FROM audit GROUP BY field"}},
      {"stocks",
       {"SELECT ticker, min(low) AS low, max(high) AS high, sum(volume) AS volume FROM prices GROUP BY ticker",
        "SELECT j.name, r.state, count(*) AS n FROM jobs j JOIN job_runs r ON r.job_id = j.id WHERE j.enabled GROUP BY "
        "j.name, r.state",
        "SELECT p.ticker, p.for_day, p.predicted, q.close FROM predictions p JOIN prices q ON q.ticker = p.ticker AND "
        "q.day = p.for_day"}},
      {"ai-platform",
       {"SELECT o.name, count(u.id) AS n FROM organizations o LEFT JOIN users u ON u.organization_id = o.id AND "
        "u.is_active GROUP BY o.id, o.name",
        "SELECT m.name, m.version, sum(e.input_tokens) AS tokens, sum(e.input_tokens * m.input_price) AS cost FROM "
        "usage_events e JOIN models m ON m.id = e.model_id GROUP BY m.id, m.name, m.version",
        "SELECT organization_id, sum(events) AS n, max(day) AS last FROM usage_daily GROUP BY organization_id",
        "SELECT action, count(*) AS n, max(at) AS last FROM audit_log GROUP BY action"}},
  };
  return all;
}

/// A value as both would say it: truth as 0 and 1, nine digits of a number, times with a blank and without a zone,
/// documents without blanks.
std::string alike(const ordered_json& value) {
  if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
  if (value.is_number()) {
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", value.get<double>());
    return text;
  }
  if (value.is_structured()) return nlohmann::json::parse(value.dump()).dump();
  if (!value.is_string()) return "NULL";
  const std::string text = value.get<std::string>();
  static const std::regex time(R"((\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d*?)0*)?(?:\+00:00|Z)?)");
  std::smatch parts;
  if (std::regex_match(text, parts, time))
    return parts[1].str() + " " + parts[2].str() + (parts[3].length() > 0 ? "." + parts[3].str() : "");
  if (text.starts_with('{') || text.starts_with('['))
    if (const auto document = nlohmann::json::parse(text, nullptr, false); !document.is_discarded())
      return document.dump();
  return text;
}

/// Rows of a JSON array, in no order.
std::vector<std::string> rows_of(const std::string& json) {
  std::vector<std::string> rows;
  const ordered_json list = json.empty() ? ordered_json::array() : ordered_json::parse(json);
  for (const auto& row : list) {
    std::string text;
    for (const auto& [key, value] : row.items()) text += key + "=" + alike(value) + "|";
    rows.push_back(std::move(text));
  }
  std::ranges::sort(rows);
  return rows;
}

class WayBackAfterWrites : public WayBack, public testing::WithParamInterface<const char*> {
 protected:
  void expect_alike(const std::string& query) {
    const CommandResult here = run_command({"sqlite3", "-json", out_, query});
    ASSERT_EQ(here.exit_code, 0) << query << here.err;
    const auto there = rows_of(database_.value("SELECT coalesce(json_agg(to_json(q)), '[]') FROM (" + query + ") q"));
    EXPECT_EQ(rows_of(here.out), there) << query;
    rows_ += there.size();
  }
  [[nodiscard]] std::vector<std::string> views() const {
    std::vector<std::string> carried;
    std::istringstream lines(shell(out_, "SELECT name FROM sqlite_schema WHERE type = 'view'"));
    for (std::string view; std::getline(lines, view);)
      if (database_.psql("SELECT to_regclass('\"" + view + "\"')")[0][0]) carried.push_back(view);
    return carried;
  }

  std::size_t rows_ = 0;  ///< That were compared: deletes may leave none for some of the queries.
};

TEST_P(WayBackAfterWrites, IsEqualToVerifyAndAnswersAsTheTargetDoes) {
  make_fixture(GetParam(), source_);
  import({"--on-misfit", "widen", "--orphans", "not-valid"});
  std::string writes = random_writes;
  writes.replace(writes.find("%d"), 2, "4711");
  database_.psql(writes);
  const CommandResult changed = run_tool("verify", {source_, database_.uri(), "--data-only"});
  EXPECT_EQ(changed.exit_code, 1) << changed.out;  // The writes were some.
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  expect_verified({"--data-only"});
  EXPECT_EQ(shell(out_, "PRAGMA integrity_check"), "ok\n");
  for (const std::string& query : queries().at(GetParam())) expect_alike(query);
  for (const std::string& view : views()) expect_alike("SELECT * FROM \"" + view + "\"");
  EXPECT_GT(rows_, 3U);
}
INSTANTIATE_TEST_SUITE_P(Each, WayBackAfterWrites,
                         testing::Values("ferry", "agency", "tasks", "stocks", "ai-platform"));

/// Columns in which an import takes several spellings for one come back in one of them; all others to the byte.
class WayBackOfSamples : public WayBack, public testing::WithParamInterface<const char*> {};

TEST_P(WayBackOfSamples, DiffersInEquivalentColumnsAlone) {
  make_fixture(GetParam(), source_);
  import({"--on-misfit", "widen", "--orphans", "not-valid", "--report", report_});
  const auto imported = read_report(report_);
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  for (const auto& table : imported["tables"]) {
    std::string columns;
    for (const auto& column : table["columns"]) {
      if (column["fidelity"] != "exact") continue;
      const std::string name = "\"" + column["source"].get<std::string>() + "\"";
      columns += (columns.empty() ? "" : ", ") + name + ", typeof(" + name + ")";
    }
    const std::string rows = " SELECT " + columns + " FROM ", name = ".\"" + table["source"].get<std::string>() + "\"";
    const std::string attach = "ATTACH '" + source_ + "' AS old; SELECT count(*) FROM (";
    EXPECT_EQ(shell(out_, attach + rows + "main" + name + " EXCEPT" + rows + "old" + name + ")"), "0\n") << table;
    EXPECT_EQ(shell(out_, attach + rows + "old" + name + " EXCEPT" + rows + "main" + name + ")"), "0\n") << table;
    EXPECT_EQ(shell(out_, attach + rows + "main" + name + ")"), shell(out_, attach + rows + "old" + name + ")"));
  }
}
INSTANTIATE_TEST_SUITE_P(Each, WayBackOfSamples, testing::Values("ferry", "agency", "tasks", "stocks", "ai-platform"));

}  // namespace
}  // namespace lite2pg::test::way_back_queries_pg_test
