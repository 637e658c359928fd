// Kinds of columns as frameworks and applications fill them, into the columns that the same ones make in PostgreSQL:
// dry run, load and verify agree, every value reads in PostgreSQL as it should, and where a line of the mapping file is
// needed, the dry run offers it first.
//
// kinds/STACK.tsv, a kind a line: declared type, values as SQLite's literals between " ; ", type of the target's
// column, v::text of all rows in UTC between " ; ", the line if one is needed. Blank lines and # do not count.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/e2e/existing_target.h"
#include "tests/e2e/offered_lines.h"
#include "tests/support/places.h"

namespace lite2pg::test::column_kinds_pg_test {
namespace {

struct Kind {
  std::string table, declared, values, type, expected, line;
};

std::vector<std::string> split(const std::string& text, const std::string& mark) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = text.find(mark); end != std::string::npos; end = text.find(mark, begin)) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + mark.size();
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::vector<Kind> kinds_of(const std::string& stack) {
  std::vector<Kind> kinds;
  std::istringstream file(content_of(source_folder() + "/tests/e2e/kinds/" + stack + ".tsv"));
  for (std::string row; std::getline(file, row);) {
    if (row.empty() || row.starts_with("#")) continue;
    std::vector<std::string> cells = split(row, "\t");
    cells.resize(5);
    kinds.push_back({"k" + std::to_string(kinds.size()), cells[0], cells[1], cells[2], cells[3], cells[4]});
  }
  return kinds;
}

std::string source_sql(const std::vector<Kind>& kinds) {
  std::string sql;
  for (const Kind& k : kinds) {
    sql += "CREATE TABLE " + k.table + "(id INTEGER PRIMARY KEY, v " + k.declared + ");\n";
    for (const std::string& value : split(k.values, " ; "))
      sql += "INSERT INTO " + k.table + "(v) VALUES(" + value + ");\n";
  }
  return sql;
}

std::string target_sql(const std::vector<Kind>& kinds) {
  std::string sql =
      "CREATE TYPE mood AS ENUM ('open', 'done'); CREATE EXTENSION IF NOT EXISTS hstore; CREATE EXTENSION IF NOT "
      "EXISTS citext;\n";
  for (const Kind& k : kinds) sql += "CREATE TABLE " + k.table + "(id bigint PRIMARY KEY, v " + k.type + ");\n";
  return sql;
}

class ColumnKinds : public testing::TestWithParam<std::string> {};

TEST_P(ColumnKinds, AreLoadedReadAndProven) {
  const std::vector<Kind> kinds = kinds_of(GetParam());
  ASSERT_FALSE(kinds.empty());
  const ExistingTarget target(source_sql(kinds), target_sql(kinds));
  const CommandResult planned = target.import({"--dry-run"});
  const std::string lines = offered_lines(planned.out);
  for (const Kind& k : kinds) {
    const std::string section = "[table.\"" + k.table + "\".column.\"v\"]\n";
    if (k.line.empty()) {
      EXPECT_EQ(lines.find(section), std::string::npos) << k.declared << " " << k.values << " -> " << k.type << lines;
    } else {
      EXPECT_THAT(lines, testing::HasSubstr(section + k.line)) << k.declared << " " << k.values << " -> " << k.type;
    }
  }
  std::ofstream(target.dir() / "lines.toml") << lines;
  const std::vector<std::string> options{"--mapping", target.dir() / "lines.toml"};
  const CommandResult settled = target.import({"--dry-run", "--mapping", target.dir() / "lines.toml"});
  EXPECT_EQ(settled.exit_code, 0) << settled.out << settled.err;
  const CommandResult loaded = target.import(options);
  ASSERT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  const CommandResult verified = target.verify();
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  target.psql("ALTER DATABASE " + target.database() + " SET timezone TO 'UTC'");
  for (const Kind& k : kinds)
    EXPECT_EQ(target.value("SELECT string_agg(coalesce(v::text, 'NULL'), ' ; ' ORDER BY id) FROM " + k.table),
              k.expected)
        << k.declared << " " << k.values << " -> " << k.type;
}

/// Loaded with the lines that the dry run offers.
CommandResult load(const ExistingTarget& target, const std::vector<std::string>& more = {}) {
  write_text(target.dir() / "lines.toml", offered_lines(target.import({"--dry-run"}).out));
  std::vector<std::string> options{"--mapping", target.dir() / "lines.toml"};
  options.insert(options.end(), more.begin(), more.end());
  return target.import(options);
}

/// Tables with a column that a load did not carry exactly.
std::set<std::string> respelled_tables(const std::string& report) {
  std::set<std::string> names;
  const nlohmann::json read = read_report(report);
  for (const auto& table : read["tables"])
    for (const auto& column : table["columns"])
      if (column["fidelity"] != "exact") names.insert(table["source"].get<std::string>());
  return names;
}

std::string rows_of_file(const std::string& path, const std::string& table) {
  return run_command({"sqlite3", path, "SELECT id, typeof(v), quote(v) FROM " + table + " ORDER BY id"}).out;
}

/// What comes back is what was there, but for columns that were told to be respelled; and it loads to the same values.
TEST_P(ColumnKinds, ComeBackAsTheyWereOrLoadAlike) {
  std::vector<Kind> kinds = kinds_of(GetParam());
  // Documents in arrays lose blanks.
  std::erase_if(kinds, [](const Kind& k) { return k.type == "json[]"; });
  const ExistingTarget target(source_sql(kinds), target_sql(kinds));
  const std::string report = target.dir() / "import.json", out = target.dir() / "back.db";
  const CommandResult loaded = load(target, {"--report", report});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  const CommandResult back = run_tool("sync", {target.uri(), "--back", out, "--on-misfit", "widen"});
  ASSERT_EQ(back.exit_code, 0) << back.out << back.err;
  EXPECT_THAT(back.out, testing::Not(testing::HasSubstr("is derived")));
  const auto respelled = respelled_tables(report);
  for (const Kind& k : kinds) {
    if (respelled.contains(k.table)) continue;
    EXPECT_EQ(rows_of_file(out, k.table), rows_of_file(target.source(), k.table)) << k.declared << " -> " << k.type;
  }
  const CommandResult again =
      run_tool("import", {out, target.uri(), "--existing", "--truncate", "--mapping", target.dir() / "lines.toml"});
  EXPECT_EQ(again.exit_code, 0) << again.out << again.err;
  target.psql("ALTER DATABASE " + target.database() + " SET timezone TO 'UTC'");
  for (const Kind& k : kinds)
    EXPECT_EQ(target.value("SELECT string_agg(coalesce(v::text, 'NULL'), ' ; ' ORDER BY id) FROM " + k.table),
              k.expected)
        << k.declared << " " << k.values << " -> " << k.type << ", back as " << rows_of_file(out, k.table);
}

/// Nobody recorded the original: types of the target alone say what becomes of them.
TEST_P(ColumnKinds, ComeBackWithoutALedger) {
  const std::vector<Kind> kinds = kinds_of(GetParam());
  const ExistingTarget target(source_sql(kinds), target_sql(kinds));
  const CommandResult loaded = load(target, {"--ledger", "none"});
  ASSERT_EQ(loaded.exit_code, 0) << loaded.out << loaded.err;
  const std::string out = target.dir() / "back.db";
  const CommandResult back = run_tool("sync", {target.uri(), "--back", out, "--on-misfit", "widen"});
  ASSERT_EQ(back.exit_code, 0) << back.out << back.err;
  EXPECT_THAT(back.out, testing::HasSubstr("is derived"));
  const CommandResult verified = run_tool("verify", {out, target.uri()});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
}

std::vector<std::string> stacks() {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(source_folder() + "/tests/e2e/kinds"))
    names.push_back(file.path().stem());
  std::ranges::sort(names);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Stacks, ColumnKinds, testing::ValuesIn(stacks()), [](const auto& stack) {
  std::string name = stack.param;
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace lite2pg::test::column_kinds_pg_test
