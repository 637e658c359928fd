#include "tests/verify/migrated_database.h"

#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include "common/error.h"
#include "import/tool/tool.h"
#include "verify/comparison/phases.h"

namespace lite2pg::test {

MigratedDatabase::MigratedDatabase(const std::string& sql) { sqlite(sql); }

void MigratedDatabase::sqlite(const std::string& sql) const {
  SQLite::Database db(source(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  db.exec("BEGIN; " + sql + "; COMMIT");
}

void MigratedDatabase::import(const std::function<void(ImportOptions&)>& change) {
  ImportOptions options;
  options.source = source();
  options.target = target_.uri();
  options.common.progress = ProgressMode::never;
  options.common.log_level = "error";
  options.common.jobs = 2;
  if (change) change(options);
  testing::internal::CaptureStdout();
  int code = -1;
  std::string error;
  try {
    code = run_import(options);
  } catch (const Error& e) {
    error = e.what();
  }
  const std::string text = testing::internal::GetCapturedStdout();
  if (code != 0) throw std::runtime_error("the import failed: " + error + "\n" + text);
}

VerifyResult MigratedDatabase::verify(const std::function<void(VerifyOptions&)>& change) const {
  VerifyOptions options;
  options.source = source();
  options.target = target_.uri();
  options.common.jobs = 2;
  if (change) change(options);
  Progress progress(std::make_shared<Console>(), ProgressMode::never);
  return lite2pg::verify(options, progress);
}

std::vector<std::string> lines_of(const VerifyResult& result) {
  std::vector<std::string> lines;
  for (const TableOutcome& t : result.tables) {
    for (const Difference& d : t.report.differences) {
      std::string line = t.report.source + " " + std::string(name_of(d.kind)) + " " + d.key;
      if (d.kind == DifferenceKind::changed) line += " " + d.column + " " + d.source + " -> " + d.target;
      if (!d.cause.empty()) line += " (" + d.cause + ")";
      lines.push_back(std::move(line));
    }
  }
  return lines;
}

}  // namespace lite2pg::test
