// Parts of a migration on their own: the schema, the rows, the plan as SQL, foreign keys that are checked later.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/e2e/tools.h"

namespace lite2pg::test::parts_pg_test {
namespace {

using testing::HasSubstr;

/// What stands in schema public, in the catalog's words.
constexpr const char* shape =
    "SELECT string_agg(d, E'\\n' ORDER BY d) FROM (SELECT conrelid::regclass || ' ' || conname || ' ' || "
    "pg_get_constraintdef(oid) AS d FROM pg_constraint WHERE connamespace = 'public'::regnamespace UNION ALL "
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
    "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(column_default, '') || is_nullable "
    "|| is_identity FROM information_schema.columns WHERE table_schema = 'public') x";

class Parts : public testing::Test {
 protected:
  void SetUp() override { make_fixture("tasks", source_); }
  CommandResult import_with(std::vector<std::string> options, const TempDatabase& target) {
    options.insert(options.begin(), {source_, target.uri()});
    return run_tool("import", options);
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db";
};

TEST_F(Parts, TheSchemaFirstAndTheRowsLater) {
  const CommandResult schema = import_with({"--schema-only"}, target_);
  ASSERT_EQ(schema.exit_code, 0) << schema.err;
  EXPECT_EQ(run_tool("verify", {source_, target_.uri(), "--schema-only"}).exit_code, 0);
  EXPECT_EQ(run_tool("verify", {source_, target_.uri()}).exit_code, 1) << "there are no rows yet";
  const CommandResult rows = import_with({"--data-only"}, target_);
  ASSERT_EQ(rows.exit_code, 0) << rows.err;
  const CommandResult verify = run_tool("verify", {source_, target_.uri()});
  EXPECT_EQ(verify.exit_code, 0) << verify.out << verify.err;
}

TEST_F(Parts, ThePlanAsSqlMakesWhatAnImportMakes) {
  const std::string script = dir_ / "plan.sql";
  ASSERT_EQ(import_with({"--schema-only", "--sql-out", script}, target_).exit_code, 0);
  const TempDatabase other;
  const CommandResult psql = run_command({"psql", "-v", "ON_ERROR_STOP=1", "-qf", script, other.uri()});
  EXPECT_EQ(psql.exit_code, 0) << psql.err;
  EXPECT_EQ(other.psql(shape), target_.psql(shape));
  EXPECT_THAT(testing::PrintToString(target_.psql(shape)), HasSubstr("FOREIGN KEY"));
}

TEST_F(Parts, ForeignKeysMayBeCheckedLater) {
  const std::string report = dir_ / "r.json";
  ASSERT_EQ(import_with({"--validate-fks", "later", "--report", report}, target_).exit_code, 0);
  const char* open = "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated";
  EXPECT_NE(target_.psql(open), target_.psql("SELECT 0"));
  EXPECT_EQ(run_tool("verify", {source_, target_.uri()}).exit_code, 0) << "as it was asked for";
  const auto document = nlohmann::json::parse(std::ifstream(report));
  for (const auto& object : document["objects"]) {
    const std::string reason = object["reason"];
    if (const auto at = reason.find("ALTER TABLE"); at != std::string::npos) (void)target_.psql(reason.substr(at));
  }
  EXPECT_EQ(target_.psql(open), target_.psql("SELECT 0"));
  EXPECT_EQ(run_tool("verify", {source_, target_.uri()}).exit_code, 0) << "checked is no difference";
}

TEST_F(Parts, WhatDoesNotGoTogetherIsRefused) {
  EXPECT_EQ(import_with({"--schema-only", "--data-only"}, target_).exit_code, 2);
  EXPECT_EQ(import_with({"--validate-fks", "later", "--existing"}, target_).exit_code, 2);
  EXPECT_EQ(run_tool("import", {target_.uri(), "--publish", "--schema-only"}).exit_code, 2);
}

TEST_F(Parts, ARateIsKept) {
  ASSERT_EQ(import_with({"--max-rate", "100"}, target_).exit_code, 0);
  EXPECT_EQ(run_tool("verify", {source_, target_.uri()}).exit_code, 0);
}

}  // namespace
}  // namespace lite2pg::test::parts_pg_test
