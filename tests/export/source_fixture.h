// Small SQLite files for the tests of the source side.
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "common/error.h"
#include "export/rows/source.h"
#include "mapping/value/value_text.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test {

/// A writable connection, kept open by the caller while it wants to.
inline std::unique_ptr<SQLite::Database> writer(const std::string& path) {
  auto db = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 10000);
  db->exec("PRAGMA synchronous = OFF");
  return db;
}

inline void make_database(const std::string& path, const std::string& sql) { writer(path)->exec(sql); }

inline std::string read_bytes(const std::string& path) {
  std::string bytes(std::filesystem::file_size(path), '\0');
  std::ifstream(path, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

inline void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Rows as text, one string a row: "1|'a'|NULL".
inline std::vector<std::string> rows_of(RowSource& source, const std::string& table, const Slice& slice = {}) {
  const auto reader = source.reader();
  const auto cursor = reader->scan(*source.schema().find_table(table), slice);
  std::vector<std::string> rows;
  for (Row row; cursor->next(row);) {
    std::string& text = rows.emplace_back();
    for (const Value& v : row) text += (text.empty() ? "" : "|") + show(v);
  }
  return rows;
}

/// The error that `work` throws; fails the test when it throws none.
template <typename Work>
Error error_of(const Work& work) {
  try {
    work();
  } catch (const Error& e) {
    return e;
  }
  ADD_FAILURE() << "no Error was thrown";
  return {ExitCode::done, ""};
}

}  // namespace lite2pg::test
