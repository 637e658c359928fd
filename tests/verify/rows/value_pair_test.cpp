#include "verify/rows/value_pair.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "mapping/value/value_text.h"

namespace lite2pg::value_pair_test {
namespace {

TEST(ValuePair, ShowsShortValuesWhole) {
  const ValuePair p = show_pair(Value::of(1.5), Value::text("it's"));
  EXPECT_EQ(p.source, "1.5");
  EXPECT_EQ(p.target, "'it''s'");
}

TEST(ValuePair, ShowsWholeWhatFits) {
  const std::string a(60, 'a');
  const ValuePair p = show_pair(Value::text(a), Value::text(a.substr(1) + "b"));
  EXPECT_EQ(p.source, "'" + a + "'");
  EXPECT_EQ(p.target, "'" + a.substr(1) + "b'");
}

TEST(ValuePair, CutsWhatIsOneByteTooLong) {
  const std::string a(61, 'a');
  const ValuePair p = show_pair(Value::text(a), Value::text("b" + a.substr(1)));
  EXPECT_EQ(p.source, "'" + std::string(60, 'a') + "'… (from byte 0 of 61)");
}

TEST(ValuePair, ALongTextBesideAShortOneIsCut) {
  const std::string a(200, 'a');
  const ValuePair p = show_pair(Value::text(a), Value::text("aab"));
  EXPECT_EQ(p.source, "'" + std::string(60, 'a') + "'… (from byte 0 of 200)");
  EXPECT_EQ(p.target, "'aab'");
}

TEST(ValuePair, CutsLongTextsAroundTheFirstDifference) {
  std::string a(5000, 'a'), b = a;
  b[3000] = 'X';
  const ValuePair p = show_pair(Value::text(a), Value::text(b));
  EXPECT_EQ(p.source, "…'" + std::string(60, 'a') + "'… (from byte 2984 of 5000)");
  EXPECT_EQ(p.target, "…'" + std::string(16, 'a') + "X" + std::string(43, 'a') + "'… (from byte 2984 of 5000)");
}

TEST(ValuePair, CutsBlobsInHex) {
  std::string a(100, '\1'), b = a + "\2";
  const ValuePair p = show_pair(Value::blob(a), Value::blob(b));
  EXPECT_EQ(p.source, "…x'01010101010101010101010101010101' (from byte 84 of 100)");
  EXPECT_EQ(p.target, "…x'0101010101010101010101010101010102' (from byte 84 of 101)");
}

TEST(ValuePair, CutsBlobsOnBothSidesOfTheDifference) {
  std::string a(200, '\1'), b = a;
  b[50] = '\2';
  std::string shown;
  for (int i = 0; i < 60; ++i) shown += "01";
  EXPECT_EQ(show_pair(Value::blob(a), Value::blob(b)).source, "…x'" + shown + "'… (from byte 34 of 200)");
}

TEST(ValuePair, TextThatIsNoUtf8IsCutAfterThreeSteps) {
  std::string a(200, '\x80'), b = a;
  b[100] = 'X';
  EXPECT_THAT(show_pair(Value::text(a), Value::text(b)).source, testing::EndsWith(" (from byte 81 of 200)"));
  b[0] = 'X';  // Nothing is before the first byte.
  EXPECT_THAT(show_pair(Value::text(a), Value::text(b)).source, testing::EndsWith(" (from byte 0 of 200)"));
}

TEST(ValuePair, NeverCutsACharacter) {
  std::string a;
  for (int i = 0; i < 100; ++i) a += "äöü";
  std::string b = a;
  b.replace(301, 1, "\x9f");
  for (const std::string& shown :
       {show_pair(Value::text(a), Value::text(b)).source, show_pair(Value::text(a), Value::text(b)).target}) {
    EXPECT_EQ(shown.find("\\x"), std::string::npos) << shown;
  }
}

TEST(ValuePair, OneLongValueBesideANumber) {
  const ValuePair p = show_pair(Value::of(std::int64_t{1}), Value::text(std::string(500, 'q')));
  EXPECT_EQ(p.source, "1");
  EXPECT_EQ(p.target, show(Value::text(std::string(500, 'q'))));
}

TEST(ValuePair, OneTextIsTheBeginningOfTheOther) {
  const std::string a(200, 'a');
  const ValuePair p = show_pair(Value::text(a), Value::text(std::string_view(a).substr(0, 100)));
  EXPECT_EQ(p.target, "…'" + std::string(16, 'a') + "' (from byte 84 of 100)");
}

}  // namespace
}  // namespace lite2pg::value_pair_test
