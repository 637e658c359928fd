// SQLite files and archives of them for the tests.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/console/progress.h"
#include "export/tool/archive_run.h"
#include "tests/export/avro_rows.h"
#include "tests/export/source_fixture.h"

namespace lite2pg::test {

inline void bind(SQLite::Statement& insert, int at, const Value& v) {
  switch (v.storage()) {
    case StorageClass::null: return insert.bind(at);
    case StorageClass::integer: return insert.bind(at, v.integer());
    case StorageClass::real: return insert.bind(at, v.real());
    case StorageClass::text: return insert.bind(at, std::string(v.bytes()));
    case StorageClass::blob: return insert.bind(at, v.bytes().data(), static_cast<int>(v.bytes().size()));
  }
}

inline void insert_rows(SQLite::Database& db, const std::string& table, const std::vector<OwnedRow>& rows) {
  std::string marks = "?";
  for (std::size_t i = 1; i < rows.at(0).size(); ++i) marks += ",?";
  SQLite::Statement insert(db, "INSERT OR IGNORE INTO " + table + " VALUES (" + marks + ")");
  db.exec("BEGIN");
  for (const OwnedRow& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) bind(insert, static_cast<int>(i) + 1, row[i].view());
    insert.exec();
    insert.reset();
  }
  db.exec("COMMIT");
}

/// Tables of every kind with random values of every class; `rows` in each of the large ones.
inline void make_random_database(const std::string& path, std::size_t rows, std::uint64_t seed) {
  const auto db = writer(path);
  db->exec(
      "PRAGMA synchronous = off;"
      "CREATE TABLE loose(a, \"b c\" TEXT, c BLOB);"
      "CREATE TABLE numbered(id INTEGER PRIMARY KEY, v, w REAL);"
      "CREATE TABLE keyed(a, b, v TEXT, PRIMARY KEY(b, a)) WITHOUT ROWID;"
      "CREATE TABLE computed(a INT, twice AS (a * 2), thrice AS (a * 3) STORED);"
      "CREATE TABLE empty(a);"
      "CREATE TABLE \"weird \"\" näme/..\"(\"select\" TEXT, \"x.y\", \"x_y\");");
  insert_rows(*db, "loose", random_rows(rows, 3, seed));
  insert_rows(*db, "\"weird \"\" näme/..\"", random_rows(20, 3, seed + 1));
  insert_rows(*db, "keyed", random_rows(rows, 3, seed + 2));
  auto numbered = random_rows(rows, 3, seed + 3);
  for (std::size_t i = 0; i < rows; ++i) numbered[i][0] = OwnedValue(Value::of(static_cast<std::int64_t>(i * 7) - 100));
  insert_rows(*db, "numbered", numbered);
  db->exec("DELETE FROM keyed WHERE a IS NULL OR b IS NULL; INSERT INTO computed(a) VALUES (1), (NULL), (-5)");
}

struct ArchiveSettings {
  unsigned jobs = 2;
  AvroCodec codec = AvroCodec::zstandard;
  std::vector<std::string> tables = {};
  std::string mapping = {};
};

inline ExportOptions export_options(const std::string& source, const std::string& archive,
                                    const ArchiveSettings& settings = {}) {
  ExportOptions options;
  options.source = source;
  options.archive = archive;
  options.codec = settings.codec;
  options.mapping = settings.mapping;
  options.common.jobs = settings.jobs;
  options.common.tables = options.plan.tables = settings.tables;
  return options;
}

/// Always the same seed and time.
inline void make_archive(const std::string& source, const std::string& archive, const ArchiveSettings& settings = {}) {
  Progress progress(std::make_shared<Console>(), ProgressMode::never);
  const ExportOptions options = export_options(source, archive, settings);
  ArchiveRun(options, 42, progress).run("2026-01-01T00:00:00Z");
}

}  // namespace lite2pg::test
