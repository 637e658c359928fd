// What only a mapping file makes: enum types, partitions by month, fractions cut off, types without binary codec.
#include <gmock/gmock.h>

#include "tests/e2e/existing_target.h"

namespace lite2pg::test::mapping_pg_test {
namespace {

using testing::HasSubstr;

/// A database and a mapping file, imported into staging and published.
class Mapped {
 public:
  explicit Mapped(const std::string& mapping) { write("mapping.toml", mapping); }

  [[nodiscard]] CommandResult import(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {source(), target_.uri(), "--mapping", dir_ / "mapping.toml"});
    return run_tool("import", options);
  }
  [[nodiscard]] CommandResult verify() const { return run_tool("verify", {source(), target_.uri()}); }
  [[nodiscard]] std::string value(const std::string& sql) const { return target_.value(sql); }
  [[nodiscard]] const TempDatabase& target() const { return target_; }
  [[nodiscard]] std::string source() const { return dir_ / "source.db"; }
  void sqlite(const std::string& sql) const { run_sqlite(source(), sql); }

 private:
  void write(const std::string& name, const std::string& text) const { write_text(dir_ / name, text); }

  TempDir dir_;
  TempDatabase target_;
};

constexpr const char* platform_mapping = R"toml(
[table."organizations".column."plan"]
enum = "org_plan"

[table."users".column."role"]
enum = "user_role"

[table."usage_events"]
partition_by = "occurred_at"
)toml";

TEST(Mapping, MakesEnumsAndPartitionsOfTheSamplePlatform) {
  const Mapped platform(platform_mapping);
  make_fixture("ai-platform", platform.source());
  const CommandResult imported = platform.import();
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(platform.value("SELECT string_agg(format_type(atttypid, -1), ',' ORDER BY attname) FROM pg_attribute WHERE "
                           "(attrelid, attname) IN (('organizations'::regclass, 'plan'), ('users'::regclass, 'role'))"),
            "org_plan,user_role");
  EXPECT_EQ(platform.value("SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = "
                           "'org_plan'::regtype"),
            "free,team,enterprise");
  EXPECT_EQ(platform.value("SELECT pg_get_partkeydef('usage_events'::regclass)"), "RANGE (occurred_at)");
  EXPECT_EQ(platform.value("SELECT count(*) FROM pg_inherits WHERE inhparent = 'usage_events'::regclass"), "5");
  EXPECT_EQ(platform.value("SELECT count(*) FROM usage_events_default"), "0");
  EXPECT_EQ(platform.value("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
                           "nspname LIKE 'lite2pg_stage%'"),
            "0");
  const CommandResult verified = platform.verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

TEST(Mapping, RollsEnumsAndPartitionsBack) {
  const Mapped platform(platform_mapping);
  make_fixture("ai-platform", platform.source());
  ASSERT_EQ(platform.import().exit_code, 0);
  const CommandResult back = run_tool("import", {platform.target().uri(), "--rollback"});
  ASSERT_EQ(back.exit_code, 0) << back.err;
  EXPECT_EQ(platform.value("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"), "0");
  const CommandResult again = run_tool("import", {platform.target().uri(), "--publish"});
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(platform.verify().exit_code, 0);
}

TEST(Mapping, ReconcilesRollupsWithThePartitionedEvents) {
  const Mapped platform(platform_mapping);
  make_fixture("ai-platform", platform.source());
  ASSERT_EQ(platform.import().exit_code, 0);
  EXPECT_EQ(
      platform.value("SELECT count(*) FROM (SELECT organization_id, model_id, date_trunc('hour', occurred_at) AS hour, "
                     "count(*) AS events, sum(input_tokens) AS input FROM usage_events GROUP BY 1, 2, 3) e "
                     "FULL JOIN usage_hourly h USING (organization_id, model_id, hour) "
                     "WHERE (e.events, e.input) IS DISTINCT FROM (h.events, h.input_tokens)"),
      "0");
}

TEST(Mapping, ListsTextThatIsNoLabel) {
  const Mapped mapped("[table.\"t\".column.\"state\"]\nenum = \"state\"\n");
  mapped.sqlite(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, state TEXT CHECK (state IS NULL OR state IN ('a', 'b')));"
      "PRAGMA ignore_check_constraints = ON; INSERT INTO t VALUES (1, 'a'), (2, NULL), (9, 'c');");
  const CommandResult refused = mapped.import();
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.out, HasSubstr("rowid 9"));
}

TEST(Mapping, AsksForACheckThatListsTheLabels) {
  const Mapped mapped("[table.\"t\".column.\"state\"]\nenum = \"state\"\n");
  mapped.sqlite("CREATE TABLE t(state TEXT)");
  const CommandResult refused = mapped.import();
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("no CHECK lists its labels"));
}

TEST(Mapping, CutsFractionsOnRequestOnly) {
  const std::string rows =
      "CREATE TABLE t(at DATETIME); INSERT INTO t VALUES ('2024-01-02 03:04:05.123456789'), ('1969-12-31 "
      "23:59:59.9999999');";
  const Mapped cut("[table.\"t\".column.\"at\"]\ntype = \"timestamp\"\nfraction = \"cut\"\n");
  cut.sqlite(rows);
  ASSERT_EQ(cut.import().exit_code, 0);
  EXPECT_EQ(cut.value("SELECT string_agg(at::text, ',' ORDER BY at) FROM t"),
            "1969-12-31 23:59:59.999999,2024-01-02 03:04:05.123456");
  EXPECT_EQ(cut.verify().exit_code, 0);
  const Mapped kept("[table.\"t\".column.\"at\"]\ntype = \"timestamp\"\n");
  kept.sqlite(rows);
  EXPECT_EQ(kept.import().exit_code, 3);
}

TEST(Mapping, LoadsTypesWithoutBinaryCodecAsText) {
  const Mapped mapped(
      "[table.\"t\".column.\"ip\"]\ntype = \"inet\"\n[table.\"t\".column.\"took\"]\ntype = \"interval\"\n");
  mapped.sqlite(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, ip TEXT, took TEXT, n REAL, b BLOB, w TEXT);"
      "INSERT INTO t VALUES (1, '10.0.0.1', '01:02:03', 0.1, x'005c0a', 'tab' || char(9) || ' \\N \\. ' || char(10)),"
      "(2, NULL, NULL, 9e999, NULL, '\\.'), (3, '::1', NULL, -0.0, x'', '');");
  const CommandResult imported = mapped.import();
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  const CommandResult verified = mapped.verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

}  // namespace
}  // namespace lite2pg::test::mapping_pg_test
