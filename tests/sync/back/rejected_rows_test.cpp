#include "sync/back/rejected_rows.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "common/error.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::rejected_rows_test {
namespace {

class RejectedRowsTest : public testing::Test {
 protected:
  void SetUp() override {
    table_.name = "t";
    table_.columns.resize(1);
    table_.columns[0].name = "a";
    plan_.columns.resize(1);
    plan_.columns[0].source_index = 0;
  }
  void add(RejectedRows& rows) const {
    const Value value = Value::of(std::int64_t{1});
    WrittenTable written;
    written.source = &table_;
    written.plan = plan_;
    rows.add(written, "a=1", {&value, 1}, {{"a", "1", "it does not fit"}});
  }

  test::TempDir dir_;
  Table table_;
  TablePlan plan_;
  std::string out_ = dir_ / "out.db", side_ = out_ + ".rejected.jsonl";
};

TEST_F(RejectedRowsTest, StandBesideTheFile) {
  RejectedRows rows(out_);
  add(rows);
  EXPECT_FALSE(std::filesystem::exists(side_)) << "it has its name at the end";
  rows.publish();
  EXPECT_TRUE(std::filesystem::exists(side_));
  EXPECT_THROW(RejectedRows second(out_), Error);
}

TEST_F(RejectedRowsTest, GoWithTheFileThatCouldNotBeMade) {
  RejectedRows rows(out_);
  add(rows);
  rows.publish();
  rows.take_back();
  EXPECT_TRUE(std::filesystem::is_empty(dir_.path()));
}

TEST_F(RejectedRowsTest, NoneMakeNoFile) {
  RejectedRows rows(out_);
  rows.publish();
  rows.take_back();
  EXPECT_TRUE(std::filesystem::is_empty(dir_.path()));
}

}  // namespace
}  // namespace lite2pg::rejected_rows_test
