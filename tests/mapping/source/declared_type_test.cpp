#include "mapping/source/declared_type.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

namespace lite2pg::declared_type_test {
namespace {

Intent intent_of(std::string_view declared) { return read_declared_type(declared).intent; }

TEST(DeclaredType, ReadsEveryWordOfItsTable) {
  std::set<std::string_view> seen;
  for (const DeclaredWord& word : declared_words()) {
    EXPECT_EQ(intent_of(word.words), word.intent) << word.words;
    EXPECT_TRUE(seen.insert(word.words).second) << word.words << " stands twice in the table";
  }
}

TEST(DeclaredType, ReadsOddSpellings) {
  EXPECT_EQ(intent_of("VARCHAR(20)"), Intent::varchar);
  EXPECT_EQ(intent_of("double precision"), Intent::real);
  EXPECT_EQ(intent_of("UNSIGNED BIG INT"), Intent::integer);
  EXPECT_EQ(intent_of("smallint unsigned"), Intent::small_integer);
  EXPECT_EQ(intent_of("Short  Integer"), Intent::small_integer);
  EXPECT_EQ(intent_of("text nocase"), Intent::text);
  EXPECT_EQ(intent_of("TEXT NON"), Intent::text);
  EXPECT_EQ(intent_of("byte[]"), Intent::blob);
  EXPECT_EQ(intent_of("int(5)"), Intent::integer);
  EXPECT_EQ(intent_of("INT UNSIGNED"), Intent::integer);
  EXPECT_EQ(intent_of("integer auto_increment"), Intent::integer);
  EXPECT_EQ(intent_of("BLOB SUB_TYPE TEXT"), Intent::text);
  EXPECT_EQ(intent_of("[nvarchar](40)"), Intent::varchar);
  EXPECT_EQ(intent_of("timestamp(6) with time zone"), Intent::timestamptz);
  EXPECT_EQ(intent_of("time(0)"), Intent::time);
  EXPECT_EQ(intent_of("tinyint(1)"), Intent::boolean);
  EXPECT_EQ(intent_of("tinyint(4)"), Intent::small_integer);
  EXPECT_EQ(intent_of("bit(1)"), Intent::boolean);
  EXPECT_EQ(intent_of("bit(8)"), Intent::none);
}

TEST(DeclaredType, LeavesUnknownWordsWithoutIntent) {
  for (const char* declared : {"", "ANY", "POINT", "MULTIPOLYGON", "intege", "interval", "text[]", "()", "(,)", "\"",
                               "\xff\xfe", "'; drop table x; --"}) {
    EXPECT_EQ(intent_of(declared), Intent::none) << declared;
  }
}

TEST(DeclaredType, ReadsLengthAndPrecision) {
  EXPECT_EQ(read_declared_type("NVARCHAR( 160 )").length, 160U);
  EXPECT_EQ(read_declared_type("VARCHAR(255 CHAR)").length, 255U);
  EXPECT_EQ(read_declared_type("varchar(max)").length, 0U);
  EXPECT_EQ(read_declared_type("varchar(0)").length, 0U);
  EXPECT_EQ(read_declared_type("varchar(99999999999999999999)").length, 0U);
  const DeclaredType decimal = read_declared_type("numeric(20, 6)");
  EXPECT_EQ(decimal.precision, 20);
  EXPECT_EQ(decimal.scale, 6);
  EXPECT_EQ(read_declared_type("DECIMAL(5)").precision, 5);
  EXPECT_EQ(read_declared_type("DECIMAL(5,-2)").precision, 0) << "only PostgreSQL 15 knows negative scales";
  EXPECT_EQ(read_declared_type("DECIMAL(2,5)").precision, 0);
  EXPECT_EQ(read_declared_type("DECIMAL(10,99999999999999999999)").precision, 0);
  EXPECT_EQ(read_declared_type("DECIMAL(4000,2)").precision, 0);
  EXPECT_EQ(read_declared_type("DECIMAL").precision, 0);
}

TEST(DeclaredType, SurvivesRubbish) {
  std::mt19937 random(1);
  const std::string alphabet = "int char(9),) (real[]-\"'\x01\xc3\xa9";
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t n = random() % 24; n > 0; --n) text += alphabet[random() % alphabet.size()];
    const DeclaredType type = read_declared_type(text);
    EXPECT_LE(type.scale, type.precision);
  }
}

}  // namespace
}  // namespace lite2pg::declared_type_test
