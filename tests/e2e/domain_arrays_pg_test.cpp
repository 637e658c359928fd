// Arrays of domains: spelled in any form of arrays, within the domain's limits, and checked by the server beforehand.
#include <gmock/gmock.h>

#include "tests/e2e/existing_target.h"
#include "tests/e2e/offered_lines.h"

namespace lite2pg::test::domain_arrays_pg_test {
namespace {

using testing::HasSubstr;

ExistingTarget target_of(const std::string& domain, const std::string& values) {
  return {"CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t(v) VALUES " + values,
          "CREATE TYPE mood AS ENUM ('open', 'done'); CREATE DOMAIN d AS " + domain +
              "; CREATE TABLE t(id int PRIMARY KEY, v d[])"};
}

struct Kind {
  const char *name, *domain, *values, *expected, *line;
};

class DomainArrays : public testing::TestWithParam<Kind> {};

TEST_P(DomainArrays, AreLoadedAndProven) {
  const Kind& k = GetParam();
  const ExistingTarget target = target_of(k.domain, k.values);
  const CommandResult planned = target.import({"--dry-run"});
  const std::string lines = offered_lines(planned.out);
  EXPECT_THAT(lines, HasSubstr(k.line)) << planned.out << planned.err;
  EXPECT_EQ(planned.exit_code, lines.empty() ? 0 : 3) << planned.out << planned.err;
  write_text(target.dir() / "lines.toml", lines);
  const CommandResult loaded = target.import({"--mapping", target.dir() / "lines.toml"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  EXPECT_EQ(target.value("SELECT string_agg(v::text, ' ; ' ORDER BY id) FROM t"), k.expected);
  const CommandResult verified = target.verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, DomainArrays,
    testing::Values(Kind{"integers", "int", "('[1,2]'), ('{3}')", "{1,2} ; {3}", ""},
                    Kind{"limits", "numeric(6,2)", "('[1.50,2]')", "{1.50,2.00}", ""},
                    Kind{"rounded", "numeric(6,2)", "('[1.505]')", "{1.51}", "round = true"},
                    Kind{"commas", "text CHECK (VALUE <> '')", "('a,b')", "{a,b}", "array = \"comma\""},
                    Kind{"padded", "char(3)", "('[\"a\"]')", "{\"a  \"}", ""},
                    Kind{"enum", "mood", "('[\"open\"]')", "{open}", ""},
                    Kind{"moments", "timestamptz", "('[\"2026-11-28T23:10:33Z\"]')", "{\"2026-11-28 23:10:33+00\"}",
                         ""},
                    Kind{"refused", "int CHECK (VALUE > 0)", "('[1]'), ('[-1]')", "{1}", "on_misfit = \"reject\""}),
    [](const auto& p) { return std::string(p.param.name); });

/// Blanks at the end would be gone: they are a misfit, as in a column of char(n).
TEST(ArraysOfChar, KeepNoBlanksAtTheEnd) {
  const ExistingTarget target(
      "CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t(v) VALUES ('[\"a \"]'), ('[\"abcd\"]')",
      "CREATE TABLE t(id int PRIMARY KEY, v char(3)[])");
  const CommandResult planned = target.import({"--dry-run"});
  EXPECT_EQ(planned.exit_code, 3);
  EXPECT_THAT(planned.out,
              testing::AllOf(HasSubstr("the type would round it"), HasSubstr("more characters than the type allows")))
      << planned.out;
}

}  // namespace
}  // namespace lite2pg::test::domain_arrays_pg_test
