#include "export/btree/key_order.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

namespace lite2pg::key_order_test {
namespace {

OwnedValue value_of(const SQLite::Column& c) {
  switch (c.getType()) {
    case SQLITE_INTEGER: return OwnedValue(Value::of(c.getInt64()));
    case SQLITE_FLOAT: return OwnedValue(Value::of(c.getDouble()));
    case SQLITE_TEXT: return OwnedValue(Value::text(c.getString()));
    case SQLITE_BLOB: return OwnedValue(Value::blob(c.getString()));
    default: return {};
  }
}

int sign(int v) { return (v > 0) - (v < 0); }

/// Every pair of awkward values, against SQLite's own comparison.
TEST(KeyOrder, IsThatOfSqlite) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec(
      "CREATE TABLE v(x); INSERT INTO v VALUES (NULL), (0), (-1), (0.0), (0.5), (9223372036854775807), "
      "(-9223372036854775808), (9223372036854775807.0), (-9223372036854775808.0), (9007199254740993), "
      "(9007199254740992.0), (1e300), (-1e300), (9e999), (-9e999), (''), ('a'), ('A'), ('a '), ('a  b'), ('B'), "
      "('['), ('_'), ('Z'), ('é'), ('É'), (x''), (x'61'), (x'00'), (CAST(x'6100' AS TEXT)), "
      "(CAST(x'610062' AS TEXT)), (CAST(x'410063' AS TEXT)), (' ')");
  const std::pair<Collation, std::string> collations[] = {
      {Collation::binary, "BINARY"}, {Collation::nocase, "NOCASE"}, {Collation::rtrim, "RTRIM"}};
  for (const auto& [collation, name] : collations) {
    // The order of ORDER BY: NULL first, where "<" would say nothing.
    SQLite::Statement query(db,
                            "SELECT a.x, b.x, (a.x IS NULL) > (b.x IS NULL), (a.x IS NULL) < (b.x IS NULL), "
                            "a.x < b.x COLLATE " +
                                name + ", a.x > b.x COLLATE " + name + " FROM v a, v b");
    while (query.executeStep()) {
      const OwnedValue a = value_of(query.getColumn(0)), b = value_of(query.getColumn(1));
      const bool less = query.getColumn(2).getInt() != 0 || query.getColumn(4).getInt() != 0;
      const bool greater = query.getColumn(3).getInt() != 0 || query.getColumn(5).getInt() != 0;
      EXPECT_EQ(sign(compare_values(a.view(), b.view(), collation)), greater - less)
          << name << ": " << query.getColumn(0) << " and " << query.getColumn(1);
    }
  }
}

TEST(KeyOrder, ComparesPartByPart) {
  const KeyPart order[] = {{Collation::binary, true}, {Collation::nocase, false}};
  const Value one[] = {Value::of(std::int64_t{1}), Value::text("b")};
  const Value two[] = {Value::of(std::int64_t{2}), Value::text("a")};
  const Value also_one[] = {Value::of(std::int64_t{1}), Value::text("B")};
  EXPECT_GT(compare_keys(order, one, two), 0) << "descending";
  EXPECT_EQ(compare_keys(order, one, also_one), 0);
  EXPECT_EQ(compare_keys(order, one, std::span(also_one, 1)), 0) << "as many parts as both have";
}

TEST(KeyCopy, KeepsItsBytes) {
  KeyCopy copy;
  {
    std::string text = "text";
    const Value key[] = {Value::text(text), Value::of(std::int64_t{7}), Value::blob(text)};
    copy.assign(key);
    text = "gone";
  }
  EXPECT_EQ(copy.view()[0].bytes(), "text");
  EXPECT_EQ(copy.view()[1].integer(), 7);
  EXPECT_EQ(copy.view()[2].storage(), StorageClass::blob);
}

}  // namespace
}  // namespace lite2pg::key_order_test
