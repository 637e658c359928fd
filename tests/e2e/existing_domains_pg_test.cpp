// Columns of domains with CHECKs, and with CHECKs of their own: the dry run says what the load would meet, whatever the
// type is, and its lines settle it.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/e2e/existing_target.h"
#include "tests/e2e/offered_lines.h"

namespace lite2pg::test::existing_domains_pg_test {
namespace {

using testing::HasSubstr;

struct DomainKind {
  const char* name;
  const char* domain;  ///< What makes domain d.
  const char* type;    ///< Of the column.
  const char* values;  ///< Rows 1 and 2; the second is refused.
  const char* line;    ///< The first that is offered.
  const char* loaded;  ///< Of all rows under that line.
};

constexpr const char* set_aside = "on_misfit = \"reject\"";

class ExistingDomain : public testing::TestWithParam<DomainKind> {};

TEST_P(ExistingDomain, IsAskedBeforeTheLoad) {
  const DomainKind& kind = GetParam();
  const ExistingTarget target(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t(v) VALUES " + std::string(kind.values),
      "CREATE TYPE mood AS ENUM ('open', 'done'); CREATE EXTENSION IF NOT EXISTS ltree; " + std::string(kind.domain) +
          "; CREATE TABLE t(id bigint PRIMARY KEY, v " + kind.type + ")");
  const CommandResult planned = target.import({"--dry-run"});
  EXPECT_EQ(planned.exit_code, 3) << planned.out;
  const std::string lines = offered_lines(planned.out);
  EXPECT_THAT(lines, HasSubstr("[table.\"t\".column.\"v\"]\n" + std::string(kind.line))) << planned.out;
  EXPECT_EQ(target.import().exit_code, 3);
  std::ofstream(target.dir() / "lines.toml") << lines;
  const std::vector<std::string> options{"--mapping", target.dir() / "lines.toml"};
  const CommandResult settled = target.import({"--dry-run", "--mapping", target.dir() / "lines.toml"});
  EXPECT_EQ(settled.exit_code, 0) << settled.out << settled.err;
  const CommandResult loaded = target.import(options);
  EXPECT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  EXPECT_EQ(target.value("SELECT string_agg(coalesce(v::text, 'NULL'), ' ; ' ORDER BY id) FROM t"), kind.loaded);
}

INSTANTIATE_TEST_SUITE_P(
    Types, ExistingDomain,
    testing::Values(
        DomainKind{"text", "CREATE DOMAIN d AS text CHECK (VALUE ~ '@')", "d", "('a@b'), ('ab')", set_aside, "a@b"},
        DomainKind{"layers", "CREATE DOMAIN e AS text CHECK (VALUE ~ '@'); CREATE DOMAIN d AS e", "d",
                   "('a@b'), ('ab')", set_aside, "a@b"},
        DomainKind{"integer", "CREATE DOMAIN d AS int CHECK (VALUE > 0)", "d", "(5), (-5)", set_aside, "5"},
        DomainKind{"numeric", "CREATE DOMAIN d AS numeric(5,2) CHECK (VALUE < 1)", "d", "(0.5), (1.5)", set_aside,
                   "0.50"},
        DomainKind{"boolean", "CREATE DOMAIN d AS boolean CHECK (VALUE)", "d", "(1), (0)", set_aside, "true"},
        DomainKind{"date", "CREATE DOMAIN d AS date CHECK (VALUE > '1900-01-01')", "d",
                   "('2026-11-28'), ('1850-01-01')", set_aside, "2026-11-28"},
        DomainKind{"document", "CREATE DOMAIN d AS jsonb CHECK (jsonb_typeof(VALUE) = 'object')", "d",
                   "('{\"a\":1}'), ('[1]')", set_aside, "{\"a\": 1}"},
        DomainKind{"bytes", "CREATE DOMAIN d AS bytea CHECK (length(VALUE) = 2)", "d", "(x'0011'), (x'00')", set_aside,
                   "\\x0011"},
        DomainKind{"range", "CREATE DOMAIN d AS int4range CHECK (NOT isempty(VALUE))", "d", "('[1,5]'), ('empty')",
                   set_aside, "[1,6)"},
        DomainKind{"array", "CREATE DOMAIN d AS text[] CHECK (array_length(VALUE, 1) < 2)", "d",
                   "('[\"a\"]'), ('{a,b}')", set_aside, "{a}"},
        DomainKind{"elements", "CREATE DOMAIN d AS int CHECK (VALUE > 0)", "d[]", "('[1,2]'), ('[-1]')", set_aside,
                   "{1,2}"},
        DomainKind{"label", "CREATE DOMAIN d AS mood CHECK (VALUE <> 'done')", "d", "('open'), ('done')", set_aside,
                   "open"},
        DomainKind{"by_text", "CREATE DOMAIN d AS ltree CHECK (nlevel(VALUE) > 1)", "d", "('x.y'), ('x')", set_aside,
                   "x.y"},
        DomainKind{"empty_text", "CREATE DOMAIN d AS text CHECK (VALUE <> '')", "d", "('x'), ('')",
                   "empty_as_null = true", "x ; NULL"},
        DomainKind{"null", "CREATE DOMAIN d AS int CHECK (VALUE IS NOT NULL)", "d", "(5), (NULL)", set_aside, "5"},
        DomainKind{"null_from_text", "CREATE DOMAIN d AS int CHECK (VALUE IS NOT NULL)", "d", "(5), ('')", set_aside,
                   "5"},
        DomainKind{"own_integer", "", "int CHECK (v > 0)", "(5), (-5)", set_aside, "5"},
        DomainKind{"own_text", "", "text CHECK (v IN ('a', 'c'))", "('a'), ('b')", set_aside, "a"},
        DomainKind{"own_document", "", "jsonb CHECK (jsonb_typeof(v) = 'object')", "('{\"a\":1}'), ('[1]')", set_aside,
                   "{\"a\": 1}"},
        DomainKind{"own_array", "", "text[] CHECK (cardinality(v) < 2)", "('[\"a\"]'), ('{a,b}')", set_aside, "{a}"},
        DomainKind{"own_by_text", "", "ltree CHECK (nlevel(v) > 1)", "('x.y'), ('x')", set_aside, "x.y"},
        DomainKind{"own_error", "", "int CHECK (10 / v > 1)", "(5), (0)", set_aside, "5"},
        DomainKind{"own_empty", "", "text CHECK (v <> '')", "('x'), ('')", "empty_as_null = true", "x ; NULL"},
        DomainKind{"own_null", "", "text CHECK (v IS NOT NULL AND v <> '')", "('x'), ('')", set_aside, "x"},
        DomainKind{"both", "CREATE DOMAIN d AS text CHECK (VALUE ~ '@')", "d CHECK (length(v) > 3)",
                   "('a@b.c'), ('z@')", set_aside, "a@b.c"},
        DomainKind{"constant", "CREATE DOMAIN d AS text CHECK (VALUE <> '')", "d NOT NULL", "('x'), (NULL)", set_aside,
                   "x"},
        DomainKind{"default", "CREATE DOMAIN d AS text CHECK (VALUE IS NOT NULL)", "d DEFAULT 'q'", "('x'), (NULL)",
                   "null_as = \"q\"", "x ; q"}),
    [](const auto& p) { return std::string(p.param.name); });

TEST(ExistingDomain, TakesWhatItsChecksTake) {
  const ExistingTarget target("CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO t(v) VALUES (5), (NULL)",
                              "CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE TABLE t(id bigint PRIMARY KEY, v d)");
  EXPECT_EQ(target.import({"--dry-run"}).exit_code, 0);
  EXPECT_EQ(target.import().exit_code, 0);
  EXPECT_EQ(target.verify().exit_code, 0);
}

}  // namespace
}  // namespace lite2pg::test::existing_domains_pg_test
