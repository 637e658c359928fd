// A fleet of small files for tests, and a database that they go into.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/e2e/tools.h"

namespace lite2pg::test {

class FleetFiles : public testing::Test {
 protected:
  /// A file with notes of its own; `more` is run after it was made.
  void add(const std::string& tenant, const std::string& more = {}) {
    const std::string path = dir_ / (tenant + ".db");
    run_sqlite(path,
               "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
               "CREATE TABLE note (id INTEGER PRIMARY KEY, person INTEGER REFERENCES person(id) ON DELETE SET NULL, "
               "text TEXT, at DATETIME);"
               "CREATE INDEX note_at ON note (at);"
               "INSERT INTO person VALUES (1, 'Ann'), (2, '" +
                   tenant +
                   "');"
                   "INSERT INTO note VALUES (1, 1, 'hello', '2025-01-01 10:00:00'), (2, NULL, 'it''s', NULL);" +
                   more);
    paths_.push_back(path);
  }
  [[nodiscard]] std::string list() const {
    std::string text;
    for (const std::string& path : paths_) text += path + "\n";
    write_text(dir_ / "list", text);
    return dir_ / "list";
  }
  CommandResult import(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"--fleet", list(), target_.uri(), "--progress", "never"});
    return run_tool("import", options);
  }
  CommandResult verify(std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"--fleet", list(), target_.uri(), "--progress", "never"});
    return run_tool("verify", options);
  }
  [[nodiscard]] std::string rows(const std::string& table) const {
    return target_.value("SELECT count(*) FROM public." + table);
  }

  TempDir dir_;
  TempDatabase target_;
  std::vector<std::string> paths_;
};

}  // namespace lite2pg::test
