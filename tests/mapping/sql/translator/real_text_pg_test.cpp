// The text of a REAL: every double that is written with up to 15 digits, at any magnitude, reads as SQLite's text.
#include <gmock/gmock.h>

#include <cstdio>
#include <random>

#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg {
namespace {

using namespace test;
using testing::HasSubstr;

/// Up to 15 digits and an exponent.
std::string decimal(std::mt19937_64& random) {
  const auto number = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  std::string digits = number(0, 1) == 0 ? "-" : "";
  digits += static_cast<char>('1' + number(0, 8));
  digits += '.';
  for (int n = number(0, 14); n > 0; --n) digits += static_cast<char>('0' + number(0, 9));
  return digits + "0e" + std::to_string(number(0, 1) == 0 ? number(-8, 20) : number(-288, 306));
}

TEST(RealText, IsThatOfSqlite) {
  std::string script = "CREATE TABLE t (id INTEGER PRIMARY KEY, r REAL);\nINSERT INTO t (r) VALUES (0.0), (-0.0)";
  // Halfway between two doubles lie the first two; then what is next to where exponents begin.
  for (const char* text :
       {"7.682e+21", "-9.75e+22", "1e15", "999999999999999.0", "0.0001", "0.00009999", "1e14", "1e100",
        "1.7976931348623157e308", "9e999", "-9e999", "100.0", "0.1", "12345678901234500000.0"})
    script += std::string(", (") + text + ")";
  std::mt19937_64 random(5);
  for (int n = 0; n < 3000; ++n) script += ", (" + decimal(random) + ")";
  const LoadedDatabase db(script + ";\nCREATE VIEW v AS SELECT id, CAST(r AS TEXT) AS x, '<' || r || '>' AS y FROM t;");
  ASSERT_EQ(object_of(db.plan(), ObjectKind::view, "v").status, ObjectStatus::changed);
  const Rows theirs = db.in_sqlite("SELECT * FROM v ORDER BY id"), ours = db.in_postgres("SELECT * FROM v ORDER BY id");
  ASSERT_EQ(theirs.size(), ours.size());
  for (std::size_t i = 0; i < ours.size(); ++i) EXPECT_EQ(theirs[i], ours[i]);
}

TEST(RealText, OfAConstantIsTakenWhereAllVersionsAgree) {
  const auto check_of = [](const std::string& number) {
    const Plan plan = plan_of_script("CREATE TABLE t (a TEXT, CONSTRAINT c CHECK (a <> 'x' || " + number + "))");
    return outcome(object_of(plan, ObjectKind::check, "c"));
  };
  EXPECT_THAT(check_of("0.1"), HasSubstr("'0.1'"));
  EXPECT_THAT(check_of("100000000000000.25"), HasSubstr("'100000000000000.0'"));
  EXPECT_THAT(check_of("100000000000000.5"), HasSubstr("not_carried"));
  EXPECT_THAT(check_of("84.08284084608466"), HasSubstr("'84.0828408460847'"));
  EXPECT_THAT(check_of("82.28408459046085"), HasSubstr("not_carried"));
}

}  // namespace
}  // namespace lite2pg
