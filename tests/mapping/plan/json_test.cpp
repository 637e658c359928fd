#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "common/error.h"
#include "mapping/plan/plan.h"
#include "mapping/planning/make_plan.h"
#include "tests/mapping/plan_fixture.h"

namespace lite2pg::json_test {
namespace {

using namespace test;

/// Random rows over every kind of column, so that documents hold every field.
class RandomPlan {
 public:
  explicit RandomPlan(unsigned seed) : random_(seed) {}

  Plan make() {
    PlanFixture fixture("[table.\"*\".column.\"c1\"]\nempty_as_null = true");
    for (std::size_t t = 0; t < 1 + pick(4); ++t) add_table(fixture, "t" + std::to_string(t));
    PlanOptions options;
    options.on_misfit = static_cast<MisfitPolicy>(pick(3));
    options.empty_text = static_cast<EmptyText>(pick(2));
    options.identifiers = static_cast<IdentifierStyle>(pick(3));
    if (pick(2) == 0) options.exclude = {"t3"};
    Plan plan = fixture.plan(options);
    plan.source_fingerprint = "xxh3:00";
    decorate(plan);
    return plan;
  }

 private:
  std::size_t pick(std::size_t n) { return random_() % n; }

  Value value() {
    static const std::vector<std::string> texts = {
        "",      "a\"b\\",   "2024-01-02 03:04:05.5", "yes",
        "12.50", "\xff\xfe", std::string("a\0b", 3),  "0f8fad5b-d9cb-469f-a165-70867728950e",
        "[1]"};
    static const std::vector<double> reals = {0.1, -0.0, 1e300, 5e-324, 1700000000.5, HUGE_VAL};
    switch (pick(6)) {
      case 0: return null();
      case 1: return integer(static_cast<std::int64_t>(random_()) >> pick(64));
      case 2: return real(reals[pick(reals.size())]);
      case 3: return blob(texts[pick(texts.size())]);
      default: return text(texts[pick(texts.size())]);
    }
  }

  void add_table(PlanFixture& fixture, const std::string& name) {
    static const std::vector<std::string> types = {"INTEGER",    "SMALLINT", "BOOL", "REAL", "DECIMAL(6,2)",
                                                   "VARCHAR(4)", "TEXT",     "BLOB", "DATE", "TIME",
                                                   "DATETIME",   "UUID",     "JSON", "\xff", ""};
    std::vector<Column> columns;
    for (std::size_t i = 0; i < 1 + pick(6); ++i) {
      columns.push_back(make_column("c" + std::to_string(i), types[pick(types.size())], pick(5) == 0 ? 1 : 0));
      if (pick(3) == 0) columns.back().default_sql = "'x''y'";
      columns.back().comment = pick(3) == 0 ? "\xc3\xa4\n" : "";
    }
    Table& table = fixture.add_table(name, std::move(columns));
    table.sequence = pick(2) == 0 ? std::optional<std::int64_t>(pick(9)) : std::nullopt;
    table.checks.push_back({"", "c0 > 1", -1});
    Index index;
    index.name = "i_" + name;
    index.parts = {{0, "", true, "NOCASE"}, {-1, "lower(c0)", false, ""}};
    index.where = "c0 IS NOT NULL";
    table.indexes.push_back(index);
    ForeignKey key;
    key.columns = {0};
    key.parent = "t0";
    table.foreign_keys.push_back(key);
    const std::size_t width = table.columns.size();
    for (std::size_t n = pick(30); n > 0; --n) {
      std::vector<Value> row;
      for (std::size_t i = 0; i < width; ++i) row.push_back(value());
      fixture.add_row(name, row);
    }
  }

  void decorate(Plan& plan) {
    plan.schema.views.push_back({"v", "CREATE VIEW v AS SELECT 1"});
    plan.schema.triggers.push_back({"tr", "t0", "CREATE TRIGGER"});
    plan.objects.push_back({ObjectKind::index,
                            "i\xff",
                            "t0",
                            ObjectStatus::changed,
                            "why",
                            true,
                            Phase::after_table,
                            {"CREATE INDEX", "ALTER"},
                            "t0",
                            ""});
    plan.warnings.push_back("w");
  }

  std::mt19937_64 random_;
};

TEST(PlanJson, ReadsBackToTheByte) {
  for (unsigned seed = 0; seed < 150; ++seed) {
    const Plan plan = RandomPlan(seed).make();
    const std::string json = to_json(plan);
    const Plan again = plan_from_json(json);
    ASSERT_EQ(to_json(again), json) << "seed " << seed;
    ASSERT_EQ(hash_of(again), hash_of(plan));
    ASSERT_EQ(again.census.size(), plan.census.size());
    for (std::size_t t = 0; t < plan.census.size(); ++t) ASSERT_EQ(again.census[t].columns, plan.census[t].columns);
  }
}

TEST(PlanJson, ServesToPlanAnewUnderAnotherMapping) {
  PlanFixture fixture;
  fixture.add_table("t", {make_column("c", "INTEGER")});
  fixture.add_row("t", {text("n/a")});
  const Plan stored = plan_from_json(to_json(fixture.plan()));
  ASSERT_EQ(stored.misfits.size(), 1U);
  const Plan anew = make_plan(stored.schema, stored.census, stored.options, text_of(stored.misfits[0].remedy));
  EXPECT_TRUE(anew.misfits.empty());
  EXPECT_EQ(column_of(anew).type, "text");
}

TEST(PlanJson, TellsWhenAStoredCensusLacksEvidence) {
  PlanFixture fixture;
  fixture.add_table("t", {make_column("c", "TEXT")});
  const Plan stored = plan_from_json(to_json(fixture.plan()));
  EXPECT_TRUE(CensusForm("[table.t.column.c]\ntype = 'bytea'").is_answered_by(stored.census, stored.schema));
  EXPECT_FALSE(CensusForm("[table.t.column.c]\ntype = 'uuid'").is_answered_by(stored.census, stored.schema));
}

/// As every object in it with "offset_min" was written before dates and numbers were counted, too.
void forget_later_fields(nlohmann::json& json) {
  if (json.is_object() && json.contains("offset_min"))
    for (const char* later : {"date_min", "date_max", "number_min", "number_max"}) json.erase(later);
  if (json.is_structured())
    for (auto& inner : json) forget_later_fields(inner);
}

TEST(PlanJson, OfEarlierVersionsIsRead) {
  nlohmann::json json = nlohmann::json::parse(to_json(RandomPlan(3).make()));
  forget_later_fields(json);
  const Plan plan = plan_from_json(json.dump());
  ASSERT_FALSE(plan.census.empty());
  EXPECT_EQ(plan.census[0].columns[0].text.temporal.date_min, TemporalForms().date_min);
}

TEST(PlanJson, RefusesWhatIsNoPlan) {
  const std::string good = to_json(RandomPlan(1).make());
  const auto refused = [](const std::string& text) {
    try {
      (void)plan_from_json(text);
      return false;
    } catch (const Error& e) {
      return e.code() == ExitCode::archive;
    }
  };
  EXPECT_FALSE(refused(good));
  EXPECT_TRUE(refused(""));
  EXPECT_TRUE(refused("[]"));
  EXPECT_TRUE(refused(good.substr(0, good.size() / 2)));
  const auto changed = [&](const char* pointer, const nlohmann::ordered_json& value) {
    auto json = nlohmann::ordered_json::parse(good);
    json[nlohmann::ordered_json::json_pointer(pointer)] = value;
    return json.dump();
  };
  EXPECT_TRUE(refused(changed("/format", 2)));
  EXPECT_TRUE(refused(changed("/tables/0/columns/0/codec", "nonsense")));
  EXPECT_TRUE(refused(changed("/tables/0/columns/0/source_index", 999)));
  EXPECT_TRUE(refused(changed("/tables/0/columns/0/source_index", -2)));
  EXPECT_TRUE(refused(changed("/tables/0/key", {0, 77})));
  EXPECT_TRUE(refused(changed("/tables/0/rows", -1)));
  EXPECT_TRUE(refused(changed("/tables/0/source", {{"hex", "6"}})));
  EXPECT_TRUE(refused(changed("/schema/tables/0/foreign_keys/0/columns", {1000})));
  EXPECT_TRUE(refused(changed("/census/0/columns/0/counts", {1, 2})));
  EXPECT_TRUE(refused(changed("/options/on_misfit", "perhaps")));
}

TEST(PlanJson, HashIsOfDecisionsNotOfCounts) {
  const auto planned = [](const std::vector<Value>& values, const PlanOptions& options = {}) {
    return hash_of(plan_column("DATETIME", values, options));
  };
  EXPECT_EQ(planned({integer(1704164645)}), planned({integer(1704164645), integer(1704164646), null()}));
  EXPECT_NE(planned({integer(1704164645)}), planned({integer(1704164645123)})) << "another codec";
  EXPECT_NE(planned({integer(1704164645)}), planned({integer(1704164645)}, with_policy(MisfitPolicy::widen)));
}

/// The same rows, in another order and surveyed in parts, give the same document.
TEST(PlanJson, IsTheSameWhateverTheOrderAndDivisionOfRows) {
  std::mt19937_64 random(23);
  const std::vector<std::string> declared = {"INTEGER", "BOOL", "DECIMAL(9,2)", "DATETIME",
                                             "UUID",    "JSON", "VARCHAR(3)",   ""};
  const std::vector<Value> pool = {null(),
                                   integer(0),
                                   integer(1704164645),
                                   real(0.5),
                                   real(1.25),
                                   text("t"),
                                   text("t"),
                                   text(""),
                                   text("2024-01-02 03:04:05"),
                                   text("2024-01-02 03:04:05.120000"),
                                   text("{}"),
                                   text("\xff")};
  for (int round = 0; round < 60; ++round) {
    std::vector<std::pair<std::int64_t, std::vector<Value>>> rows;
    const std::size_t variety = 1 + random() % pool.size();
    for (std::int64_t n = 0; n < 50; ++n) {
      std::vector<Value> row;
      for (std::size_t i = 0; i < declared.size(); ++i) row.push_back(pool[random() % variety]);
      rows.emplace_back(n, std::move(row));
    }
    const auto plan_in_parts = [&](std::size_t parts) {
      PlanFixture fixture;
      std::vector<Column> columns;
      for (std::size_t i = 0; i < declared.size(); ++i)
        columns.push_back(make_column("c" + std::to_string(i), declared[i]));
      const Table table = fixture.add_table("t", columns);
      std::vector<TableCensus> slices(parts, CensusForm().blank(table));
      for (const auto& [number, row] : rows) {
        TableCensus& slice = slices[random() % parts];
        ++slice.rows;
        for (std::size_t i = 0; i < row.size(); ++i) slice.columns[i].add(row[i], number);
      }
      for (const TableCensus& slice : slices) {
        fixture.census[0].rows += slice.rows;
        for (std::size_t i = 0; i < declared.size(); ++i) fixture.census[0].columns[i].merge(slice.columns[i]);
      }
      return to_json(fixture.plan());
    };
    const std::string one = plan_in_parts(1);
    std::ranges::shuffle(rows, random);
    ASSERT_EQ(plan_in_parts(2), one);
    std::ranges::shuffle(rows, random);
    ASSERT_EQ(plan_in_parts(7), one);
  }
}

}  // namespace
}  // namespace lite2pg::json_test
