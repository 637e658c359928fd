// A SQLite file, a PostgreSQL database, and runs of lite2pg-import's phases between them.
#pragma once

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "import/run/import_run.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test {

class RunFixture : public testing::Test {
 protected:
  void sqlite(const std::string& sql) const {
    SQLite::Database db(dir_ / "a.db", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec(sql);
  }
  /// The exit code, or that of the Error that ends it; its message then stands in `said_`, else what was printed.
  int run(ImportTask task, const std::function<void(ImportOptions&)>& change = {}) {
    ImportOptions options;
    options.source = dir_ / "a.db";
    options.target = database_.uri();
    options.task = task;
    options.common.jobs = 2;
    options.retries = 1;
    if (change) change(options);
    report_ = {};
    std::string said;
    int code = -1;
    std::string error;
    try {
      MonitorSettings settings;
      settings.hook_dir = options.hook_dir;
      settings.in_one_transaction = options.existing;
      RunMonitor monitor(settings);
      ImportRun import(options, progress_, report_, monitor, [&](std::string_view text) { said += text; });
      code = task == ImportTask::resume ? import.resume() : import.import();
    } catch (const Error& e) {
      code = static_cast<int>(e.code());
      error = std::string(e.what()) + " | " + e.hint();
    }
    said_ = said + error;
    return code;
  }
  [[nodiscard]] std::string value(const std::string& sql) const { return database_.value(sql); }

  TempDir dir_;
  TempDatabase database_;
  Progress progress_{std::make_shared<Console>(), ProgressMode::never};
  Report report_;
  std::string said_;
};

}  // namespace lite2pg::test
