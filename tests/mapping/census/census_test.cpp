#include "mapping/census/census.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace lite2pg::census_test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

ColumnCensus census_of(std::string_view declared, const std::vector<Value>& values) {
  ColumnCensus census(read_declared_type(declared));
  std::int64_t row = 0;
  for (const Value& v : values) census.add(v, ++row);
  return census;
}

Value text(std::string_view v) { return Value::text(v); }
Value integer(std::int64_t v) { return Value::of(v); }
Value real(double v) { return Value::of(v); }

TEST(Census, CountsStorageClassesWithFirstRows) {
  const ColumnCensus c =
      census_of("x", {integer(5), text("a"), Value::null(), integer(-7), Value::blob("abc"), real(1.5), text("")});
  EXPECT_EQ(c.counts, (std::array<std::uint64_t, 5>{1, 2, 1, 2, 1}));
  EXPECT_EQ(c.first_row, (std::array<std::int64_t, 5>{3, 1, 6, 2, 5}));
  EXPECT_EQ(c.integer_min, -7);
  EXPECT_EQ(c.integer_max, 5);
  EXPECT_EQ(c.rows(), 7U);
  EXPECT_EQ(c.total_bytes, 4U);
  EXPECT_EQ(c.text_empty, (Offenders{1, 7}));
  EXPECT_EQ(c.blob_min_bytes, 3U);
}

TEST(Census, LooksAtReals) {
  const ColumnCensus c = census_of("x", {real(1.5), real(-0.0), real(2.0), real(infinity), real(1e300), real(-1e19)});
  EXPECT_EQ(c.real_min, -1e19);
  EXPECT_EQ(c.real_max, 1e300);
  EXPECT_EQ(c.real_nonfinite, (Offenders{1, 4}));
  EXPECT_EQ(c.real_negative_zero, (Offenders{1, 2}));
  EXPECT_EQ(c.real_integral, (Offenders{2, 2})) << "-0.0 and 2.0; beyond 64 bits nothing is an integer";
}

TEST(Census, LooksAtText) {
  const ColumnCensus c = census_of(
      "x", {text("abc"), text("Zürich"), text({"a\0b", 3}), text("\xff\xfe"), text("a longer text, plain ascii")});
  EXPECT_EQ(c.text_nul, (Offenders{1, 3}));
  EXPECT_EQ(c.text_invalid_utf8, (Offenders{1, 4}));
  EXPECT_EQ(c.text_max_chars, 26U);
  EXPECT_EQ(census_of("x", {text("äöüäöüäöü")}).text_max_chars, 9U);
  EXPECT_EQ(census_of("x", {text("äöüäöüäöü")}).text_max_bytes, 18U);
}

TEST(Census, TellsWhichTextLooksLikeAnotherClass) {
  const auto likeness = [](const char* v) {
    const ColumnCensus c = census_of("x", {text(v)});
    return std::string(c.text_like_integer ? "i" : "") + (c.text_like_real ? "r" : "") + (c.text_like_blob ? "b" : "");
  };
  for (const char* like : {"0", "-12", "9223372036854775807"}) EXPECT_EQ(likeness(like), "i") << like;
  for (const char* like : {"1.5", "-0.0", "1e+20", "Infinity", "-Infinity"}) EXPECT_EQ(likeness(like), "r") << like;
  for (const char* like : {"\\x41", "\\x"}) EXPECT_EQ(likeness(like), "b") << like;
  for (const char* unlike : {"", "-", "007", "1.50", ".5", "+1", "1e5", "9223372036854775808", "nan", "infinity",
                             "0x10", "1 ", "2024-01-01", "\\", "I"}) {
    EXPECT_EQ(likeness(unlike), "") << unlike;
  }
}

TEST(Census, MeasuresDecimals) {
  const ColumnCensus c = census_of("DECIMAL(6,2)", {real(0.99), real(1234.5), integer(-12345), real(0.125)});
  EXPECT_EQ(c.decimal_fraction_digits, 3);
  EXPECT_EQ(c.decimal_integral_digits(), 5U);
  EXPECT_EQ(census_of("DECIMAL(6,2)", {real(5.1)}).decimal_fraction_digits, 1);
  EXPECT_EQ(census_of("NUMERIC", {real(1e-7)}).decimal_fraction_digits, 7);
  EXPECT_EQ(census_of("NUMERIC", {real(0.1 + 0.2)}).decimal_fraction_digits, 17);
  EXPECT_EQ(census_of("NUMERIC", {real(5e-324)}).decimal_fraction_digits, 324);
  EXPECT_EQ(census_of("NUMERIC", {real(1e23)}).decimal_integral_digits(), 24U);
  EXPECT_EQ(census_of("NUMERIC", {real(0.5)}).decimal_integral_digits(), 0U);
  EXPECT_EQ(census_of("NUMERIC", {integer(std::numeric_limits<std::int64_t>::min())}).decimal_integral_digits(), 19U);
}

TEST(Census, FastDecimalLookAgreesWithTheSlowOne) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 20'000; ++round) {
    const auto digits = static_cast<int>(random() % 9);
    const double v = std::round(static_cast<double>(random() % 100'000'000'000)) / std::pow(10.0, digits);
    const ColumnCensus alone = census_of("NUMERIC", {real(v)});
    const ColumnCensus after_others = census_of("NUMERIC", {real(0.00000001), real(v)});
    ASSERT_EQ(after_others.decimal_fraction_digits, 8) << v;
    ASSERT_LE(alone.decimal_fraction_digits, digits) << v;
  }
}

TEST(Census, TestsRealsAsTimes) {
  const auto inexact = [](double v, TemporalFormat::Unit unit) {
    return (census_of("DATETIME", {real(v)}).real_inexact_units >> static_cast<unsigned>(unit) & 1) != 0;
  };
  using Unit = TemporalFormat::Unit;
  EXPECT_FALSE(inexact(1700000000.25, Unit::seconds));
  EXPECT_FALSE(inexact(1700000000.123456, Unit::seconds));
  EXPECT_TRUE(inexact(std::nextafter(1700000000.123456, 2e9), Unit::seconds));
  EXPECT_FALSE(inexact(1700000000123.5, Unit::millis));
  EXPECT_FALSE(inexact(1700000000123456.0, Unit::micros));
  EXPECT_TRUE(inexact(1700000000123456.5, Unit::micros));
  EXPECT_FALSE(inexact(4102444799.000001, Unit::seconds)) << "to the end of the century";
  EXPECT_FALSE(inexact(2460311.123456789, Unit::julian));
}

TEST(Census, CollectsEvidenceOnlyWhereAsked) {
  EXPECT_EQ(census_of("TEXT", {text("2024-01-01")}).text, TextEvidence{});
  EXPECT_EQ(census_of("DATE", {text("2024-01-01"), text("x")}).text.not_temporal, (Offenders{1, 2}));
  const ColumnCensus words = census_of("BOOL", {text("t"), text("True"), text("yEs"), text("maybe")});
  EXPECT_EQ(words.text.words.pairs,
            1U << static_cast<unsigned>(BoolWords::t_f) | 1U << static_cast<unsigned>(BoolWords::True_False));
  EXPECT_TRUE(words.text.words.odd_case);
  EXPECT_EQ(words.text.words.others, (Offenders{1, 4}));
  EXPECT_EQ(census_of("JSON", {text("{}"), text("{"), text({"\"\0\"", 3})}).text.not_json, (Offenders{2, 2}));
  ColumnCensus asked(read_declared_type("TEXT"), evidence::uuid);
  asked.add(text("x"), 9);
  EXPECT_EQ(asked.text.uuid.others, (Offenders{1, 9}));
}

TEST(Census, ReadsUuidForms) {
  const auto form = [](std::vector<Value> values) { return census_of("UUID", values).text.uuid.form(); };
  EXPECT_EQ(form({text("0f8fad5b-d9cb-469f-a165-70867728950e")}), UuidForm::hyphens);
  EXPECT_EQ(form({text("0F8FAD5B-D9CB-469F-A165-70867728950E")}), UuidForm::HYPHENS);
  EXPECT_EQ(form({text("0f8fad5bd9cb469fa16570867728950e")}), UuidForm::hex32);
  EXPECT_EQ(form({text("{0F8FAD5B-D9CB-469F-A165-70867728950E}")}), UuidForm::BRACES);
  EXPECT_EQ(form({text("00000000-0000-0000-0000-000000000000")}), UuidForm::hyphens);
  EXPECT_EQ(form({text("0F8fad5b-d9cb-469f-a165-70867728950e")}), UuidForm::mixed);
  for (const char* bad : {"0f8fad5b-d9cb-469f-a165-70867728950", "0f8fad5bd9cb-469f-a165-7086-7728950e", "x",
                          "{0f8fad5bd9cb469fa16570867728950e}", "0f8fad5b-d9cb-469f-a165-70867728950g"}) {
    EXPECT_EQ(census_of("UUID", {text(bad)}).text.uuid.others.count, 1U) << bad;
  }
}

TEST(Census, ReadsDecimalText) {
  const DecimalEvidence good = census_of("NUMERIC", {text("0"), text("-12.50"), text("0.1"), text("123")}).text.decimal;
  EXPECT_EQ(good.others.count, 0U);
  EXPECT_EQ(good.integral_digits, 3U);
  EXPECT_EQ(good.fraction_min, 0U);
  EXPECT_EQ(good.fraction_max, 2U);
  for (const char* bad : {"-0", "-0.00", "00", "01.5", "1.", ".5", "+1", "1e5", " 1", "-", "1,5", "1.2.3"}) {
    EXPECT_EQ(census_of("NUMERIC", {text(bad)}).text.decimal.others.count, 1U) << bad;
  }
}

Value random_value(std::mt19937_64& random) {
  static const std::vector<std::string> texts = {
      "",      "a",    "2024-01-02 03:04:05",  "2024-01-02T03:04:05.123+02:00",        "true", "N",      "12.50", "007",
      "\\xff", "\xff", std::string("a\0b", 3), "0f8fad5b-d9cb-469f-a165-70867728950e", "{}",   "Zürich", "9e999"};
  switch (random() % 5) {
    case 0: return Value::null();
    case 1: return integer(static_cast<std::int64_t>(random()) >> (random() % 64));
    case 2: {
      const std::vector<double> reals = {0.0, -0.0, 0.1, 1e300, infinity, 1700000000.5, 123.456, -2.0};
      return real(reals[random() % reals.size()]);
    }
    case 3: return text(texts[random() % texts.size()]);
    default: return Value::blob(texts[random() % texts.size()]);
  }
}

TEST(Census, IsTheSameInAnyOrderAndDivision) {
  std::mt19937_64 random(11);
  constexpr EvidenceSet all = 0x1F;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::pair<Value, std::int64_t>> rows;
    for (std::int64_t n = static_cast<std::int64_t>(random() % 40); n >= 0; --n) {
      rows.emplace_back(random_value(random), static_cast<std::int64_t>(random() % 100) - 50);
    }
    ColumnCensus whole(read_declared_type("DECIMAL(10,2)"), all);
    for (const auto& [v, row] : rows) whole.add(v, row);
    std::ranges::shuffle(rows, random);
    std::vector<ColumnCensus> parts(1 + random() % 5, ColumnCensus(read_declared_type("DECIMAL(10,2)"), all));
    for (const auto& [v, row] : rows) parts[random() % parts.size()].add(v, row);
    std::ranges::shuffle(parts, random);
    for (std::size_t i = 1; i < parts.size(); ++i) parts[0].merge(parts[i]);
    ASSERT_EQ(parts[0], whole);
  }
}

TEST(Census, FindsTheUnitThatAllNumbersHave) {
  const auto unit = [](const std::vector<std::string>& texts) {
    ColumnCensus census({}, evidence::unit);
    std::int64_t row = 0;
    for (const std::string& t : texts) census.add(text(t), ++row);
    return census.text.unit.unit;
  };
  EXPECT_EQ(unit({"45 kg", "-3kg", "1,5\u00A0kg"}), "kg");
  EXPECT_EQ(unit({"EUR 12.50", "-EUR 3"}), "EUR");
  EXPECT_EQ(unit({"80%"}), "%");
  for (const std::vector<std::string>& texts : {std::vector<std::string>{"45 kg", "3 lb"},
                                                {"45 kg", "3"},
                                                {"5e0"},
                                                {"kg"},
                                                {"5 \xff"},
                                                {"5 unit of a very long name"}})
    EXPECT_EQ(unit(texts), "") << texts[0];
}

}  // namespace
}  // namespace lite2pg::census_test
