#include "mapping/objects/rtree_table.h"

#include <gmock/gmock.h>

#include "common/error.h"
#include "mapping/plan/plan.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::rtree_table_test {
namespace {

using namespace test;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* asked = "[table.\"r\"]\nrtree = \"table\"\n";

Plan plan_of(const std::string& script, const std::string& mapping = asked) {
  return plan_of_script(script, {}, mapping);
}

std::string types_of(const TablePlan& table) {
  std::string text;
  for (const ColumnPlan& c : table.columns)
    text += (text.empty() ? "" : ", ") + c.target + " " + c.type + (c.not_null ? "!" : "");
  return text;
}

const ObjectPlan& tree_in(const Plan& plan) { return object_of(plan, ObjectKind::virtual_table, "r"); }

TEST(RTreeTable, IsNamedUnlessItIsAskedFor) {
  const Plan plan = plan_of("CREATE VIRTUAL TABLE r USING rtree (id, x0, x1, y0, y1)", "");
  EXPECT_EQ(plan.find_table("r"), nullptr);
  EXPECT_EQ(plan.schema.find_table("r")->kind, TableKind::virtual_);
  EXPECT_THAT(outcome(tree_in(plan)), AllOf(HasSubstr("not_carried #"), HasSubstr("[table.\"r\"] rtree = \"table\"")));
}

TEST(RTreeTable, IsNamedWithAnIndexOverTheTrueBounds) {
  const Plan plan = plan_of("CREATE VIRTUAL TABLE r USING rtree (id, x0, x1, y0, y1, +a)", "");
  EXPECT_THAT(tree_in(plan).reason, HasSubstr("gist (box(point(\"x0\", \"y0\"), point(\"x1\", \"y1\")))"));
  const Plan line = plan_of("CREATE VIRTUAL TABLE r USING rtree (id, x0, x1, +a, +b)", "");
  EXPECT_THAT(tree_in(line).reason, Not(HasSubstr("gist")));
}

TEST(RTreeTable, HasTypesThatHoldWhateverTheModuleKeeps) {
  const Plan plan = plan_of("CREATE VIRTUAL TABLE r USING rtree (id, x0, x1, y0, y1, +name TEXT, +any)");
  ASSERT_NE(plan.find_table("r"), nullptr);
  EXPECT_EQ(types_of(*plan.find_table("r")), "id bigint!, x0 real!, x1 real!, y0 real!, y1 real!, name text, any text");
  const Plan integers = plan_of("CREATE VIRTUAL TABLE r USING rtree_i32 (id, x0, x1)");
  EXPECT_EQ(types_of(*integers.find_table("r")), "id bigint!, x0 integer!, x1 integer!");
}

TEST(RTreeTable, HasTheTypesThatTheMappingFileGives) {
  const Plan plan = plan_of("CREATE VIRTUAL TABLE r USING rtree (id, x0, x1)",
                            asked + std::string("[table.r.column.\"x?\"]\ntype = \"double precision\"\n"));
  EXPECT_EQ(types_of(*plan.find_table("r")), "id bigint!, x0 double precision!, x1 double precision!");
  EXPECT_TRUE(tree_in(plan).sql.empty());
  EXPECT_THAT(tree_in(plan).reason, HasSubstr("without an index: a bound is double precision, of which GiST cannot"));
}

TEST(RTreeTable, KeepsItsShadowTablesOut) {
  const Plan plan = plan_of("CREATE VIRTUAL TABLE r USING rtree (id, x0, x1)");
  EXPECT_EQ(plan.tables.size(), 1U);
  EXPECT_EQ(object_of(plan, ObjectKind::shadow_table, "r_node").status, ObjectStatus::not_carried);
}

TEST(RTreeTable, IndexesBoxesOfTwoDimensions) {
  const Plan plan = plan_of("CREATE VIRTUAL TABLE r USING rtree (id, \"min X\", maxX, minY, maxY)");
  const ObjectPlan& tree = tree_in(plan);
  EXPECT_EQ(tree.status, ObjectStatus::changed);
  EXPECT_EQ(tree.phase, Phase::after_table);
  EXPECT_THAT(tree.sql, testing::ElementsAre("CREATE INDEX \"r_box_idx\" ON \"r\" USING gist (box(point(\"min X\", "
                                             "\"minY\"), point(\"maxX\", \"maxY\")))"));
  EXPECT_THAT(tree.reason,
              HasSubstr("WHERE box(point(\"min X\", \"minY\"), point(\"maxX\", \"maxY\")) && box(point($1, $3), "
                        "point($2, $4)) AND \"min X\" <= $2 AND \"maxX\" >= $1 AND \"minY\" <= $4 AND \"maxY\" >= $3"));
}

TEST(RTreeTable, IndexesOneDimensionAsBoxesWithoutHeight) {
  const Plan plan = plan_of("CREATE VIRTUAL TABLE r USING rtree_i32 (id, a, b)");
  EXPECT_THAT(tree_in(plan).sql[0], HasSubstr("gist (box(point(\"a\", 0), point(\"b\", 0)))"));
  EXPECT_THAT(tree_in(plan).reason, HasSubstr("&& box(point($1, 0), point($2, 0)) AND \"a\" <= $2 AND \"b\" >= $1"));
}

TEST(RTreeTable, IndexesTheFirstTwoOfMoreDimensions) {
  const Plan plan = plan_of("CREATE VIRTUAL TABLE r USING rtree (id, x0, x1, y0, y1, z0, z1)");
  EXPECT_THAT(tree_in(plan).sql[0], HasSubstr("box(point(\"x0\", \"y0\"), point(\"x1\", \"y1\"))"));
  EXPECT_THAT(tree_in(plan).reason, HasSubstr(" AND \"z0\" <= $6 AND \"z1\" >= $5"));
}

TEST(RTreeTable, HasNoIndexOverWhatIsNoCoordinate) {
  const std::string script = "CREATE VIRTUAL TABLE r USING rtree (id, x0, x1)";
  const Plan text = plan_of(script, asked + std::string("[table.r.column.x1]\ntype = \"text\"\n"));
  EXPECT_THAT(tree_in(text).reason, HasSubstr("without an index: a bound is text"));
  const Plan gone = plan_of(script, asked + std::string("[table.r.column.x1]\nskip = true\n"));
  EXPECT_THAT(tree_in(gone).reason, HasSubstr("without an index: a bound is left out"));
  EXPECT_TRUE(tree_in(gone).sql.empty());
}

TEST(RTreeTable, KeepsBoundsInOrder) {
  const Plan plan = plan_of("CREATE VIRTUAL TABLE r USING rtree (id, x0, x1)");
  EXPECT_EQ(outcome(object_of(plan, ObjectKind::check, "r_x1_check")),
            "carried | ALTER TABLE \"r\" ADD CONSTRAINT \"r_x1_check\" CHECK ((\"x0\" <= \"x1\"))");
  EXPECT_THAT(outcome(object_of(plan, ObjectKind::primary_key, "r_pkey")), HasSubstr("PRIMARY KEY"));
}

TEST(RTreeTable, IsNotReadOrWrittenByWhatIsTranslated) {
  const Plan plan = plan_of(
      "CREATE VIRTUAL TABLE r USING rtree (id, x0, x1); CREATE TABLE t (id INTEGER PRIMARY KEY, x REAL);"
      "CREATE VIEW v AS SELECT * FROM r;"
      "CREATE TRIGGER w AFTER INSERT ON t BEGIN INSERT INTO r VALUES (new.id, new.x, new.x); END;"
      "CREATE TABLE u (id INTEGER); CREATE TRIGGER g AFTER DELETE ON t BEGIN INSERT INTO u SELECT id FROM r; END;"
      "CREATE TABLE c (r INTEGER REFERENCES r (id));");
  const std::string why = "it uses R-Tree r, whose bounds SQLite rounds and compares by rules of its own";
  EXPECT_THAT(outcome(object_of(plan, ObjectKind::view, "v")), HasSubstr(why));
  EXPECT_THAT(outcome(object_of(plan, ObjectKind::trigger, "w")), HasSubstr(why));
  EXPECT_THAT(outcome(object_of(plan, ObjectKind::trigger, "g")), HasSubstr(why));
  EXPECT_EQ(outcome(object_of(plan, ObjectKind::foreign_key, "c_r_fkey")),
            "not_carried # SQLite knows no key of R-Tree r");
}

TEST(RTreeTable, SaysWhyAnotherTableIsNone) {
  const Plan text = plan_of("CREATE VIRTUAL TABLE r USING fts5 (a)");
  EXPECT_THAT(outcome(tree_in(text)), HasSubstr("not_carried # rtree: it is no R-Tree; full-text search"));
  EXPECT_EQ(text.find_table("r"), nullptr);
}

TEST(RTreeTable, IsNamedWithoutItsModuleOrItsRows) {
  Table table;
  table.name = "r";
  table.kind = TableKind::virtual_;
  table.sql = "CREATE VIRTUAL TABLE r USING rtree (id, x0, x1)";
  EXPECT_FALSE(read_rtree(table)) << "SQLite told no columns";
  table.columns.resize(3);
  EXPECT_TRUE(read_rtree(table));
  Plan plan;
  plan.schema.tables = {table};
  carry_rtrees(MappingFile::parse(asked), plan);
  EXPECT_EQ(plan.schema.tables[0].kind, TableKind::virtual_) << "nobody read its rows";
  plan.census.push_back({"r", 0, {}});
  carry_rtrees(MappingFile::parse(asked), plan);
  EXPECT_EQ(plan.schema.tables[0].kind, TableKind::rtree);
  EXPECT_EQ(plan.schema.tables[0].rowid_alias, 0);
  carry_rtrees(MappingFile(), plan);
  EXPECT_EQ(plan.schema.tables[0].kind, TableKind::virtual_) << "nobody asks any more";
  EXPECT_TRUE(plan.schema.tables[0].checks.empty());
  EXPECT_FALSE(plan.schema.tables[0].columns[1].not_null);
}

TEST(RTreeTable, ReadsArgumentsAsTheModuleDoes) {
  const auto dimensions_of = [](const std::string& arguments, std::size_t columns) -> std::size_t {
    Table table;
    table.kind = TableKind::virtual_;
    table.sql = "CREATE VIRTUAL TABLE \"r\" USING RTree(" + arguments + ")";
    table.columns.resize(columns);
    const auto tree = read_rtree(table);
    return tree ? tree->dimensions : 0;
  };
  EXPECT_EQ(dimensions_of("id, a, b", 3), 1U);
  EXPECT_EQ(dimensions_of("id, a, b, /* of the place */ +name, + [odd name] TEXT", 5), 1U);
  EXPECT_EQ(dimensions_of("id, a, b, c, d, e, f, g, h, i, j", 11), 5U);
  EXPECT_EQ(dimensions_of("id, a, b, c", 4), 0U);
  EXPECT_EQ(dimensions_of("id", 1), 0U);
  EXPECT_EQ(dimensions_of("id, a, b", 2), 0U);
}

TEST(RTreeTable, IsOneWordInTheMappingFile) {
  EXPECT_THROW((void)MappingFile::parse("[table.r]\nrtree = \"gist\"\n"), Error);
  EXPECT_THAT(outcome(tree_in(plan_of("CREATE VIRTUAL TABLE r USING rtree (id, a, b)",
                                      "[table.r]\nrtree = \"table\"\nskip = true\n"))),
              AllOf(HasSubstr("left out"), Not(HasSubstr("gist"))));
}

}  // namespace
}  // namespace lite2pg::rtree_table_test
