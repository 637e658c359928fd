// Whatever a database has set for those who come: the tools do the same and say the same. The settings are those that
// this server knows of itself (pg_settings), each at random off, on or at its least; a run of the test is a seed.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <sstream>

#include "tests/e2e/tools.h"

namespace lite2pg::test::server_settings_pg_test {
namespace {

constexpr const char* source_sql = R"(
CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE UNIQUE, price DECIMAL(10,2) CHECK(price >= 0),
  r REAL, b BLOB, ok BOOLEAN, at DATETIME, d DATE, j JSON, g TEXT GENERATED ALWAYS AS (upper(name)) STORED);
INSERT INTO p(name, price, r, b, ok, at, d, j) VALUES('a\b''c', 1.5, 0.1, x'00ff5c', 1, '2024-01-01 10:00:00', '2024-01-01', '{"a":1}'),
  ('Grüße', NULL, 1e300, x'', 0, '1999-12-31 23:59:59.123456', NULL, '[]'), ('z', 3, -0.1, NULL, NULL, NULL, '9999-12-31', NULL);
CREATE TABLE c(id INTEGER PRIMARY KEY, p INTEGER REFERENCES p(id) ON DELETE CASCADE, t TEXT DEFAULT 'x\y', n INTEGER DEFAULT 5);
INSERT INTO c(p, t) VALUES(1, 'α'), (2, ''), (NULL, NULL);
CREATE INDEX ci ON c(t) WHERE n > 3;
CREATE VIEW v AS SELECT p.name, count(*) AS n FROM p JOIN c ON c.p = p.id GROUP BY p.name;
CREATE TRIGGER tr AFTER INSERT ON c BEGIN UPDATE p SET price = 1 WHERE id = new.p; END;
CREATE TABLE w(a TEXT, b INTEGER, PRIMARY KEY(a, b)) WITHOUT ROWID;
WITH RECURSIVE s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s WHERE x < 3000) INSERT INTO w SELECT 'k' || x, x FROM s;
)";

/// What cannot change a run's meaning (logs, costs, waits of a COMMIT), and what ends a connection before it says a
/// word.
bool is_left_out(const std::string& name) {
  static constexpr const char* beginnings[] = {"log_",      "debug_",       "trace_",      "track_",
                                               "vacuum_",   "auto_explain", "commit",      "post_auth_",
                                               "pre_auth_", "plpgsql",      "idle_session"};
  static constexpr const char* names[] = {"transaction_read_only",  "transaction_isolation",
                                          "transaction_deferrable", "role",
                                          "session_authorization",  "seed",
                                          "temp_file_limit"};
  return std::ranges::any_of(beginnings, [&](const char* b) { return name.starts_with(b); }) ||
         std::ranges::find(names, name) != std::end(names);
}

/// Values of settings that are text. Others say where files lie.
std::vector<std::string> known_texts(const std::string& name) {
  if (name == "client_encoding") return {"LATIN1", "SQL_ASCII", "WIN1252"};
  if (name == "DateStyle") return {"German", "SQL, DMY", "Postgres, MDY"};
  if (name == "TimeZone") return {"Asia/Tokyo", "America/St_Johns", "-13:37"};
  if (name == "search_path") return {"nowhere", "pg_temp", ""};
  if (name == "default_text_search_config") return {"pg_catalog.german"};
  if (name == "timezone_abbreviations") return {"India"};
  return {};
}

std::string pick(std::mt19937& random, const std::vector<std::string>& values) {
  return values.empty() ? "" : values[random() % values.size()];
}

class ServerSettings : public testing::TestWithParam<unsigned> {
 protected:
  ServerSettings() {
    run_sqlite(source_, source_sql);
    std::mt19937 random(GetParam());
    for (const auto& row :
         psql(shared_server_uri(),
              "SELECT name, vartype, CASE setting WHEN 'on' THEN 'off' ELSE 'on' END, min_val, "
              "array_to_string(enumvals, ',') FROM pg_settings WHERE context IN ('user', 'superuser') "
              "ORDER BY name"))
      choose(random, row);
  }

  [[nodiscard]] std::string uri() const { return database_.uri(); }

  TempDir dir_;
  TempDatabase database_;
  std::string source_ = dir_ / "source.db", chosen_;

 private:
  void choose(std::mt19937& random, const std::vector<std::optional<std::string>>& row) {
    const std::string name = row[0].value(), type = row[1].value();
    if (is_left_out(name) || random() % 2 == 0) return;
    std::vector<std::string> values = known_texts(name);
    if (type == "bool") values = {row[2].value()};
    // The greatest that a number may be asks a planner or the memory for more than there is; a short time may be over
    // before a transaction of ours can say that it takes its time.
    const bool waits = name.ends_with("timeout");
    if (type == "integer") values = {row[3].value(), waits ? "400" : std::to_string(std::stoll(*row[3]) + 1)};
    if (type == "enum") {
      std::istringstream words(row[4].value());
      for (std::string word; std::getline(words, word, ',');) values.push_back(word);
    }
    if (values.empty()) return;
    const std::string value = pick(random, values);
    psql(shared_server_uri(), "ALTER DATABASE " + database_.name() + " SET " + name + " = '" + value + "'");
    chosen_ += name + " = " + value + "\n";
  }
};

TEST_P(ServerSettings, ChangeNothingThatTheToolsDoOrSay) {
  const CommandResult fresh = run_tool("import", {source_, uri()});
  ASSERT_EQ(fresh.exit_code, 0) << fresh.out << fresh.err << chosen_;
  const CommandResult proven = run_tool("verify", {source_, uri()});
  EXPECT_EQ(proven.exit_code, 0) << proven.out << proven.err << chosen_;
  const CommandResult again = run_tool("import", {source_, uri(), "--existing", "--truncate"});
  EXPECT_EQ(again.exit_code, 0) << again.out << again.err << chosen_;
  const CommandResult proven_again = run_tool("verify", {source_, uri()});
  EXPECT_EQ(proven_again.exit_code, 0) << proven_again.out << proven_again.err << chosen_;
  const CommandResult repaired = run_tool("sync", {source_, uri(), "--dry-run"});
  EXPECT_EQ(repaired.exit_code, 0) << repaired.out << repaired.err << chosen_;
  const CommandResult back = run_tool("sync", {uri(), "--back", dir_ / "back.db"});
  EXPECT_EQ(back.exit_code, 0) << back.out << back.err << chosen_;
}

/// LITE2PG_SETTINGS_SEEDS asks for more of them.
unsigned end_of_seeds_of_settings() {
  const char* given = std::getenv("LITE2PG_SETTINGS_SEEDS");
  return given == nullptr ? 5 : 1 + static_cast<unsigned>(std::stoul(given));
}

INSTANTIATE_TEST_SUITE_P(Seeds, ServerSettings, testing::Range(1U, end_of_seeds_of_settings()));

}  // namespace
}  // namespace lite2pg::test::server_settings_pg_test
