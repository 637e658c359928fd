#include "verify/rows/difference.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace lite2pg::difference_test {
namespace {

/// Two sides in memory, compared as the second pass does it.
class Sides {
 public:
  explicit Sides(std::vector<int> key) : hasher_(1, key) {
    table_.source = "people";
    for (const char* name : {"id", "name", "born"}) {
      ColumnPlan& c = table_.columns.emplace_back();
      c.source = c.target = name;
      c.source_index = static_cast<int>(table_.columns.size()) - 1;
    }
    table_.columns[2].codec.become(CodecId::date);
    table_.key = std::move(key);
  }

  void source(const std::vector<Value>& row) { add(Side::source, row, 0); }
  void target(const std::vector<Value>& row, std::uint32_t xmin = 100) { add(Side::target, row, xmin); }
  /// A target row whose date is one that no SQLite value stands for.
  void target_foreign(std::int64_t id, std::string_view name, std::string_view bytes) {
    RowEncoder& e = hasher_.encoder();
    e.clear();
    e.add(Value::of(id));
    e.add(Value::text(name));
    e.add_foreign(bytes);
    collector_.add(Side::target, {hasher_.hash(), e.view(), 100});
  }

  NamedDifferences name(std::size_t limit = 100, bool xids = false) {
    NamingRules rules{limit, {}};
    if (xids) rules.is_import = [](std::uint32_t xmin) { return xmin == 100; };
    return name_differences(table_, collector_.left(), collector_, rules);
  }

 private:
  void add(Side side, const std::vector<Value>& row, std::uint32_t xmin) {
    const RowHash hash = hasher_.hash(row);
    collector_.add(side, {hash, hasher_.encoder().view(), xmin});
  }

  TablePlan table_;
  RowHasher hasher_;
  RowCollector collector_{0, {0}, 1 << 20};
};

std::vector<Value> person(std::int64_t id, std::string_view name) {
  return {Value::of(id), Value::text(name), Value::text("1990-01-01")};
}

TEST(RowDifference, NamesAChangedColumn) {
  Sides sides({0});
  for (int id = 1; id <= 5; ++id) sides.source(person(id, "Ann"));
  for (int id = 1; id <= 5; ++id) sides.target(person(id, id == 3 ? "ann" : "Ann"));
  const NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 1U);
  EXPECT_EQ(found.total, 1U);
  const Difference& d = found.listed[0];
  EXPECT_EQ(d.kind, DifferenceKind::changed);
  EXPECT_EQ(d.key, "id=3");
  EXPECT_EQ(d.column, "name");
  EXPECT_EQ(d.source, "'Ann'");
  EXPECT_EQ(d.target, "'ann'");
  EXPECT_EQ(d.cause, "letter case");
  EXPECT_FALSE(d.drift);
}

TEST(RowDifference, NamesEachChangedColumnOfARow) {
  Sides sides({0});
  sides.source(person(1, "Ann"));
  sides.target({Value::of(std::int64_t{1}), Value::null(), Value::text("1990-01-02")});
  const NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 2U);
  EXPECT_EQ(found.listed[0].column, "name");
  EXPECT_EQ(found.listed[1].column, "born");
}

TEST(RowDifference, NamesMissingAndExtraRows) {
  Sides sides({0});
  sides.source(person(1, "Ann"));
  sides.target(person(2, "Bob"));
  NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 2U);
  const bool missing_first = found.listed[0].kind == DifferenceKind::missing;
  const Difference& missing = found.listed[missing_first ? 0 : 1];
  const Difference& extra = found.listed[missing_first ? 1 : 0];
  EXPECT_EQ(missing.kind, DifferenceKind::missing);
  EXPECT_EQ(missing.key, "id=1");
  EXPECT_EQ(missing.source, "(1, 'Ann', '1990-01-01')");
  EXPECT_EQ(extra.kind, DifferenceKind::extra);
  EXPECT_EQ(extra.key, "id=2");
  EXPECT_EQ(extra.target, "(2, 'Bob', '1990-01-01')");
}

TEST(RowDifference, AChangedKeyIsMissingPlusExtra) {
  Sides sides({0});
  sides.source(person(5, "Ann"));
  sides.target(person(9, "Ann"));
  const NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 2U);
  for (const Difference& d : found.listed) EXPECT_EQ(d.cause, "the key was changed: id=5 became id=9");
}

TEST(RowDifference, AKeyThatSeveralRowsCouldHaveHadIsNotExplained) {
  Sides sides({0});
  sides.source(person(5, "Ann"));
  sides.source(person(6, "Ann"));
  sides.target(person(9, "Ann"));
  const NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 3U);
  for (const Difference& d : found.listed) EXPECT_EQ(d.cause, "") << d.key;
}

TEST(RowDifference, AChangedKeyOfWhichHalfIsListedIsNotExplained) {
  Sides sides({0});
  sides.source(person(5, "Ann"));
  sides.target(person(9, "Ann"));
  const NamedDifferences found = sides.name(1);
  ASSERT_EQ(found.listed.size(), 1U);
  EXPECT_EQ(found.listed[0].cause, "");
  EXPECT_EQ(found.total, 2U);
}

TEST(RowDifference, RowsThatAreAllKeyAreNotOneAnother) {
  Sides sides({0, 1, 2});
  sides.source(person(1, "Ann"));
  sides.target(person(2, "Bob"));
  const NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 2U);
  for (const Difference& d : found.listed) EXPECT_EQ(d.cause, "") << d.key;
}

TEST(RowDifference, SaysHowOftenARowIsThereThatIsNotThereOnce) {
  Sides sides({0});
  for (const int id : {1, 2, 2}) sides.source(person(id, "a" + std::to_string(id)));
  for (const int id : {3, 4, 4}) sides.target(person(id, "b" + std::to_string(id)));
  const NamedDifferences found = sides.name();
  EXPECT_EQ(found.total, 6U);
  std::map<std::string, std::string> causes;
  for (const Difference& d : found.listed) causes[d.key] = d.cause;
  EXPECT_EQ(causes, (std::map<std::string, std::string>{{"id=1", ""},
                                                        {"id=2", "2 times in the source, 0 in the target"},
                                                        {"id=3", ""},
                                                        {"id=4", "0 times in the source, 2 in the target"}}));
}

TEST(RowDifference, CountsWhatIsMissingExtraAndChangedInEachColumn) {
  Sides sides({0});
  for (const int id : {1, 2, 3, 3, 4}) sides.source(person(id, "Ann"));
  for (const int id : {1, 2}) sides.target(person(id, "Bob"));
  for (const int id : {4, 5, 6, 6, 6, 7}) sides.target(person(id, "Ann"));
  const DifferencePlaces places = sides.name(0).places;
  EXPECT_EQ(places.missing, 2U);
  EXPECT_EQ(places.extra, 5U);
  EXPECT_EQ(places.changed, (std::vector<std::uint64_t>{0, 2, 0}));
}

TEST(RowDifference, CountsADoubledRow) {
  Sides sides({0});
  sides.source(person(1, "Ann"));
  for (int i = 0; i < 3; ++i) sides.target(person(1, "Ann"));
  const NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 1U);
  EXPECT_EQ(found.total, 2U);
  EXPECT_EQ(found.listed[0].kind, DifferenceKind::extra);
  EXPECT_EQ(found.listed[0].cause, "1 times in the source, 3 in the target");
}

TEST(RowDifference, NamesASecondRowOfTheSameKey) {
  Sides sides({0});
  sides.source(person(1, "Ann"));
  sides.target(person(1, "Ann"));
  sides.target(person(1, "Bob"));
  const NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 1U);
  EXPECT_EQ(found.listed[0].kind, DifferenceKind::extra);
  EXPECT_EQ(found.listed[0].cause, "another row has the same key");
}

TEST(RowDifference, TablesWithoutKeyAreMultisets) {
  Sides sides({});
  for (int i = 0; i < 3; ++i) sides.source(person(1, "Ann"));
  sides.target(person(1, "Ann"));
  sides.target(person(1, "ann"));
  const NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 2U);
  EXPECT_EQ(found.total, 3U);
  for (const Difference& d : found.listed) {
    EXPECT_EQ(d.column, "");
    if (d.kind == DifferenceKind::missing) {
      EXPECT_EQ(d.key, "(1, 'Ann', '1990-01-01')");
      EXPECT_EQ(d.cause, "3 times in the source, 1 in the target");
    } else {
      EXPECT_EQ(d.cause, "perhaps a changed row: column name (letter case)");
    }
  }
}

TEST(RowDifference, ListsAtMostTheLimitAndCountsAll) {
  Sides sides({0});
  for (int id = 0; id < 50; ++id) sides.source(person(id, "Ann"));
  for (int id = 0; id < 50; ++id) sides.target(person(id, "Bob"));
  const NamedDifferences found = sides.name(7);
  EXPECT_EQ(found.listed.size(), 7U);
  EXPECT_EQ(found.total, 50U);
  EXPECT_EQ(sides.name(0).total, 50U);
}

TEST(RowDifference, TellsDriftFromDamageByTransaction) {
  Sides sides({0});
  sides.source(person(1, "Ann"));
  sides.target(person(1, "changed by the application"), 200);
  sides.source(person(2, "Bob"));
  sides.target(person(2, "damaged"), 100);
  sides.target(person(3, "added by the application"), 200);
  sides.target(person(4, "appeared in the import"), 100);
  sides.source(person(5, "deleted or lost"));
  const NamedDifferences found = sides.name(100, true);
  EXPECT_EQ(found.total, 5U);
  EXPECT_EQ(found.drift, 3U);
  for (const Difference& d : found.listed) {
    EXPECT_EQ(d.drift, d.key == "id=1" || d.key == "id=3" || d.key == "id=5") << d.key;
  }
  EXPECT_EQ(sides.name(100, false).drift, 0U);
}

TEST(RowDifference, ShowsWhatIsNoValueOfSqlite) {
  Sides sides({0});
  sides.source(person(1, "Ann"));
  sides.target_foreign(1, "Ann", std::string_view("\x7f\xff\xff", 3));
  const NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 1U);
  EXPECT_EQ(found.listed[0].column, "born");
  EXPECT_EQ(found.listed[0].source, "'1990-01-01'");
  EXPECT_EQ(found.listed[0].target, "binary x'7fffff'");
}

TEST(RowDifference, RowsTooLongToKeepAreStillCounted) {
  Sides sides({0});
  const std::string text(100'000, 'x');
  sides.source(person(1, text));
  const NamedDifferences found = sides.name();
  ASSERT_EQ(found.listed.size(), 1U);
  EXPECT_EQ(found.listed[0].key, "(a row too long to show)");
}

TEST(RowDifference, ARowOfWhichOneSideIsTooLongToKeepIsOneDifference) {
  for (const bool long_source : {true, false}) {
    Sides sides({0});
    const std::string text(100'000, 'x');
    sides.source(person(1, long_source ? text : "Ann"));
    sides.target(person(1, long_source ? "Ann" : text));
    const NamedDifferences found = sides.name();
    ASSERT_EQ(found.listed.size(), 1U) << long_source;
    EXPECT_EQ(found.listed[0].kind, DifferenceKind::changed);
    EXPECT_EQ(found.listed[0].key, "(a row too long to show)");
  }
}

}  // namespace
}  // namespace lite2pg::difference_test
