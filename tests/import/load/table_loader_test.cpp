#include "import/load/table_loader.h"

#include "tests/import/load/load_fixture.h"

namespace lite2pg::test::table_loader_test {
namespace {

class TableLoaderTest : public LoadFixture {
 protected:
  void SetUp() override {
    LoadFixture::SetUp();
    source_.add_table("users", 3);
    plan_ = source_.plan();
  }
  TableRecord load_table(const LoadJob& job) {
    const LoadContext context{server_, source_, plan_, run_, progress_};
    MemoryConnection connection(server_, 1);
    const auto reader = source_.reader();
    FieldBuffer buffer;
    return TableLoader(context, job, buffer).load(connection, *reader, StopFlag());
  }
};

TEST_F(TableLoaderTest, OneTransactionHoldsRowsStepsAndTheLedgerRow) {
  LoadJob job{0, {}, "", {}};
  job.then.push_back({"analyze users", "ANALYZE users"});
  const TableRecord record = load_table(job);
  EXPECT_EQ(record.rows, 3U);
  EXPECT_GT(record.bytes, 0U);
  EXPECT_THAT(server_.committed,
              testing::ElementsAre(testing::HasSubstr("TRUNCATE"), testing::EndsWith("; ANALYZE users"),
                                   testing::HasSubstr("run_step"), testing::HasSubstr("run_table")));
}

TEST_F(TableLoaderTest, ARowThatDoesNotFitIsRefusedByName) {
  plan_.tables[0].columns[1].codec = CodecId::int8;
  plan_.tables[0].columns[1].type = "bigint";
  try {
    load_table({0, {}, "", {}});
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::refused);
    EXPECT_THAT(e.what(), testing::HasSubstr("table 'users', column 'name', rowid 1: 'name 1'"));
  }
  EXPECT_TRUE(server_.committed.empty());
}

TEST_F(TableLoaderTest, RowsThatAreSetAsideAreCountedApart) {
  plan_.tables[0].columns[1].codec = CodecId::int8;
  plan_.tables[0].columns[1].on_misfit = MisfitAction::reject_row;
  const TableRecord record = load_table({0, {}, "", {}});
  EXPECT_EQ(record.rows, 0U);
  EXPECT_EQ(record.rejected, 3U);
  EXPECT_EQ(committed("INSERT INTO lite2pg.rejected_row"), 1);
}

/// Whichever text the server uses: the rows are sent again and counted, those that stay out not among them.
TEST_F(TableLoaderTest, ARowThatTheServerRefusesIsNamed) {
  server_.faults = {{.needle = "name 2", .sqlstate = "22P02", .lasting = true}};
  const auto refused_place = [&](const LoadJob& job) -> std::string {
    try {
      load_table(job);
      return "none";
    } catch (const TargetError& e) {
      EXPECT_EQ(e.sqlstate(), "22P02");
      return e.what();
    }
  };
  EXPECT_THAT(refused_place({0, {}, "", {}}), testing::StartsWith("rowid 2: refused: end of COPY"));
  const auto slices = source_.split(source_.schema().tables[0], 3);
  EXPECT_THAT(refused_place({0, slices[1], "2/3", {}}), testing::StartsWith("rowid 2: refused"));
  EXPECT_EQ(refused_place({0, slices[0], "1/3", {}}), "none");
}

TEST_F(TableLoaderTest, ARowThatIsTakenTheSecondTimeIsNotBlamed) {
  server_.faults = {{"name 2", "22P02"}};
  EXPECT_THAT(
      [&] {
        load_table({0, {}, "", {}});
      },
      testing::ThrowsMessage<TargetError>(testing::StartsWith("refused: end of COPY")));
}

TEST_F(TableLoaderTest, AServerThatIsFullIsNotSearchedForARow) {
  server_.faults = {{.needle = "name 2", .sqlstate = "53100", .lasting = true}};
  EXPECT_THAT(
      [&] {
        load_table({0, {}, "", {}});
      },
      testing::ThrowsMessage<TargetError>(testing::StartsWith("refused: end of COPY")));
}

TEST_F(TableLoaderTest, ASliceLoadsItsPart) {
  const auto slices = source_.split(source_.schema().tables[0], 3);
  EXPECT_EQ(load_table({0, slices[1], "2/3", {}}).rows, 1U);
}

TEST_F(TableLoaderTest, ATableThatIsGoneFromTheSourceIsNamed) {
  plan_.tables[0].source = "gone";
  EXPECT_THROW(load_table({0, {}, "", {}}), Error);
}

}  // namespace
}  // namespace lite2pg::test::table_loader_test
