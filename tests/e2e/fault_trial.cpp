#include "tests/e2e/fault_trial.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "tests/support/places.h"

namespace lite2pg::test {
namespace {

constexpr const char* schema = "app";

constexpr const char* with_journal = R"(
  CREATE TABLE owner (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, changed DATETIME);
  CREATE TABLE item (id INTEGER PRIMARY KEY, owner INT NOT NULL REFERENCES owner (id) ON DELETE CASCADE, n NUMERIC,
                     CHECK (n < 1000));
  CREATE INDEX item_owner ON item (owner);
  CREATE VIEW v AS SELECT owner, count(*) AS n FROM item GROUP BY owner;
  CREATE TRIGGER touch AFTER UPDATE OF name ON owner BEGIN
    UPDATE owner SET changed = datetime('now') WHERE id = NEW.id;
  END;
  INSERT INTO owner WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 200)
    SELECT i, 'owner ' || i, '2020-01-01 00:00:00' FROM c;
  INSERT INTO item WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 600)
    SELECT i, 1 + i % 200, i + 0.5 FROM c;)";

constexpr const char* with_log = R"(
  PRAGMA page_size = 512; PRAGMA journal_mode = WAL;
  CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT, data BLOB);
  CREATE TABLE word (word TEXT PRIMARY KEY, doc INT) WITHOUT ROWID;
  INSERT INTO doc WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 30)
    SELECT i, printf('%.*c', 40 * i, 'x') || i, zeroblob(i) FROM c;
  INSERT INTO word WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 100)
    SELECT 'word' || i, i % 30 + 1 FROM c;)";

const char* script_of(FaultScene scene) { return scene == FaultScene::replaces_tables ? with_log : with_journal; }

/// What stood in the schema before.
std::string standing(FaultScene scene) {
  const std::string begin = "CREATE SCHEMA app; ";
  if (scene == FaultScene::empty_target) return begin;
  if (scene == FaultScene::replaces_tables) {
    return begin + "CREATE TABLE app.doc (id int PRIMARY KEY, old text); INSERT INTO app.doc VALUES (1, 'old')";
  }
  return begin +
         "CREATE TABLE app.owner (id bigserial PRIMARY KEY, name text NOT NULL UNIQUE, changed timestamp); "
         "CREATE TABLE app.item (id bigint PRIMARY KEY, owner bigint NOT NULL REFERENCES app.owner ON DELETE CASCADE, "
         "n numeric CHECK (n < 1000)); INSERT INTO app.owner VALUES (7, 'old', NULL)";
}

std::vector<std::string> options_of(FaultScene scene) {
  if (scene == FaultScene::replaces_tables) return {"--replace"};
  if (scene == FaultScene::existing_tables) return {"--existing", "--truncate"};
  return {};
}

}  // namespace

std::string name_of(FaultScene scene) {
  if (scene == FaultScene::empty_target) return "empty target";
  return scene == FaultScene::replaces_tables ? "replaced tables" : "existing tables";
}

FaultTrial::FaultTrial(FaultScene scene) : scene_(scene), proxy_(port_of(target_.tcp_uri())) {
  make_source();
  reset();
  old_ = contents();
  const CommandResult clean = import(target_.uri(), {});
  EXPECT_EQ(clean.exit_code, 0) << clean.err;
  const CommandResult verified = run_tool("verify", {source_, target_.uri(), "--schema", schema});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  new_ = contents();
  EXPECT_NE(old_, new_);
}

/// Always the same bytes; the log of a file that has one stays beside it.
void FaultTrial::make_source() const {
  const auto put = [&](const std::string& from, const std::string& to) {
    for (const char* part : {"", "-wal", "-shm"}) {
      std::filesystem::remove(to + part);
      if (std::filesystem::exists(from + part)) std::filesystem::copy_file(from + part, to + part);
    }
  };
  if (!std::filesystem::exists(kept_)) {
    const std::string made = dir_ / "made.db";
    run_sqlite(made, script_of(scene_));
    put(made, kept_);
  }
  put(kept_, source_);
}

void FaultTrial::reset() {
  target_.psql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
      "pg_backend_pid()");
  target_.psql(
      "DO $$ DECLARE s text; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE 'lite2pg%' OR nspname "
      "= 'app' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; END $$");
  target_.psql(standing(scene_));
}

/// All tables and rows of the schema, as one text.
std::string FaultTrial::contents() const {
  std::string sql, names;
  for (const auto& row : target_.psql("SELECT relname, relkind FROM pg_class WHERE relnamespace = 'app'::regnamespace "
                                      "AND relkind IN ('r', 'v') ORDER BY 1")) {
    const std::string name = row[0].value_or("");
    names += name + " ";
    sql += (sql.empty() ? "SELECT " : " || ") +
           std::string(
               "coalesce((SELECT md5(string_agg(t::text, '|' ORDER BY "
               "t::text)) FROM app.") +
           name + " t), '-')";
  }
  return names + (sql.empty() ? "" : target_.value(sql));
}

CommandResult FaultTrial::import(const std::string& uri, std::vector<std::string> more,
                                 const std::map<std::string, std::string>& environment) const {
  std::vector<std::string> arguments = {source_,     uri, "--schema",        schema, "--jobs", "1",
                                        "--retries", "3", "--stall-timeout", "1s"};
  for (const std::string& o : options_of(scene_)) arguments.push_back(o);
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_tool("import", arguments, {.environment = environment, .timeout = std::chrono::seconds(60)});
}

std::uint64_t FaultTrial::count_messages() {
  reset();
  proxy_.arm(ProtocolFault::none, 0);
  const CommandResult result = import(through_port(target_.tcp_uri(), proxy_.port()), {});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  return proxy_.messages();
}

FaultEnd FaultTrial::spoil_message(ProtocolFault fault, std::uint64_t nth, bool dead) {
  SCOPED_TRACE(name_of(scene_) + ", " + std::string(name_of(fault)) + (dead ? " for good" : "") + ", message " +
               std::to_string(nth));
  reset();
  proxy_.arm(fault, nth, dead);
  const CommandResult result = import(through_port(target_.tcp_uri(), proxy_.port()), {});
  const bool struck = proxy_.struck();
  proxy_.arm(ProtocolFault::none, 0);
  return judge(result, struck, {5, 7});
}

std::map<std::string, std::string> FaultTrial::environment(const std::string& kind, std::uint64_t nth) const {
  return {{"LD_PRELOAD", program_folder() + "/../tests/liblite2pg_fault_vfs.so"},
          {"LITE2PG_FAULT_FILE", source_},
          {"LITE2PG_FAULT", kind},
          {"LITE2PG_FAULT_AT", std::to_string(nth)},
          {"LITE2PG_FAULT_COUNT", count_},
          {"LITE2PG_FAULT_COMMAND",
           "env -u LD_PRELOAD sqlite3 -cmd '.timeout 50' '" + source_ + "' 'PRAGMA user_version = 7' 2>/dev/null"}};
}

std::uint64_t FaultTrial::count_reads() {
  reset();
  const CommandResult result = import(target_.uri(), {}, environment("", 0));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const std::string counted = content_of(count_);
  EXPECT_FALSE(counted.empty()) << "the module that counts was not loaded";
  return counted.empty() ? 0 : std::stoull(counted);
}

FaultEnd FaultTrial::spoil_read(const std::string& kind, std::uint64_t nth) {
  SCOPED_TRACE(name_of(scene_) + ", " + kind + ", read " + std::to_string(nth));
  reset();
  make_source();
  const CommandResult result = import(target_.uri(), {}, environment(kind, nth));
  make_source();
  return judge(result, true, {4});
}

/// `codes`: those that tell of such a fault.
FaultEnd FaultTrial::judge(const CommandResult& result, bool struck, const std::vector<int>& codes) {
  EXPECT_FALSE(result.timed_out) << "hangs\n" << result.err;
  const std::string now = contents();
  const bool old = now == old_, complete = now == new_;
  EXPECT_TRUE(old || complete) << now << "\n" << result.exit_code << result.err;
  if (result.exit_code == 0) {
    EXPECT_TRUE(complete) << "exit code 0, but not all is there\n" << result.err;
    return struck ? FaultEnd::done : FaultEnd::untouched;
  }
  EXPECT_THAT(codes, testing::Contains(result.exit_code)) << result.err;
  EXPECT_EQ(result.err.find("lite2pg-import: error: "), result.err.rfind("lite2pg-import: error: ")) << result.err;
  go_on_until_equal(result.err);
  if (complete) std::cout << "all there, exit code " << result.exit_code << ": " << result.err << std::endl;
  return old ? FaultEnd::failed_old : FaultEnd::failed_complete;
}

void FaultTrial::go_on_until_equal(const std::string& how) {
  const bool existing = scene_ == FaultScene::existing_tables;
  const bool has_run = target_.value("SELECT to_regclass('lite2pg.run') IS NOT NULL") == "t" &&
                       target_.value("SELECT count(*) FROM lite2pg.run") != "0";
  CommandResult again = existing || !has_run ? import(target_.uri(), {}) : import(target_.uri(), {"--resume"});
  EXPECT_EQ(again.exit_code, 0) << "goes not on: " << again.err << "\nafter: " << how;
  EXPECT_EQ(contents(), new_) << "after: " << how;
  const CommandResult cleaned = run_tool("import", {target_.uri(), "--cleanup"});
  EXPECT_EQ(cleaned.exit_code, 0) << cleaned.err << "\nafter: " << how;
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'lite2pg_stage%'"), "0") << how;
}

}  // namespace lite2pg::test
