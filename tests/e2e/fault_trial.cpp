#include "tests/e2e/fault_trial.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "tests/support/places.h"

namespace lite2pg::test {
namespace {

constexpr const char* schema = "app";

std::string tool_of(FaultTask task) {
  if (task == FaultTask::import) return "import";
  return task == FaultTask::export_ ? "export" : "verify";
}

}  // namespace

std::string name_of(FaultTask task) { return task == FaultTask::verify_damaged ? "verify damaged" : tool_of(task); }

FaultTrial::FaultTrial(FaultScene scene, FaultTask task)
    : scene_(scene), task_(task), proxy_(port_of(target_.tcp_uri())) {
  make_source();
  reset();
  old_ = contents();
  const CommandResult loaded = import(target_.uri(), {});
  EXPECT_EQ(loaded.exit_code, 0) << loaded.err;
  new_ = contents();
  EXPECT_NE(old_, new_);
  if (task_ == FaultTask::verify_damaged) {
    target_.psql(damage(scene_));
    clean_code_ = 1;
  }
  clean_ = contents();
  const CommandResult verified = run_tool("verify", {source_, target_.uri(), "--schema", schema});
  EXPECT_EQ(verified.exit_code, clean_code_) << verified.out << verified.err;
  if (task_ != FaultTask::export_) return;
  std::filesystem::create_directory(archives_);
  const CommandResult exported = run("");
  EXPECT_EQ(exported.exit_code, 0) << exported.err;
  archive_content_ = archived(archive_);
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
  target_.end_sessions();
  target_.psql(
      "DO $$ DECLARE s text; BEGIN FOR s IN SELECT nspname FROM pg_namespace WHERE nspname LIKE "
      "'lite2pg%' OR nspname = 'app' LOOP EXECUTE format('DROP SCHEMA %I CASCADE', s); END LOOP; END $$; " +
      standing(scene_));
}

/// Before each run.
void FaultTrial::prepare() {
  if (task_ == FaultTask::import) reset();
  if (task_ == FaultTask::export_) std::filesystem::remove_all(archive_);
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

/// The data files of an archive and their bytes: those of one database are always the same.
std::string FaultTrial::archived(const std::string& folder) const {
  std::map<std::string, std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(folder + "/data"))
    files[file.path().filename()] = content_of(file.path());
  std::string all;
  for (const auto& [name, bytes] : files) all += name + ":" + bytes;
  return all;
}

/// Little patience where a message may be spoilt; elsewhere a server that is only slow is waited for.
std::vector<std::string> FaultTrial::patience(const std::string& uri) const {
  if (uri == target_.uri()) return {};
  return {"--stall-timeout", "1s"};
}

CommandResult FaultTrial::import(const std::string& uri, const std::vector<std::string>& more,
                                 const Environment& environment) const {
  std::vector<std::string> arguments = {source_, uri, "--schema", schema, "--jobs", "1", "--retries", "3"};
  for (const std::string& o : patience(uri)) arguments.push_back(o);
  for (const std::string& o : options_of(scene_)) arguments.push_back(o);
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_tool("import", arguments, {.environment = environment, .timeout = std::chrono::seconds(60)});
}

CommandResult FaultTrial::run(const std::string& uri, const Environment& environment) const {
  if (task_ == FaultTask::import) return import(uri, {}, environment);
  std::vector<std::string> arguments = {source_, "--jobs", "1"};
  if (task_ == FaultTask::export_) {
    arguments.insert(arguments.begin() + 1, archive_);
    // The third fixture has the first one's file: it is read by SQLite's own cursor.
    if (scene_ == FaultScene::existing_tables) arguments.insert(arguments.end(), {"--reader", "sqlite"});
  } else {
    arguments.insert(arguments.end(), {uri, "--schema", schema});
    for (const std::string& o : patience(uri)) arguments.push_back(o);
  }
  return run_tool(tool_of(task_), arguments, {.environment = environment, .timeout = std::chrono::seconds(60)});
}

std::string FaultTrial::place(const std::string& what) const {
  return name_of(task_) + ", " + name_of(scene_) + ", " + what;
}

std::uint64_t FaultTrial::count_messages() {
  prepare();
  proxy_.arm(ProtocolFault::none, 0);
  const CommandResult result = run(through_port(target_.tcp_uri(), proxy_.port()));
  EXPECT_EQ(result.exit_code, clean_code_) << result.err;
  return proxy_.messages();
}

FaultEnd FaultTrial::spoil_message(ProtocolFault fault, std::uint64_t nth, bool dead) {
  SCOPED_TRACE(place(std::string(name_of(fault)) + (dead ? " for good" : "") + ", message " + std::to_string(nth)));
  prepare();
  proxy_.arm(fault, nth, dead);
  const CommandResult result = run(through_port(target_.tcp_uri(), proxy_.port()));
  const bool struck = proxy_.struck();
  proxy_.arm(ProtocolFault::none, 0);
  return judge(result, struck, {5, 7});
}

FaultTrial::Environment FaultTrial::environment(const std::string& kind, std::uint64_t nth) const {
  return {{"LD_PRELOAD", module("fault_vfs")},
          {"LITE2PG_FAULT_FILE", source_},
          {"LITE2PG_FAULT", kind},
          {"LITE2PG_FAULT_AT", std::to_string(nth)},
          {"LITE2PG_FAULT_COUNT", count_},
          {"LITE2PG_FAULT_COMMAND",
           "env -u LD_PRELOAD sqlite3 -cmd '.timeout 50' '" + source_ + "' 'PRAGMA user_version = 7' 2>/dev/null"}};
}

std::uint64_t FaultTrial::count_reads() {
  prepare();
  const CommandResult result = run(target_.uri(), environment("", 0));
  EXPECT_EQ(result.exit_code, clean_code_) << result.err;
  const std::string counted = content_of(count_);
  EXPECT_FALSE(counted.empty()) << "the module that counts was not loaded";
  return counted.empty() ? 0 : std::stoull(counted);
}

FaultEnd FaultTrial::spoil_read(const std::string& kind, std::uint64_t nth) {
  SCOPED_TRACE(place(kind + ", read " + std::to_string(nth)));
  prepare();
  make_source();
  const CommandResult result = run(target_.uri(), environment(kind, nth));
  make_source();
  return judge(result, true, {4});
}

/// `codes`: those that tell of such a fault.
FaultEnd FaultTrial::judge(const CommandResult& result, bool struck, const std::vector<int>& codes) {
  EXPECT_FALSE(result.timed_out) << "hangs\n" << result.err;
  if (result.exit_code != clean_code_) {
    EXPECT_THAT(codes, testing::Contains(result.exit_code)) << result.out << result.err;
    const std::string mark = "lite2pg-" + tool_of(task_) + ": error: ";
    EXPECT_EQ(result.err.find(mark), result.err.rfind(mark)) << result.err;
  }
  if (task_ == FaultTask::import) return judge_import(result, struck);
  return task_ == FaultTask::export_ ? judge_export(result, struck) : judge_verify(result, struck);
}

FaultEnd FaultTrial::judge_import(const CommandResult& result, bool struck) {
  const std::string now = contents();
  const bool old = now == old_, complete = now == new_;
  EXPECT_TRUE(old || complete) << now << "\n" << result.exit_code << result.err;
  if (result.exit_code == 0) {
    EXPECT_TRUE(complete) << "exit code 0, but not all is there\n" << result.err;
    return struck ? FaultEnd::done : FaultEnd::untouched;
  }
  go_on_until_equal(result.err);
  if (complete) std::cout << "all there, exit code " << result.exit_code << ": " << result.err << std::endl;
  return old ? FaultEnd::failed_old : FaultEnd::failed_complete;
}

FaultEnd FaultTrial::judge_verify(const CommandResult& result, bool struck) {
  EXPECT_EQ(contents(), clean_) << "verify changed something";
  if (result.exit_code != clean_code_) return FaultEnd::failed_old;
  // What was said is what a run without a fault says: no more and no fewer differences.
  EXPECT_EQ(result.out.find("NOT PROVEN"), std::string::npos) << result.out;
  return struck ? FaultEnd::done : FaultEnd::untouched;
}

FaultEnd FaultTrial::judge_export(const CommandResult& result, bool struck) {
  const bool there = std::filesystem::exists(archive_);
  if (result.exit_code != 0) {
    EXPECT_TRUE(std::filesystem::is_empty(archives_)) << "something is left of the archive\n" << result.err;
    return FaultEnd::failed_old;
  }
  EXPECT_TRUE(there) << "exit code 0, but no archive";
  if (!there) return FaultEnd::failed_old;
  const CommandResult listed = run_tool("export", {archive_, "--list"});
  EXPECT_EQ(listed.exit_code, 0) << listed.err;
  EXPECT_EQ(archived(archive_), archive_content_) << "exit code 0, but other rows";
  return struck ? FaultEnd::done : FaultEnd::untouched;
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
