#include "import/load/monitor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/temp_dir.h"

namespace lite2pg::test::monitor_test {
namespace {

using testing::HasSubstr;

class MonitorTest : public testing::Test {
 protected:
  void hook(const std::string& name, const std::string& body) const {
    std::ofstream(dir_ / name) << "#!/bin/sh\n" << body << "\n";
    chmod((dir_ / name).c_str(), 0755);
  }
  [[nodiscard]] MonitorSettings settings() const {
    MonitorSettings s;
    s.task = "import";
    s.source = "app.db";
    s.target = "postgresql://ann:secret@host/app";
    s.schema = "public";
    s.hook_dir = dir_.path();
    s.slow_after = 0;
    return s;
  }
  [[nodiscard]] std::string written(const std::string& name) const {
    std::ifstream file(dir_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  /// The error that a question to the hook ends with; "" when it passes.
  std::string answer(RunMonitor& monitor, const HookQuestion& question, ExitCode code) {
    try {
      monitor.ask(question, {}, [&](const std::vector<std::string>& sql) { recorded_ = sql; });
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), code);
      return e.what();
    }
    return "";
  }

  TempDir dir_;
  std::vector<std::string> recorded_;
};

TEST_F(MonitorTest, AVetoBeforeAnythingIsWrittenRefusesTheRun) {
  hook("before-load", "exit 3");
  RunMonitor monitor(settings());
  EXPECT_THAT(answer(monitor, {"before-load", ""}, ExitCode::refused), HasSubstr("before-load"));
  ASSERT_FALSE(recorded_.empty());
  EXPECT_THAT(recorded_.back(), HasSubstr("veto before-load"));
}

TEST_F(MonitorTest, ALaterVetoLeavesAPartOfTheWork) {
  hook("after-table", "exit 3");
  RunMonitor monitor(settings());
  EXPECT_NE(answer(monitor, {"after-table", "users"}, ExitCode::partial), "");
}

TEST_F(MonitorTest, AVetoWithinOneTransactionUndoesAll) {
  hook("after-table", "exit 3");
  MonitorSettings s = settings();
  s.in_one_transaction = true;
  RunMonitor monitor(s);
  EXPECT_NE(answer(monitor, {"after-table", "users"}, ExitCode::refused), "");
}

TEST_F(MonitorTest, APassIsRecordedToo) {
  hook("before-publish", "exit 0");
  RunMonitor monitor(settings());
  EXPECT_EQ(answer(monitor, {"before-publish", ""}, ExitCode::partial), "");
  ASSERT_FALSE(recorded_.empty());
  EXPECT_THAT(recorded_.back(), testing::Not(HasSubstr("veto")));
}

TEST_F(MonitorTest, HooksThatAreNotThereAreNotRecorded) {
  RunMonitor monitor(settings());
  EXPECT_EQ(answer(monitor, {"before-publish", ""}, ExitCode::partial), "");
  EXPECT_TRUE(recorded_.empty());
}

TEST_F(MonitorTest, HooksAreToldTheFactsAndNoPassword) {
  hook("after-publish", "cat > '" + (dir_ / ".facts") + "'");
  RunMonitor monitor(settings());
  RunRecord run;
  run.id = "r1";
  run.source_path = "app.db";
  monitor.know(run);
  monitor.know(HookFacts{{"colour", "red"}});
  {
    const RunMonitor::Phase phase(monitor, "publish");
    monitor.tell("after-publish", {{"rows", std::uint64_t{7}}});
  }
  const auto facts = nlohmann::json::parse(written(".facts"));
  EXPECT_EQ(facts["run"], "r1");
  EXPECT_EQ(facts["colour"], "red");
  EXPECT_EQ(facts["phase"], "publish");
  EXPECT_EQ(facts["rows"], 7);
  EXPECT_THAT(written(".facts"), testing::Not(HasSubstr("secret")));
}

TEST_F(MonitorTest, AHookThatFailsAfterwardsIsNoError) {
  hook("after-publish", "exit 3");
  RunMonitor monitor(settings());
  EXPECT_NO_THROW(monitor.tell("after-publish"));
}

TEST_F(MonitorTest, TheTimelineHasPhasesAndPiecesOfWork) {
  RunMonitor monitor(settings());
  {
    const RunMonitor::Phase phase(monitor, "load");
    RunMonitor::Work work(&monitor, "table 'users'", "users");
    work.loaded({});
  }
  const std::string text = monitor.timeline_json().dump();
  EXPECT_THAT(text, HasSubstr("\"load\""));
  EXPECT_THAT(text, HasSubstr("table 'users'"));
}

TEST_F(MonitorTest, WorkWithoutAMonitorIsToldToNobody) {
  RunMonitor::Work work(nullptr, "table 'users'", "users");
  EXPECT_NO_THROW(work.loaded({}));
}

TEST_F(MonitorTest, TheTraceFileIsWrittenAtTheEnd) {
  MonitorSettings s = settings();
  s.trace = dir_ / "trace.json";
  RunMonitor monitor(s);
  monitor.finish(7, "the window is over");
  EXPECT_THAT(written("trace.json"), HasSubstr("the window is over"));
}

}  // namespace
}  // namespace lite2pg::test::monitor_test
