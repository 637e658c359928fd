// The mapping lines that a refusal offers: whatever values stand in whatever columns, pasting all of them makes the
// next dry run pass, the load do the same, and verify agree with the load.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <random>

#include "tests/e2e/existing_target.h"
#include "tests/e2e/offered_lines.h"

namespace lite2pg::test::offered_lines_pg_test {
namespace {

using testing::HasSubstr;

std::string write_lines(const ExistingTarget& target, const std::string& lines) {
  const std::string path = target.dir() / "lines.toml";
  std::ofstream(path) << lines;
  return path;
}

class OfferedLines : public testing::TestWithParam<unsigned> {};

std::string random_values(std::mt19937& random) {
  static constexpr const char* values[] = {"NULL",
                                           "0",
                                           "1",
                                           "2",
                                           "70000",
                                           "-5",
                                           "0.1",
                                           "1.5",
                                           "1e300",
                                           "9e999",
                                           "1764370000",
                                           "1764370000123",
                                           "''",
                                           "'true'",
                                           "'No'",
                                           "'12.50'",
                                           "'1e3'",
                                           "'abc'",
                                           "'2024-01-02'",
                                           "'2024-01-02 03:04:05.1234567'",
                                           "'[1,2,null]'",
                                           "'{1,2}'",
                                           "'{\"a\":1,\"a\":2}'",
                                           "'{\"a\": NaN}'",
                                           "'\\x00ff'",
                                           "'SGVsbG8='",
                                           "'a,b'",
                                           "'6f9619ff-8b86-d011-b42d-00cf4fc964ff'",
                                           "'URN:UUID:6F9619FF-8B86-D011-B42D-00CF4FC964FF'",
                                           "'10.0.0.1/8'",
                                           "'08-00-2b-01-02-03'",
                                           "'Open'",
                                           "'open'",
                                           "'[1,5]'",
                                           "'0101'",
                                           "'\"k\"=>\"v\"'",
                                           "'<a/>'",
                                           "x'00ff'",
                                           "x'7b7d'",
                                           "x'3132'",
                                           "x'000102030405060708090a0b0c0d0e0f'",
                                           "CAST(x'610062' AS TEXT)",
                                           "CAST(x'ff' AS TEXT)",
                                           "'01:30:00'",
                                           "'1h30m0s'",
                                           "'Sat, 28 Nov 2026 23:10:33 GMT'",
                                           "'20261128T231033,5Z'",
                                           "'8:30 AM'",
                                           "'NaN'",
                                           "'-Infinity'",
                                           "-1",
                                           "46354.9656597222",
                                           "x'0a000001'",
                                           "x'08002b010203'",
                                           "'{[1,2),[5,9)}'",
                                           "'a;b|c'",
                                           "'blanks at the end   '",
                                           "'a text that is longer than the column'",
                                           "'0x1F'",
                                           "'1_000'",
                                           "'(12.50)'",
                                           "'3/4'",
                                           "'0830'",
                                           "'8h30'",
                                           "'2026-11'",
                                           "2026",
                                           "'b5YZ/4uGQBq0LQDPT8lk/w=='",
                                           "'01ARZ3NDEKTSV4RRFFQ69G5FAV'",
                                           "'10.0.0.1:8080'",
                                           "'1,2'",
                                           "'POINT(1 2)'",
                                           "'@1700000000'"};
  return values[random() % std::size(values)];
}

TEST_P(OfferedLines, MakeTheNextDryRunPass) {
  static constexpr const char* types[] = {"smallint",
                                          "integer",
                                          "bigint",
                                          "real",
                                          "double precision",
                                          "numeric(6,2)",
                                          "boolean",
                                          "text",
                                          "varchar(5)",
                                          "char(3)",
                                          "bytea",
                                          "date",
                                          "time",
                                          "timestamp(3)",
                                          "timestamptz",
                                          "interval",
                                          "uuid",
                                          "json",
                                          "jsonb",
                                          "inet",
                                          "cidr",
                                          "macaddr",
                                          "bit(4)",
                                          "varbit(3)",
                                          "int4range",
                                          "numrange",
                                          "int4multirange",
                                          "timestamptz[]",
                                          "varchar(20)",
                                          "text[]",
                                          "integer[]",
                                          "numeric(4,1)[]",
                                          "money",
                                          "mood",
                                          "name",
                                          "xml",
                                          "point",
                                          "smallint NOT NULL DEFAULT 7",
                                          "text NOT NULL DEFAULT 'none'",
                                          "boolean NOT NULL"};
  std::mt19937 random(GetParam());
  std::string columns, target_columns, rows;
  for (std::size_t i = 0; i < std::size(types); ++i) {
    columns += ", c" + std::to_string(i);
    target_columns += ", c" + std::to_string(i) + " " + types[i];
  }
  constexpr const char *keys[] = {"'a'", "'b'", "'A'", "NULL"}, *parents[] = {"1", "2", "7", "NULL"};
  for (int row = 1; row <= 3; ++row) {
    rows += std::string(row > 1 ? ", " : "") + "(" + std::to_string(row) + ", " + keys[random() % std::size(keys)] +
            ", " + parents[random() % std::size(parents)];
    for (std::size_t i = 0; i < std::size(types); ++i) rows += ", " + random_values(random);
    rows += ")";
  }
  const ExistingTarget target(
      "CREATE TABLE p(id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1), (2); CREATE TABLE t(id INTEGER PRIMARY KEY, "
      "k, p" +
          columns + "); INSERT INTO t VALUES " + rows,
      "CREATE TYPE mood AS ENUM ('open', 'done'); CREATE TABLE p(id int PRIMARY KEY); CREATE TABLE t(id int PRIMARY "
      "KEY, k text, p int REFERENCES p" +
          target_columns + ", CHECK (c1 <= c2), UNIQUE (c5)); CREATE UNIQUE INDEX ON t(lower(k))");
  const CommandResult refused = target.import({"--dry-run"});
  ASSERT_EQ(refused.exit_code, 3) << refused.out << refused.err;
  const std::string lines = offered_lines(refused.out);
  const std::string mapping = write_lines(target, lines);
  const CommandResult planned = target.import({"--dry-run", "--mapping", mapping});
  ASSERT_EQ(planned.exit_code, 0) << lines << planned.out << planned.err;
  const CommandResult loaded = target.import({"--mapping", mapping});
  ASSERT_EQ(loaded.exit_code, 0) << lines << loaded.out << loaded.err;
}

/// LITE2PG_OFFERED_SEEDS asks for more of them.
unsigned end_of_seeds() {
  const char* given = std::getenv("LITE2PG_OFFERED_SEEDS");
  return given == nullptr ? 9 : 1 + static_cast<unsigned>(std::stoul(given));
}

INSTANTIATE_TEST_SUITE_P(Seeds, OfferedLines, testing::Range(1U, end_of_seeds()));

/// A column of its own each, so that no line but its own can help.
struct Settled {
  const char* name;
  const char* type;
  const char* values;
  const char* line;  ///< The first that is offered.
};

class OfferedLine : public testing::TestWithParam<Settled> {};

TEST_P(OfferedLine, HelpsAndVerifyAgrees) {
  const Settled& s = GetParam();
  const ExistingTarget target(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t(v) VALUES " + std::string(s.values),
      "CREATE TYPE mood AS ENUM ('open', 'done'); CREATE TABLE t(id int PRIMARY KEY, v " + std::string(s.type) + ")");
  const CommandResult refused = target.import({"--dry-run"});
  EXPECT_EQ(refused.exit_code, 3) << refused.out;
  const std::string lines = offered_lines(refused.out);
  EXPECT_THAT(lines, HasSubstr("[table.\"t\".column.\"v\"]\n" + std::string(s.line))) << refused.out;
  const CommandResult loaded = target.import({"--mapping", write_lines(target, lines)});
  EXPECT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  const CommandResult verified = target.verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, OfferedLine,
    testing::Values(
        Settled{"empty", "int", "('5'), ('')", "empty_as_null = true"},
        Settled{"words", "smallint", "('true'), ('False'), (1)", "words = \"mixed\""},
        Settled{"cents", "numeric(5,2)", "(12.345), (1)", "round = true"},
        Settled{"float", "real", "(0.123456789012)", "round = true"},
        Settled{"money", "money", "('12.505')", "round = true"},
        Settled{"label_case", "mood", "('OPEN'), ('done')", "labels = \"any_case\""},
        Settled{"label_index", "mood", "(0), (1)", "labels = \"index\""},
        Settled{"label_number", "mood", "(1), (2)", "labels = \"number\""},
        Settled{"hex", "bytea", "('\\x00ff')", "bytes = \"hex\""},
        Settled{"order", "uuid", "(x'f8f7f6f5a4b342318231a4b3c4d5e6f7'), (x'0102030405064748898a8b8c8d8e8f90')",
                "bytes = \"big_endian\""},
        Settled{"nan", "json", "('{\"a\": NaN}')", "nonfinite = \"null\""},
        Settled{"repeated", "jsonb", "('{\"a\":1,\"\\u0061\":2}')", "repeated_keys = \"last\""},
        Settled{"nul_escape", "jsonb", "('\"\\u0000\"')", "bad_text = \"strip\""},
        Settled{"ipv4", "inet", "(167772161)", "numbers = \"ipv4\""},
        Settled{"decimal_comma", "numeric(12,2)", "('1.234,56'), ('-12,5'), (3)", "decimal_mark = \"comma\""},
        Settled{"decimal_point", "numeric(12,2)", "('1,234.56'), ('12.50')", "decimal_mark = \"point\""},
        Settled{"decimal_comma_integer", "int", "('1.234.567'), ('12')", "decimal_mark = \"comma\""},
        Settled{"a_digit_too_many", "numeric(12,2)", "('12.505')", "round = true"},
        Settled{"decimal_comma_float", "double precision", "('0,25'), (1.5)", "decimal_mark = \"comma\""},
        Settled{"decimal_comma_of_one_digit", "money", "('1,5')", "decimal_mark = \"comma\""},
        Settled{"decimal_comma_money", "money", "('1.234,50')", "decimal_mark = \"comma\""},
        Settled{"letters", "mood", "('open'), ('Do-Ne')", "labels = \"letters\""},
        Settled{"days", "interval", "(1.0834375), (0.5)", "format = \"epoch_d\"  # days"},
        Settled{"commas", "text[]", "('a, b'), ('')", "array = \"comma\""},
        Settled{"csv", "text[]", "('a,\"b, c\"'), ('\"x\"')", "array = \"csv\""},
        Settled{"yaml", "text[]", "('---' || char(10) || '- a' || char(10) || '- ~' || char(10)), ('--- []')",
                "array = \"yaml\""},
        Settled{"php", "text[]", "('a:2:{i:0;s:1:\"a\";i:1;s:3:\"b,c\";}'), ('a:0:{}')", "array = \"php\""},
        Settled{"php_numbers", "int[]", "('a:2:{i:0;i:5;i:1;i:7;}')", "array = \"php\""},
        Settled{"labels_of_an_array", "mood[]", "('[\"OPEN\",\"done\"]'), ('[]')", "labels = \"any_case\""},
        Settled{"numbers_of_an_array", "mood[]", "('[0,1]'), ('[]')", "labels = \"index\""},
        Settled{"unit", "int", "('45 kg'), ('-3kg'), (NULL)", "unit = \"kg\""},
        Settled{"percent", "numeric(5,2)", "('80%'), ('12.5 %')", "unit = \"%\""},
        Settled{"unit_before", "money", "('EUR 12.50')", "unit = \"EUR\""},
        Settled{"unit_and_comma", "numeric(12,2)", "('1.234,50 €'), ('-12,5 €')", "unit = \"€\""},
        Settled{"ja_nein", "boolean", "('ja'), ('Nein'), (NULL)", "true_words = \"ja\"\nfalse_words = \"nein\""},
        Settled{"oui_non", "smallint", "('OUI'), ('non'), (1)", "true_words = \"oui\"\nfalse_words = \"non\""},
        Settled{"sim_nao", "boolean", "('Sim'), ('NÃO')", "true_words = \"sim\"\nfalse_words = [\"não\""},
        Settled{"two_digits_of_a_year", "date", "('28.11.26'), ('1.2.99')", "date_order = \"dmy\""},
        Settled{"named_month_short_year", "timestamp", "('28-Nov-26'), ('3-Feb-70 10:30')", "century = 1969"},
        Settled{"null_words", "int", "('5'), ('N/A'), ('-')", "null_words = [\"null\""},
        Settled{"null_of_json", "text[]", "('[\"a\"]'), ('null')", "null_words = [\"null\""},
        Settled{"python", "text[]", "('[''a'', ''b, c'']'), ('[]')", "array = \"python\""},
        Settled{"literals", "int", "('0x1F'), ('1_000'), (5), ('12')", "spelling = \"literal\""},
        Settled{"literals_beyond_64_bits", "numeric(40,0)", "('0xFFFFFFFFFFFFFFFFFFFFFFFF')", "spelling = \"literal\""},
        Settled{"hex_number", "bigint", "('1f'), ('00'), ('e5')", "spelling = \"hex\""},
        Settled{"accounting", "numeric(12,2)", "('(12.50)'), ('3.00'), (1.5)", "spelling = \"accounting\""},
        Settled{"accounting_with_groups", "numeric(12,2)", "('(1,234.50)'), ('3.00')", "spelling = \"accounting\"  #"},
        Settled{"accounting_of_dollars", "money", "('($12.50)'), ('$3.00')", "spelling = \"accounting\""},
        Settled{"fractions", "real", "('1/2'), ('2 3/4'), ('¼')", "spelling = \"fraction\""},
        Settled{"native_digits", "int", "('١٢٣'), ('45')", "spelling = \"native\""},
        Settled{"lakh", "numeric", "('12,34,567.50'), ('1,23,456')", "spelling = \"lakh\""},
        Settled{"clock_of_digits", "time", "('0830'), ('1745')", "spelling = \"hhmm\""},
        Settled{"clock_with_a_point", "time", "('8.30'), ('17.45 Uhr'), ('08:15')", "spelling = \"hhmm\""},
        Settled{"clock_with_h", "time", "('8h30'), ('17h')", "spelling = \"hhmm\""},
        Settled{"clock_of_numbers", "time", "(830), (0), (1745)", "spelling = \"hhmm\""},
        Settled{"clock_of_six_digits", "time", "('083015'), ('174500')", "spelling = \"hhmmss\""},
        Settled{"month", "date", "('2026-11'), ('2025-01')", "spelling = \"month\""},
        Settled{"year", "date", "('2026'), (1999)", "spelling = \"year\""},
        Settled{"months_and_days", "date", "('2026-11'), ('2026-11-17'), ('2026')",
                "spelling = \"first_day\"  # lossy"},
        Settled{"base64_uuid", "uuid", "('b5YZ/4uGQBq0LQDPT8lk/w=='), ('b5YZ_4uGQBq0LQDPT8lk_w')",
                "spelling = \"base64\""},
        Settled{"base64_of_dotnet", "uuid", "('Q4TV0vAHzkKHsxfZTR/gnw==')", "spelling = \"base64_dotnet\""},
        Settled{"base64_of_no_version", "uuid", "('AAECAwQFBgcICQoLDA0ODw==')", "spelling = \"base64_bytes\""},
        Settled{"ulid", "uuid", "('01ARZ3NDEKTSV4RRFFQ69G5FAV')", "spelling = \"ulid\""},
        Settled{"base32_uuid", "uuid", "('N6LBT74LQZABVNBNADHU7SLE74')", "spelling = \"base32\""},
        Settled{"shortuuid", "uuid", "('MrfFSB9iPGWH2FXdMyuVXk')", "spelling = \"shortuuid\""},
        Settled{"base58_uuid", "uuid", "('588WViLMbwGjicvn1f3ZJt')", "spelling = \"base58\""},
        Settled{"base62_uuid", "uuid", "('3OYkBO56jcsu8o2F0nnIMR')", "spelling = \"base62\""},
        Settled{"decimal_uuid", "uuid", "('148323679367508133614817451802563798271')", "spelling = \"decimal\""},
        Settled{"signed_ipv4", "inet", "(-1062731775), (167772161)", "numbers = \"ipv4\""},
        Settled{"port", "inet", "('10.0.0.1:8080'), ('[::1]:443'), ('10.0.0.2')", "spelling = \"address\"  # lossy"},
        Settled{"point", "point", "('1,2'), ('POINT(3.50 -4)'), ('(5,6)')", "spelling = \"pair\""},
        Settled{"lexemes", "tsvector", "('a fat cat'), ('cat:3 rat:2A,1 cat')", "spelling = \"lexemes\""},
        Settled{"label_digits", "mood", "('0'), ('1')", "labels = \"index\""},
        Settled{"default", "int NOT NULL DEFAULT 7", "(NULL), (3)", "null_as = 7"},
        Settled{"text_default", "text NOT NULL DEFAULT 'it''s'", "(NULL), ('x')", "null_as = \"it's\""}),
    [](const auto& p) { return std::string(p.param.name); });

/// What the codec refuses and what the server does are settled in one section, by what settles both.
TEST(LinesOfAColumn, StandInOneSection) {
  const ExistingTarget target(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t(v) VALUES ('abc'), (-7), (5)",
      "CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE TABLE t(id int PRIMARY KEY, v positive)");
  const CommandResult refused = target.import({"--dry-run"});
  EXPECT_EQ(refused.exit_code, 3);
  const std::string lines = offered_lines(refused.out);
  EXPECT_THAT(lines, HasSubstr("[table.\"t\".column.\"v\"]\non_misfit = \"reject\""));
  const CommandResult planned = target.import({"--dry-run", "--mapping", write_lines(target, lines)});
  EXPECT_EQ(planned.exit_code, 0) << lines << planned.out << planned.err;
}

/// A line that makes of a value what a CHECK refuses is none.
TEST(LinesOfAColumn, AreTriedOnTheServerToo) {
  const ExistingTarget target("CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t(v) VALUES ('1.234,5'), (3)",
                              "CREATE TABLE t(id int PRIMARY KEY, v numeric CHECK (v < 10))");
  const std::string lines = offered_lines(target.import({"--dry-run"}).out);
  EXPECT_THAT(lines, testing::Not(HasSubstr("decimal_mark")));
  const CommandResult planned = target.import({"--dry-run", "--mapping", write_lines(target, lines)});
  EXPECT_EQ(planned.exit_code, 0) << lines << planned.out << planned.err;
}

}  // namespace
}  // namespace lite2pg::test::offered_lines_pg_test
