// R-Trees that are carried as tables, from the file to the target and back.
#include <stdexcept>

#include "tests/e2e/way_back.h"

namespace lite2pg::test::rtree_pg_test {
namespace {

using testing::HasSubstr;

/// A tree of two dimensions with odd bounds and auxiliary columns, one of integers, one of three dimensions.
constexpr const char* trees = R"(
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIRTUAL TABLE box USING rtree (id, minX, maxX, minY, maxY, +name TEXT, +extra);
CREATE VIRTUAL TABLE span USING rtree_i32 (id, first, last);
CREATE VIRTUAL TABLE room USING rtree (id, x0, x1, y0, y1, z0, z1);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
  INSERT INTO box SELECT i * 7919, i * 0.1, i * 0.1 + 1.0 / i, -i, 1 - i, 'box ' || i, CASE i % 3 WHEN 0 THEN i WHEN 1 THEN 'x' END FROM n;
INSERT INTO box VALUES (-9223372036854775808, -1e999, 1e999, -1e-40, 3.4e38, NULL, x'00ff'), (-5, 0.1, 0.1, -0.0, 0, 'žába', 1.5);
INSERT INTO span VALUES (1, -2147483648, 2147483647), (2, 5, 5);
INSERT INTO room VALUES (1, 0, 1, 0, 1, 0, 1), (2, 0, 1, 0, 1, 5, 6);
INSERT INTO place VALUES (1, 'a');
)";
constexpr const char* mapping = "[table.\"*\"]\nrtree = \"table\"\n";

class RTrees : public WayBack {
 protected:
  void SetUp() override {
    run_sqlite(source_, trees);
    write_text(mapping_, mapping);
  }
  void import_trees(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> options{"--mapping", mapping_};
    options.insert(options.end(), more.begin(), more.end());
    import(options);
  }
  [[nodiscard]] CommandResult verify() const {
    return run_tool("verify", {source_, database_.uri(), "--report", report_});
  }
  /// Rows of all trees, as SQLite reads them.
  static std::string rows_of(const std::string& file) {
    std::string rows;
    for (const char* table : {"box", "span", "room"})
      rows += shell(file, "SELECT quote(id), * FROM " + std::string(table) + " ORDER BY id");
    return rows;
  }

  std::string mapping_ = dir_ / "m.toml";
};

TEST_F(RTrees, ComeAsTablesThatAreProvenEqual) {
  import_trees();
  EXPECT_EQ(database_.value("SELECT count(*) FROM box"), "502");
  EXPECT_EQ(database_.value("SELECT to_regclass('box_node') IS NULL"), "t");
  const CommandResult verified = verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  const auto report = read_report(report_);
  for (const auto& table : report["tables"]) EXPECT_EQ(table["verdict"], "equal") << table["table"];
  EXPECT_EQ(report["tables"].size(), 4U);
}

TEST_F(RTrees, FindByTheIndexWhatSqliteFinds) {
  import_trees();
  const std::string where = " WHERE minX <= 7.25 AND maxX >= 3.5 AND minY <= 2 AND maxY >= -50";
  const std::string boxes = "box(point(\"minX\", \"minY\"), point(\"maxX\", \"maxY\"))";
  const std::string asked = "SELECT count(*) || ',' || sum(id) FROM box WHERE " + boxes +
                            " && box(point(3.5, -50), point(7.25, 2)) AND \"minX\" <= 7.25 AND \"maxX\" >= 3.5 AND "
                            "\"minY\" <= 2 AND \"maxY\" >= -50";
  EXPECT_EQ(database_.value(asked) + "\n", shell(source_, "SELECT count(*) || ',' || sum(id) FROM box" + where));
  std::string plan;
  for (const auto& line : database_.psql("SET enable_seqscan = off; EXPLAIN " + asked)) plan += line[0].value_or("");
  EXPECT_THAT(plan, HasSubstr("box_box_idx"));
  EXPECT_EQ(database_.value("SELECT id FROM span WHERE box(point(first, 0), point(last, 0)) && box(point(6, 0), "
                            "point(7, 0)) AND first <= 7 AND last >= 6"),
            "1");
}

TEST_F(RTrees, KeepBoundsAsTheModuleDoes) {
  import_trees();
  const auto refused = [&](const std::string& values) -> std::string {
    try {
      database_.psql("INSERT INTO span VALUES (" + values + ")");
      return "";
    } catch (const std::runtime_error& e) {
      return e.what();
    }
  };
  EXPECT_THAT(refused("9, 2, 1"), HasSubstr("span_last_check"));
  EXPECT_THAT(refused("9, NULL, 1"), HasSubstr("not-null"));
  EXPECT_EQ(refused("9, 1, 1"), "");
}

TEST_F(RTrees, DamageIsFoundAndRepaired) {
  import_trees();
  database_.psql(
      "UPDATE box SET \"maxX\" = \"maxX\" + 1 WHERE id = 7919; DELETE FROM span WHERE id = 2;"
      "INSERT INTO room VALUES (3, 0, 0, 0, 0, 0, 0); UPDATE box SET extra = NULL WHERE id = -5");
  const CommandResult damaged = verify();
  EXPECT_EQ(damaged.exit_code, 1) << damaged.out << damaged.err;
  EXPECT_THAT(damaged.out, HasSubstr("7919"));
  const CommandResult repaired =
      run_tool("sync", {source_, database_.uri(), "--scope", "all", "--max-changes", "100%"});
  EXPECT_EQ(repaired.exit_code, 0) << repaired.out << repaired.err;
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(RTrees, GoBackAsRTrees) {
  import_trees();
  database_.psql("INSERT INTO box VALUES (1000000, 0.5, 2.5, 1, 2, 'new', NULL); DELETE FROM room WHERE id = 1");
  run_sqlite(source_, "INSERT INTO box VALUES (1000000, 0.5, 2.5, 1, 2, 'new', NULL); DELETE FROM room WHERE id = 1");
  const CommandResult result = back();
  ASSERT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_EQ(rows_of(out_), rows_of(source_));
  EXPECT_EQ(shell(out_, ".schema"), shell(source_, ".schema"));
  EXPECT_EQ(shell(out_, "SELECT rtreecheck('box'), rtreecheck('span'), rtreecheck('room')"), "ok|ok|ok\n");
  EXPECT_EQ(shell(out_, "SELECT id FROM room WHERE z0 > 4"), "2\n");
  expect_verified();
  EXPECT_THAT(result.out + result.err, testing::Not(HasSubstr("without rows")));
}

TEST_F(RTrees, ComeFromAnArchive) {
  const std::string archive = dir_ / "archive";
  const CommandResult exported = run_tool("export", {source_, archive, "--mapping", mapping_});
  ASSERT_EQ(exported.exit_code, 0) << exported.out << exported.err;
  const CommandResult imported = run_tool("import", {archive, database_.uri()});
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(database_.value("SELECT count(*) FROM box"), "502");
  EXPECT_EQ(verify().exit_code, 0);
  EXPECT_EQ(run_tool("verify", {archive, database_.uri()}).exit_code, 0);
}

TEST_F(RTrees, StayOutOfAnArchiveThatWasMadeWithoutThem) {
  const std::string archive = dir_ / "archive";
  ASSERT_EQ(run_tool("export", {source_, archive}).exit_code, 0);
  const CommandResult imported =
      run_tool("import", {archive, database_.uri(), "--mapping", mapping_, "--report", report_});
  ASSERT_EQ(imported.exit_code, 0) << imported.out << imported.err;
  EXPECT_EQ(database_.value("SELECT to_regclass('box') IS NULL"), "t");
  std::string reason;
  const auto report = read_report(report_);
  for (const auto& o : report["objects"])
    if (o["name"] == "box") reason = o["reason"];
  EXPECT_THAT(reason, HasSubstr("rtree: the archive was made without its rows"));
}

TEST_F(RTrees, FollowALiveSource) {
  import_trees({"--live"});
  run_sqlite(source_, "UPDATE box SET maxX = 900 WHERE id = 7919; INSERT INTO span VALUES (3, 1, 2); DELETE FROM room");
  const CommandResult frozen = run_tool("sync", {source_, database_.uri(), "--freeze"});
  ASSERT_EQ(frozen.exit_code, 0) << frozen.out << frozen.err;
  EXPECT_EQ(database_.value("SELECT \"maxX\" FROM box WHERE id = 7919"), "900");
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(RTrees, FillATableThatStandsThere) {
  database_.psql(
      "CREATE TABLE place (id bigint PRIMARY KEY, name text); CREATE TABLE room (id bigint PRIMARY KEY, "
      "x0 float8, x1 float8, y0 float8, y1 float8, z0 float8, z1 float8);"
      "CREATE TABLE span (id int, first int, last int); CREATE TABLE box (id bigint, \"minX\" real, "
      "\"maxX\" real, \"minY\" real, \"maxY\" real, name text, extra text)");
  write_text(mapping_, mapping + std::string("[table.box.column.extra]\nskip = true\n"));
  import_trees({"--existing"});
  EXPECT_EQ(database_.value("SELECT count(*) FROM room WHERE z0 = 5"), "1");
  EXPECT_EQ(verify().exit_code, 0);
}

TEST_F(RTrees, AreRefusedInAFleet) {
  write_text(dir_ / "list", source_ + "\n");
  const CommandResult result =
      run_tool("import", {"--fleet", dir_ / "list", database_.uri(), "--layout", "column", "--mapping", mapping_});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("does not go with a fleet"));
}

}  // namespace
}  // namespace lite2pg::test::rtree_pg_test
