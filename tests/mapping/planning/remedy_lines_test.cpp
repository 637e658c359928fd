#include "mapping/planning/remedy_lines.h"

#include <gmock/gmock.h>

#include "mapping/choice/mapping_file.h"
#include "mapping/choice/target_codec.h"

namespace lite2pg::remedy_lines_test {
namespace {

TEST(RemedyLines, ReadConstantDefaults) {
  EXPECT_EQ(constant_as_toml("0"), "0");
  EXPECT_EQ(constant_as_toml("'-1'::integer"), "-1");
  EXPECT_EQ(constant_as_toml("(-1.5)"), "-1.5");
  EXPECT_EQ(constant_as_toml("true"), "1");
  EXPECT_EQ(constant_as_toml("'it''s'::text"), "\"it's\"");
  EXPECT_EQ(constant_as_toml("'7'::character varying"), "\"7\"");
  EXPECT_EQ(constant_as_toml("''::character varying(20)"), "\"\"");
  EXPECT_EQ(constant_as_toml("'{}'::jsonb"), "\"{}\"");
  for (const char* sql : {"now()", "nextval('s'::regclass)", "CURRENT_TIMESTAMP", "'a'::text || 'b'::text", "(1 + 1)",
                          "'x'::text COLLATE \"C\" || 'y'", "NULL::text", ""})
    EXPECT_EQ(constant_as_toml(sql), "") << sql;
}

TEST(RemedyLines, OfferAConstantWhereTheDefaultIsNone) {
  ColumnCensus census(DeclaredType{}, 0);
  census.add(Value::null(), 1);
  TargetColumn column;
  column.base = column.type = "timestamptz";
  column.not_null = true;
  column.default_sql = "now()";
  EXPECT_THAT(
      lines_to_try(census, column, target_type_of(column), {}),
      testing::Contains(testing::Field(&LineToTry::text, testing::HasSubstr("null_as = \"1970-01-01\"  # lossy"))));
}

TEST(RemedyLines, IntervalsThatEndInSecondsAreIntervals) {
  TargetColumn column;
  column.base = "interval";
  column.type = "interval day to second(3)";
  EXPECT_EQ(target_type_of(column).family, TargetType::Family::interval);
  EXPECT_EQ(target_type_of(column).fraction_digits, 3);
  column.type = "interval day to second";
  EXPECT_EQ(target_type_of(column).fraction_digits, 6);
  column.type = "interval day to hour";
  EXPECT_EQ(target_type_of(column).family, TargetType::Family::by_text);
}

std::vector<std::string> lines_for(const char* type, const Value& v) {
  TargetColumn column;
  column.base = column.type = type;
  ColumnCensus census(DeclaredType{}, evidence_for(column));
  census.add(v, 1);
  std::vector<std::string> lines;
  for (const LineToTry& line : lines_to_try(census, column, target_type_of(column), {})) lines.push_back(line.text);
  return lines;
}

TEST(RemedyLines, BeginWithTheUnitInWhichALengthIsLikely) {
  EXPECT_EQ(lines_for("interval", Value::of(std::int64_t{90})).front(), "format = \"epoch_s\"  # seconds");
  EXPECT_EQ(lines_for("interval", Value::of(std::int64_t{5'400'000'000'000})).front(),
            "format = \"epoch_us\"  # microseconds");
  EXPECT_THAT(lines_for("interval", Value::of(1.5)), testing::Contains("format = \"epoch_d\"  # days"));
}

TEST(RemedyLines, DoNotLoseAnythingForAnUnlikelyReading) {
  const LineToTry unlikely{"format = \"epoch_s\"", false, true}, cut{"time_of_day = \"cut\"", true},
      infinity{"infinity = \"keep\""};
  EXPECT_FALSE(are_worth_both(unlikely, cut));
  EXPECT_TRUE(are_worth_both(unlikely, infinity));
  EXPECT_FALSE(are_worth_both(cut, cut)) << "one key";
}

/// All that could ever be offered is read by the mapping file's parser.
TEST(RemedyLines, AreLinesOfAMappingFile) {
  for (const char* base :
       {"int4", "numeric", "float4", "money", "bool", "text", "bytea", "uuid", "jsonb", "inet", "date"}) {
    TargetColumn column;
    column.base = column.type = base;
    column.not_null = base == std::string("int4");
    column.default_sql = "5";
    ColumnCensus census(DeclaredType{}, evidence_for(column));
    for (const Value& v : {Value::null(), Value::of(std::int64_t{1}), Value::of(0.5), Value::text(""),
                           Value::text("\xff"), Value::blob("x")})
      census.add(v, 1);
    for (const auto& [line, lossy, unlikely] : lines_to_try(census, column, target_type_of(column), {})) {
      EXPECT_NO_THROW((void)MappingFile::parse("[table.\"t\".column.\"c\"]\n" + line + "\n")) << line;
      EXPECT_THAT(line, testing::HasSubstr("  # "));
    }
  }
}

}  // namespace
}  // namespace lite2pg::remedy_lines_test
