// The examples of docs/scheduled-checks.md, run as they stand there but for paths and names: the command of the systemd
// unit, the cron line, the metrics.
#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>

#include "tests/e2e/tools.h"
#include "tests/support/places.h"

namespace lite2pg::test::scheduled_checks_pg_test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string page() { return content_of(source_folder() + "/docs/scheduled-checks.md"); }

/// What follows `mark` up to `end`.
std::string after(const std::string& text, const std::string& mark, const std::string& end) {
  const std::size_t from = text.find(mark);
  if (from == std::string::npos) return {};
  return text.substr(from + mark.size(), text.find(end, from + mark.size()) - from - mark.size());
}

class ScheduledChecks : public testing::Test {
 protected:
  void SetUp() override {
    SQLite::Database(dir_ / "app.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
        .exec(
            "CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO a VALUES (1, 'x'), (2, 'y');"
            "CREATE TABLE b (id INTEGER PRIMARY KEY, v REAL); INSERT INTO b VALUES (1, 0.5)");
    ASSERT_EQ(run_tool("export", {dir_ / "app.db", dir_ / "archive"}).exit_code, 0);
    ASSERT_EQ(run_tool("import", {dir_ / "archive", target_.uri()}).exit_code, 0);
  }

  /// A command of the page with this test's paths; its files land in the test's folder.
  [[nodiscard]] std::string here(std::string command) const {
    const std::map<std::string, std::string> ours = {
        {"/usr/local/bin/lite2pg-verify", program("verify")},
        {"^lite2pg-verify", program("verify")},
        {"/srv/archive/app/manifest.json", dir_ / "archive/manifest.json"},
        {"postgresql://verify@db/app", "'" + target_.uri() + "'"},
        {"/var/lib/lite2pg/", dir_ / ""},
        {"/var/lib/prometheus/node-exporter/", dir_ / ""},
        {"mail -s 'database differs' dba@example.org",
         "cat > " + (dir_ / "mail") + "; echo $LITE2PG_VERDICT $LITE2PG_DAMAGE $LITE2PG_DRIFT >> " + (dir_ / "facts")}};
    for (const auto& [theirs, mine] : ours) command = std::regex_replace(command, std::regex(theirs), mine);
    return command;
  }
  [[nodiscard]] CommandResult run_unit() const {
    std::string command = after(page(), "ExecStart=", "\nNice");
    command = std::regex_replace(command, std::regex("\\\\\n"), " ");
    // systemd hands $ to no shell, the test's shell must not take it either.
    command = std::regex_replace(here(command), std::regex("\\$"), "$$$$");
    command = std::regex_replace(command, std::regex("\\$\\$"), "\\$$");
    return run_command({"/bin/sh", "-c", command});
  }
  [[nodiscard]] std::string database() const { return target_.value("SELECT current_database()"); }
  [[nodiscard]] std::map<std::string, std::string> metrics() const {
    std::map<std::string, std::string> samples;
    std::istringstream text(content_of(dir_ / "lite2pg_app.prom"));
    for (std::string line; std::getline(text, line);) {
      if (line.starts_with("#")) continue;
      std::string name = line.substr(0, line.rfind(' '));
      EXPECT_THAT(name, HasSubstr("{database=\"" + database() + "\",schema=\"public\""));
      name = std::regex_replace(name, std::regex("database=\"[^\"]*\",schema=\"public\",?"), "");
      samples[std::regex_replace(name, std::regex("[{][}]"), "")] = line.substr(line.rfind(' ') + 1);
    }
    return samples;
  }

  TempDir dir_;
  TempDatabase target_;
};

TEST_F(ScheduledChecks, TheUnitsCommandIsQuietWhileAllIsWell) {
  for (int night = 0; night < 2; ++night) {
    const CommandResult result = run_unit();
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, IsEmpty());
  }
  EXPECT_EQ(read_report(dir_ / "app.report.json")["verdict"], "equal");
  EXPECT_TRUE(std::filesystem::exists(dir_ / "app.baseline.json"));
  EXPECT_FALSE(std::filesystem::exists(dir_ / "mail"));
  EXPECT_EQ(metrics()["lite2pg_verify_equal"], "1");
}

TEST_F(ScheduledChecks, TheUnitsCommandTellsOfDamageAndNotOfUse) {
  target_.psql("UPDATE a SET v = 'used' WHERE id = 1");
  EXPECT_EQ(run_unit().exit_code, 0);
  const auto before = metrics();
  target_.psql("ALTER TABLE b DROP COLUMN v");
  const CommandResult result = run_unit();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("the target's table has no column 'v'"));
  EXPECT_EQ(nlohmann::json::parse(content_of(dir_ / "mail"))["verdict"], "different");
  EXPECT_THAT(content_of(dir_ / "facts"), HasSubstr("different "));
  auto now = metrics();
  EXPECT_EQ(now["lite2pg_verify_equal"], "0");
  EXPECT_EQ(now["lite2pg_verify_exit_code"], "1");
  const std::string last = "lite2pg_verify_last_success_timestamp_seconds";
  EXPECT_EQ(now[last], before.at(last)) << "the last success is remembered";
  EXPECT_GE(std::stoll(now["lite2pg_verify_timestamp_seconds"]), std::stoll(now[last]));
  const std::string table = "lite2pg_verify_table_last_success_timestamp_seconds{table=\"a\"}";
  EXPECT_GE(std::stoll(now[table]), std::stoll(before.at(table))) << "a is still well";
}

TEST_F(ScheduledChecks, QuietMeansWithoutProgressToo) {
  const CommandResult result = run_tool("verify", {dir_ / "archive/manifest.json", target_.uri(), "--quiet"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(ScheduledChecks, TheMetricsAreWrittenWhenTheServerIsGone) {
  EXPECT_EQ(run_unit().exit_code, 0);
  const auto before = metrics();
  const CommandResult result = run_tool("verify", {dir_ / "archive/manifest.json", "host=/nowhere dbname=" + database(),
                                                   "--metrics", dir_ / "lite2pg_app.prom"});
  EXPECT_EQ(result.exit_code, 5);
  auto now = metrics();
  EXPECT_EQ(now["lite2pg_verify_equal"], "0");
  EXPECT_EQ(now["lite2pg_verify_exit_code"], "5");
  for (const char* kept : {"lite2pg_verify_last_success_timestamp_seconds",
                           "lite2pg_verify_table_last_success_timestamp_seconds{table=\"a\"}"})
    EXPECT_EQ(now[kept], before.at(kept));
}

TEST_F(ScheduledChecks, TheCronLinePrintsNothingUnlessSomethingDiffers) {
  const std::string command = here(after(page(), "17 3 * * *  ", "\n"));
  ASSERT_THAT(command, HasSubstr("--quiet"));
  const CommandResult well = run_command({"/bin/sh", "-c", command});
  EXPECT_EQ(well.exit_code, 0) << well.err;
  EXPECT_EQ(well.out + well.err, "");
  target_.psql("DROP TABLE b");
  const CommandResult damaged = run_command({"/bin/sh", "-c", command});
  EXPECT_EQ(damaged.exit_code, 1);
  EXPECT_THAT(damaged.out, HasSubstr("the target has no table 'b'"));
}

TEST_F(ScheduledChecks, TheMetricsAreThoseOfTheTable) {
  ASSERT_EQ(run_unit().exit_code, 0);
  std::set<std::string> written, documented;
  for (const auto& [sample, value] : metrics()) written.insert(sample.substr(0, sample.find('{')));
  const std::string text = page();
  const std::regex row("\\| `(lite2pg_verify[a-z_]*)(\\{[a-z,]*\\})?` \\|");
  for (auto i = std::sregex_iterator(text.begin(), text.end(), row); i != std::sregex_iterator(); ++i)
    documented.insert((*i)[1]);
  EXPECT_EQ(written, documented);
}

TEST_F(ScheduledChecks, TheTimersTimesAreTakenBySystemd) {
  const std::string when = after(page(), "OnCalendar=", "\n");
  ASSERT_FALSE(when.empty());
  if (run_command({"/bin/sh", "-c", "command -v systemd-analyze"}).exit_code != 0)
    GTEST_SKIP() << "systemd-analyze is not installed";
  EXPECT_EQ(run_command({"systemd-analyze", "calendar", when}).exit_code, 0);
}

}  // namespace
}  // namespace lite2pg::test::scheduled_checks_pg_test
