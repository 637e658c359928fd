// A database that goes on being written, its target, and the commands that follow it.
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/e2e/tools.h"

namespace lite2pg::test {

inline constexpr const char* live_schema =
    "CREATE TABLE p(id INTEGER PRIMARY KEY, code TEXT UNIQUE, n INTEGER);"
    "CREATE TABLE c(id INTEGER PRIMARY KEY AUTOINCREMENT, p INTEGER REFERENCES p(id) ON DELETE CASCADE, v REAL);"
    "CREATE TABLE w(a INTEGER, b INTEGER, v TEXT, PRIMARY KEY(a, b)) WITHOUT ROWID;"
    "CREATE TABLE t(name TEXT PRIMARY KEY, v INTEGER);"
    "CREATE TABLE k(v TEXT);"
    "CREATE VIEW busy AS SELECT p, count(*) AS n FROM c GROUP BY p;"
    "CREATE TRIGGER c_v AFTER INSERT ON c WHEN NEW.v IS NULL BEGIN UPDATE c SET v = 0 WHERE id = NEW.id; END;"
    "WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 3000)"
    " INSERT INTO p SELECT n, 'c' || n, n * 7 FROM i;"
    "INSERT INTO c(p, v) SELECT id, id / 3.0 FROM p;"
    "INSERT INTO w SELECT id % 50, id, code FROM p;"
    "INSERT INTO t SELECT code, n FROM p WHERE id < 200;"
    "INSERT INTO k SELECT code FROM p WHERE id < 100;";

class Live : public testing::Test {
 protected:
  void make(const std::string& mode = "DELETE") {
    run_sqlite(source_, "PRAGMA page_size = 512; PRAGMA journal_mode = " + mode + ";" + live_schema);
  }
  CommandResult stage(const std::vector<std::string>& more = {}) const { return run("import", more, {"--live"}); }
  CommandResult sync(const std::vector<std::string>& more = {}) const {
    return run("sync", more, {"--report", report_});
  }
  void expect_equal() const {
    const CommandResult verified = run_tool("verify", {source_, target_.uri()});
    EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  }
  [[nodiscard]] std::string state() const { return target_.value("SELECT state FROM lite2pg.run"); }
  [[nodiscard]] std::string staged(const std::string& table) const {
    return target_.value("SELECT staging_schema FROM lite2pg.run") + "." + table;
  }
  void expect_nothing_published() const {
    EXPECT_EQ(state(), "staged");
    EXPECT_EQ(target_.value("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"), "0");
  }
  void hook(const std::string& name, const std::string& script) const {
    std::filesystem::create_directories(hooks_);
    write_text(hooks_ + "/" + name, "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(hooks_ + "/" + name, std::filesystem::perms::owner_all);
  }

  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "app.db", report_ = dir_ / "report.json", hooks_ = dir_ / "hooks";

 private:
  CommandResult run(const std::string& tool, const std::vector<std::string>& more,
                    const std::vector<std::string>& always) const {
    std::vector<std::string> words = {source_, target_.uri()};
    words.insert(words.end(), always.begin(), always.end());
    words.insert(words.end(), more.begin(), more.end());
    return run_tool(tool, words);
  }
};

}  // namespace lite2pg::test
