// A database with the ledger and one run in it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import/ledger/schema.h"
#include "import/ledger/writer.h"
#include "tests/support/postgres_server.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test {

class LedgerFixture : public testing::Test {
 protected:
  void SetUp() override { ensure_ledger(session_); }

  /// Records a run that is loading.
  RunRecord record(const std::string& id, const std::string& settings = "{}", const std::string& plan = "{}") {
    RunRecord run;
    run.id = id;
    run.source_path = "a.db";
    run.source_fingerprint = "f1";
    run.target_schema = "app";
    run.staging_schema = staging_schema_of(id);
    run.settings = settings;
    Transaction transaction(session_);
    record_run(session_, run, plan);
    transaction.commit();
    return run;
  }

  TempDatabase database_;
  Session session_{Target{database_.uri()}, "test"};
};

}  // namespace lite2pg::test
