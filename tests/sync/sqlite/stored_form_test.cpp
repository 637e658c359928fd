#include "sync/sqlite/stored_form.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <array>

#include "mapping/value/value_text.h"

namespace lite2pg::stored_form_test {
namespace {

constexpr std::array affinities = {Affinity::integer, Affinity::text, Affinity::blob, Affinity::real,
                                   Affinity::numeric};
constexpr std::array declared = {"INTEGER", "TEXT", "BLOB", "REAL", "NUMERIC"};

/// What SQLite itself gives back, for people.
std::string stored_by_sqlite(std::size_t affinity, const Value& v) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE);
  db.exec("CREATE TABLE t (c " + std::string(declared[affinity]) + ")");
  SQLite::Statement insert(db, "INSERT INTO t VALUES (?)");
  if (v.storage() == StorageClass::integer) insert.bind(1, v.integer());
  if (v.storage() == StorageClass::real) insert.bind(1, v.real());
  if (v.storage() == StorageClass::text) insert.bind(1, std::string(v.bytes()));
  if (v.storage() == StorageClass::blob) insert.bind(1, v.bytes().data(), static_cast<int>(v.bytes().size()));
  insert.exec();
  SQLite::Statement select(db, "SELECT c FROM t");
  select.executeStep();
  const SQLite::Column c = select.getColumn(0);
  const std::string bytes = c.getString();
  return show(c.isInteger() ? Value::of(std::int64_t{c.getInt64()})
              : c.isFloat() ? Value::of(c.getDouble())
              : c.isNull()  ? Value::null()
              : c.isBlob()  ? Value::blob(bytes)
                            : Value::text(bytes));
}

TEST(StoredForm, IsWhatSqliteDoes) {
  const std::vector<Value> values = {Value::null(),
                                     Value::of(std::int64_t{5}),
                                     Value::of(INT64_MAX),
                                     Value::of(5.0),
                                     Value::of(-0.0),
                                     Value::of(1.5),
                                     Value::of(0x1p63),
                                     Value::of(-0x1p63),
                                     Value::of(1e300),
                                     Value::text(""),
                                     Value::text("abc"),
                                     Value::text("12"),
                                     Value::text(" 12 "),
                                     Value::text("0012"),
                                     Value::text("1e3"),
                                     Value::text("1e"),
                                     Value::text("-1.50"),
                                     Value::text("."),
                                     Value::text("5."),
                                     Value::text("2024-01-01"),
                                     Value::text("99999999999999999999"),
                                     Value::text("0x10"),
                                     Value::text("+7"),
                                     Value::text("NaN"),
                                     Value::text("1_0"),
                                     Value::blob("12")};
  StoredForm form;
  for (std::size_t a = 0; a < affinities.size(); ++a)
    for (const Value& v : values)
      EXPECT_EQ(show(form.of(affinities[a], v)), stored_by_sqlite(a, v)) << declared[a] << ' ' << show(v);
}

}  // namespace
}  // namespace lite2pg::stored_form_test
