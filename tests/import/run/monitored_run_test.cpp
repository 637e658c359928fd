#include "import/run/monitored_run.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/temp_dir.h"

namespace lite2pg::test::monitored_run_test {
namespace {

using testing::HasSubstr;

struct SomeOptions {
  std::string source = "app.db", target = "postgresql://host/app", schema = "sales", hook_dir, trace = "t.json";
  double hook_timeout = 5, slow_after = 7;
};

std::string metrics_of(const Report& report, std::int64_t ended_at) {
  return "exit " + std::to_string(report.exit_code) + (ended_at > 1'700'000'000 ? " now" : " then") + "\n";
}

class MonitoredRunTest : public testing::Test {
 protected:
  [[nodiscard]] std::string written(const std::string& name) const {
    std::ifstream file(dir_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TempDir dir_;
  Report report_;
};

TEST_F(MonitoredRunTest, TheOptionsSayWhatTheMonitorKnows) {
  const MonitorSettings settings = monitor_settings(SomeOptions(), "undo");
  EXPECT_EQ(settings.task, "undo");
  EXPECT_EQ(settings.source, "app.db");
  EXPECT_EQ(settings.target, "postgresql://host/app");
  EXPECT_EQ(settings.schema, "sales");
  EXPECT_EQ(settings.trace, "t.json");
  EXPECT_EQ(settings.hook_timeout, 5);
  EXPECT_EQ(settings.slow_after, 7);
}

TEST_F(MonitoredRunTest, AFailureIsToldToItsHook) {
  std::ofstream(dir_ / "on-failure") << "#!/bin/sh\necho \"$LITE2PG_ERROR\" >" << dir_ / "told"
                                     << "\n";
  chmod((dir_ / "on-failure").c_str(), 0755);
  SomeOptions options;
  options.hook_dir = dir_.path();
  options.trace.clear();
  RunMonitor monitor(monitor_settings(options, "import"));
  report_.error = "no room";
  monitored_end(report_, monitor, "", metrics_of).failed();
  EXPECT_EQ(written("told"), "no room\n");
}

TEST_F(MonitoredRunTest, TheReportHasWhatWasSlowAndWhenOnce) {
  SomeOptions options;
  options.trace.clear();
  RunMonitor monitor(monitor_settings(options, "import"));
  const RunEnd end = monitored_end(report_, monitor, "", metrics_of);
  end.before_report();
  end.before_report();
  std::string keys;
  for (const auto& [key, value] : report_.facts.all().items()) keys += key + " ";
  EXPECT_EQ(keys, "slow_statements timeline ");
}

TEST_F(MonitoredRunTest, MetricsAreThoseOfTheFinishedReport) {
  SomeOptions options;
  options.trace.clear();
  RunMonitor monitor(monitor_settings(options, "import"));
  const RunEnd end = monitored_end(report_, monitor, dir_ / "m.prom", metrics_of);
  report_.exit_code = 3;
  end.after_report();
  EXPECT_EQ(written("m.prom"), "exit 3 now\n");
}

}  // namespace
}  // namespace lite2pg::test::monitored_run_test
