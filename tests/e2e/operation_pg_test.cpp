// What an operator sees and steers: hooks, window, slow work, traces, logs, metrics, status, approval, audit.
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::operation_pg_test {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;

class Operation : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(hooks_);
    make_fixture("tasks", source_);
  }

  void hook(const std::string& name, const std::string& body) const {
    std::ofstream(hooks_ + "/" + name) << "#!/bin/sh\n" << body << "\n";
    chmod((hooks_ + "/" + name).c_str(), 0755);
  }
  CommandResult import(std::vector<std::string> options = {}, const CommandOptions& how = {}) const {
    options.insert(options.begin(), {source_, target_.uri()});
    return run_tool("import", options, how);
  }
  CommandResult import_with_hooks(std::vector<std::string> options = {}) const {
    options.insert(options.end(), {"--hook-dir", hooks_});
    return import(std::move(options));
  }
  [[nodiscard]] bool is_published() const {
    return target_.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") != "0";
  }
  [[nodiscard]] std::string state() const { return target_.value("SELECT state FROM lite2pg.run"); }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "t.db", hooks_ = dir_ / "hooks", calls_ = dir_ / "calls";
};

TEST_F(Operation, HooksAreCalledInOrderWithTheFacts) {
  for (const char* name : {"before-load", "after-table", "after-load", "before-publish", "after-publish"}) {
    hook(name,
         "echo \"$LITE2PG_HOOK ${LITE2PG_TABLE:-} $LITE2PG_RUN\" >> '" + calls_ + "'; cat >> '" + calls_ + ".json'");
  }
  ASSERT_EQ(import_with_hooks({"--jobs", "1"}).exit_code, 0);
  std::vector<std::string> names;
  std::set<std::string> runs, tables;
  std::istringstream calls(content_of(calls_));
  for (std::string line; std::getline(calls, line);) {
    names.push_back(line.substr(0, line.find(' ')));
    runs.insert(line.substr(line.rfind(' ') + 1));
  }
  EXPECT_EQ(names.front(), "before-load");
  EXPECT_THAT(std::vector<std::string>(names.end() - 3, names.end()),
              testing::ElementsAre("after-load", "before-publish", "after-publish"));
  EXPECT_THAT(runs, testing::ElementsAre(target_.value("SELECT id FROM lite2pg.run")));
  std::istringstream facts(content_of(calls_ + ".json"));
  for (std::string line; std::getline(facts, line);) {
    const json fact = json::parse(line);
    if (fact["hook"] != "after-table") continue;
    tables.insert(fact["table"]);
    EXPECT_EQ(fact["rows_source"], fact["rows_target"]);
    EXPECT_EQ(fact["rows_target"].dump(), target_.value("SELECT count(*) FROM \"" + std::string(fact["table"]) + "\""));
  }
  EXPECT_EQ(std::to_string(tables.size()), target_.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
}

TEST_F(Operation, AHookBeforeTheLoadVetoesAndNothingIsWritten) {
  hook("before-load", "exit 9");
  hook("on-failure", "echo \"$LITE2PG_EXIT_CODE $LITE2PG_ERROR\" > '" + calls_ + "'");
  const CommandResult result = import_with_hooks();
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_THAT(error_lines_of(result), testing::ElementsAre(HasSubstr("before-load ended with 9")));
  EXPECT_THAT(contents_of(target_), testing::IsEmpty());
  EXPECT_THAT(content_of(calls_), HasSubstr("3 hook before-load"));
}

TEST_F(Operation, VetoesOfLaterHooksLeaveARunThatCanBeResumed) {
  for (const char* name : {"after-table", "after-load", "before-publish"}) {
    SCOPED_TRACE(name);
    const TempDatabase target;
    hook(name, "exit 1");
    const CommandResult vetoed = run_tool("import", {source_, target.uri(), "--hook-dir", hooks_});
    EXPECT_EQ(vetoed.exit_code, 7) << vetoed.err;
    EXPECT_THAT(vetoed.err, HasSubstr(std::string("hook ") + name + " ended with 1"));
    EXPECT_EQ(target.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
    std::filesystem::remove(hooks_ + "/" + name);
    EXPECT_EQ(run_tool("import", {source_, target.uri(), "--resume", "--hook-dir", hooks_}).exit_code, 0);
    EXPECT_EQ(run_tool("verify", {source_, target.uri()}).exit_code, 0);
  }
}

TEST_F(Operation, AHookThatHangsRunsOutOfTime) {
  hook("before-load", "sleep 60");
  const CommandResult result = import_with_hooks({"--hook-timeout", "200ms"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("ran out of time"));
}

TEST_F(Operation, SlowWorkReachesLogHookAndReport) {
  hook("on-slow", "echo \"$LITE2PG_STATEMENT\" >> '" + calls_ + "'");
  // The work on a table is over before its hook runs: its indexes are what takes long.
  (void)target_.psql(
      "CREATE FUNCTION slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.4); END'; "
      "CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION slow()");
  const CommandResult result = import_with_hooks({"--slow-after", "100ms", "--report", dir_ / "r.json"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const json report = read_report(dir_ / "r.json");
  const json& slow = report["slow_statements"];
  ASSERT_FALSE(slow.empty());
  EXPECT_GE(slow[0]["seconds"], 0.1);
  const auto statement = slow[0]["statement"].get<std::string>();
  EXPECT_THAT(result.err, HasSubstr(statement + " has taken"));
  EXPECT_THAT(content_of(calls_), HasSubstr(statement));
}

TEST_F(Operation, AWindowThatIsTooShortIsRefused) {
  const CommandResult result = import({"--window", "1ms"});
  EXPECT_EQ(result.exit_code, 3) << result.err;
  EXPECT_THAT(error_lines_of(result), testing::ElementsAre(HasSubstr("the window has")));
  EXPECT_THAT(contents_of(target_), testing::IsEmpty());
}

TEST_F(Operation, AWindowThatPassesStopsAtTheEndOfATable) {
  hook("after-table", "sleep 2");
  const CommandResult stopped = import_with_hooks({"--jobs", "1", "--window", "2s"});
  EXPECT_EQ(stopped.exit_code, 7) << stopped.err;
  EXPECT_THAT(error_lines_of(stopped), testing::ElementsAre(HasSubstr("stopped at the end of a table")));
  EXPECT_FALSE(is_published());
  EXPECT_EQ(state(), "loading");
  EXPECT_NE(target_.value("SELECT count(*) FROM lite2pg.run_table"), "0");
  std::filesystem::remove(hooks_ + "/after-table");
  EXPECT_EQ(import({"--resume"}).exit_code, 0);
  EXPECT_EQ(run_tool("verify", {source_, target_.uri()}).exit_code, 0);
}

/// Takes one HTTP POST on 127.0.0.1 and answers 200.
class Collector {
 public:
  Collector() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    listen(socket_, 1);
    socklen_t size = sizeof address;
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    endpoint_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    thread_ = std::thread([this] { serve(); });
  }
  ~Collector() {
    shutdown(socket_, SHUT_RDWR);
    thread_.join();
    close(socket_);
  }
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;
  [[nodiscard]] const std::string& endpoint() const { return endpoint_; }
  /// The request, when the program that sends it has ended.
  [[nodiscard]] std::string request() {
    shutdown(socket_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    thread_ = std::thread([] {});
    return request_;
  }

 private:
  void serve() {
    const int connection = accept(socket_, nullptr, nullptr);
    if (connection < 0) return;
    for (char buffer[4096]; !is_whole();) {
      const ssize_t n = read(connection, buffer, sizeof buffer);
      if (n <= 0) break;
      request_.append(buffer, static_cast<std::size_t>(n));
      if (request_.find("100-continue") != std::string::npos && !continued_) {
        continued_ = true;
        (void)!write(connection, "HTTP/1.1 100 Continue\r\n\r\n", 25);
      }
    }
    (void)!write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 40);
    close(connection);
  }
  [[nodiscard]] bool is_whole() const {
    const std::size_t head = request_.find("\r\n\r\n"), length = request_.find("Content-Length: ");
    if (head == std::string::npos || length == std::string::npos) return false;
    return request_.size() >= head + 4 + std::stoul(request_.substr(length + 16));
  }

  int socket_ = socket(AF_INET, SOCK_STREAM, 0);
  std::string endpoint_, request_;
  bool continued_ = false;
  std::thread thread_;
};

TEST_F(Operation, SpansReachTheCollectorAndTheFile) {
  Collector collector;
  CommandOptions how;
  how.environment = {{"OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint()},
                     {"TRACEPARENT", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}};
  const CommandResult result = import({"--trace", dir_ / "spans.json"}, how);
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const std::string request = collector.request();
  EXPECT_THAT(request, testing::StartsWith("POST /v1/traces HTTP/1.1"));
  const json body = json::parse(request.substr(request.find("\r\n\r\n") + 4));
  EXPECT_EQ(body, json::parse(content_of(dir_ / "spans.json")));
  std::map<std::string, json> spans;  // by name
  for (const json& span : body["resourceSpans"][0]["scopeSpans"][0]["spans"]) {
    EXPECT_EQ(span["traceId"], "0af7651916cd43dd8448eb211c80319c");
    spans[span["name"]] = span;
  }
  EXPECT_EQ(spans["import"]["parentSpanId"], "b7ad6b7169203331");
  for (const char* phase : {"survey", "load", "publish"}) {
    EXPECT_EQ(spans[phase]["parentSpanId"], spans["import"]["spanId"]) << phase;
  }
  EXPECT_EQ(spans["table 'tasks'"]["parentSpanId"], spans["load"]["spanId"]);
  EXPECT_THAT(spans["table 'tasks'"]["attributes"],
              Contains(json::parse(R"({"key":"lite2pg.rows","value":{"intValue":"4000"}})")));
}

TEST_F(Operation, ACollectorThatIsNotThereFailsNothing) {
  CommandOptions how;
  how.environment = {{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"}};
  const CommandResult result = import({}, how);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("no trace to"));
}

TEST_F(Operation, LogLinesForMachinesCarryRunPhaseAndTable) {
  const CommandResult result = import({"--log-format", "json", "--log-level", "debug"});
  ASSERT_EQ(result.exit_code, 0);
  bool seen = false;
  std::istringstream lines(result.err);
  for (std::string line; std::getline(lines, line);) {
    const json entry = json::parse(line);
    if (entry.value("table", "") != "tasks" || entry.value("phase", "") != "load") continue;
    EXPECT_EQ(entry["run"], target_.value("SELECT id FROM lite2pg.run"));
    seen = true;
  }
  EXPECT_TRUE(seen) << result.err;
}

TEST_F(Operation, AFatalErrorIsJsonAmongJsonLines) {
  target_.psql("CREATE TABLE tasks (mine text)");
  const CommandResult result = import({"--log-format", "json"});
  EXPECT_EQ(result.exit_code, 3);
  std::istringstream lines(result.err);
  json last;
  for (std::string line; std::getline(lines, line);) last = json::parse(line);
  EXPECT_EQ(last["level"], "error");
  EXPECT_THAT(last["message"], HasSubstr("occupied"));
}

TEST_F(Operation, MetricsAreWrittenAlsoWhenItFails) {
  const std::string metrics = dir_ / "m.prom";
  ASSERT_EQ(import({"--metrics", metrics}).exit_code, 0);
  EXPECT_THAT(content_of(metrics), HasSubstr("schema=\"public\"} 1\n"));
  EXPECT_THAT(content_of(metrics), HasSubstr("schema=\"public\",table=\"tasks\"} 4000\n"));
  EXPECT_THAT(content_of(metrics), HasSubstr("schema=\"public\",phase=\"load\"} "));
  ASSERT_EQ(import({"--metrics", metrics}).exit_code, 3);
  EXPECT_THAT(content_of(metrics), testing::ContainsRegex("lite2pg_import_success[{].*[}] 0\n"));
  EXPECT_THAT(content_of(metrics), testing::ContainsRegex("lite2pg_import_exit_code[{].*[}] 3\n"));
}

TEST_F(Operation, OnlyTheApprovedPlanIsImported) {
  const CommandResult shown = import({"--dry-run"});
  ASSERT_EQ(shown.exit_code, 0) << shown.err;
  EXPECT_THAT(contents_of(target_), testing::IsEmpty());
  EXPECT_THAT(shown.out, HasSubstr("Load: about "));
  std::string hash = shown.out.substr(shown.out.rfind("plan ") + 5);
  hash.pop_back();
  EXPECT_EQ(import({"--approve", "ada:1234"}).exit_code, 3);
  EXPECT_EQ(import({"--approve", "ada:" + hash, "--require-approvals", "2"}).exit_code, 3);
  EXPECT_EQ(import({"--approve", "ada:" + hash, "--approve", "ada:" + hash, "--require-approvals", "2"}).exit_code, 3);
  EXPECT_THAT(contents_of(target_), testing::IsEmpty());
  EXPECT_EQ(import({"--approve", "ada:" + hash, "--approve", "bo:" + hash, "--require-approvals", "2"}).exit_code, 0);
}

TEST_F(Operation, AnAlteredEventShowsInTheAudit) {
  ASSERT_EQ(import().exit_code, 0);
  EXPECT_EQ(run_tool("verify", {target_.uri(), "--audit"}).exit_code, 0);
  target_.psql("UPDATE lite2pg.event SET who = 'nobody' WHERE seq = 2");
  const CommandResult audit = run_tool("verify", {target_.uri(), "--audit"});
  EXPECT_EQ(audit.exit_code, 1);
  EXPECT_THAT(audit.out, HasSubstr("event 2"));
}

TEST_F(Operation, StatusTellsWhereARunStands) {
  hook("after-load", "while test ! -e '" + calls_ + "'; do sleep 0.05; done");
  BackgroundCommand running({program("import"), source_, target_.uri(), "--hook-dir", hooks_});
  json status = json::object();
  for (int i = 0; i < 400 && status.value("percent", 0.0) < 100; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
    const CommandResult shown = run_tool("import", {target_.uri(), "--status", "--json"});
    const json runs = json::parse(shown.out)["runs"];
    if (shown.exit_code == 0 && !runs.empty()) status = runs.back();
  }
  EXPECT_EQ(status["state"], "loading");
  EXPECT_EQ(status["at_work"], true);
  EXPECT_EQ(status["rows_done"], status["rows_planned"]);
  EXPECT_TRUE(status.contains("rows_per_second"));
  EXPECT_TRUE(status.contains("seconds_since_progress"));
  running.signal(SIGKILL);
  std::ofstream(calls_) << "go on";  // the hook outlives it, and holds its output open
  EXPECT_EQ(running.wait().exit_code, 137);
  int code = 0;
  for (int i = 0; i < 200 && code != 7; ++i) code = run_tool("import", {target_.uri(), "--status"}).exit_code;
  EXPECT_EQ(code, 7) << "a run without a process is stopped";
  ASSERT_EQ(run_tool("import", {target_.uri(), "--cleanup"}).exit_code, 0);
  EXPECT_EQ(run_tool("import", {target_.uri(), "--status"}).exit_code, 0);
  EXPECT_EQ(target_.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'lite2pg_stage%'"), "0");
}

TEST_F(Operation, SessionsInTheTargetSchemaAreNamed) {
  target_.psql("CREATE TABLE other (id int)");
  BackgroundCommand session({"psql", "-qAt", target_.uri(), "-c", "BEGIN; SELECT * FROM other", "-c", "SELECT 'ready'",
                             "-c", "SELECT pg_sleep(20)"});
  while (target_.value(
             "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'other'") ==
         "0") {
  }
  const CommandResult result = import({"--dry-run"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("uses 'other' in schema 'public'"));
}

}  // namespace
}  // namespace lite2pg::test::operation_pg_test
