#include <gmock/gmock.h>

#include <thread>

#include "common/bytes.h"
#include "import/postgres/copy_stream.h"
#include "tests/import/postgres/int4_tuple.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::copy_stream_pg_test {
namespace {

using test::int4_tuple;
using test::TempDatabase;

class CopyStream : public testing::Test {
 protected:
  void SetUp() override { database_.psql("CREATE TABLE t (a int)"); }
  [[nodiscard]] std::string rows() const { return database_.value("SELECT count(*) FROM t"); }
  void terminate() const { database_.end_sessions("application_name = 'lite2pg test'"); }

  TempDatabase database_;
  DataConnection connection_{Target{database_.uri()}, "test"};
  const std::string copy_in_ = "COPY public.t FROM STDIN (FORMAT binary)";
};

TEST_F(CopyStream, BringsRowsInAndOut) {
  connection_.copy_in_begin(copy_in_);
  connection_.copy_in_send(int4_tuple(1) + int4_tuple(2));
  connection_.copy_in_send(int4_tuple(-3));
  EXPECT_EQ(connection_.copy_in_end(), 3U);
  std::vector<std::string> tuples;
  const auto rows = connection_.copy_out("COPY (SELECT a FROM public.t ORDER BY a) TO STDOUT (FORMAT binary)",
                                         [&](std::string_view t) { tuples.emplace_back(t); });
  EXPECT_EQ(rows, 3U);
  EXPECT_THAT(tuples, testing::ElementsAre(int4_tuple(-3), int4_tuple(1), int4_tuple(2)));
}

TEST_F(CopyStream, CopiesNothing) {
  connection_.copy_in_begin(copy_in_);
  EXPECT_EQ(connection_.copy_in_end(), 0U);
  EXPECT_EQ(connection_.copy_out("COPY public.t TO STDOUT (FORMAT binary)", [](std::string_view) { FAIL(); }), 0U);
}

TEST_F(CopyStream, SharesATransactionWithStatements) {
  connection_.copy_in_begin("BEGIN; TRUNCATE public.t; COPY public.t FROM STDIN (FORMAT binary, FREEZE)");
  connection_.copy_in_send(int4_tuple(1));
  EXPECT_EQ(connection_.copy_in_end(), 1U);
  connection_.execute("ROLLBACK");
  EXPECT_EQ(rows(), "0");
  connection_.copy_in_begin("BEGIN; TRUNCATE public.t; COPY public.t FROM STDIN (FORMAT binary, FREEZE)");
  connection_.copy_in_send(int4_tuple(1));
  EXPECT_EQ(connection_.copy_in_end(), 1U);
  connection_.execute_all({"INSERT INTO public.t VALUES (2)", "COMMIT"});
  EXPECT_EQ(rows(), "2");
}

TEST_F(CopyStream, AnErrorRollsAllStatementsBack) {
  EXPECT_THROW(connection_.execute_all({"BEGIN", "INSERT INTO public.t VALUES (2)", "SELECT 1/0", "COMMIT"}),
               TargetError);
  EXPECT_EQ(rows(), "0");
  connection_.execute("INSERT INTO public.t VALUES (3)");
  EXPECT_EQ(rows(), "1");
}

TEST_F(CopyStream, ReportsWhatTheServerCannotRead) {
  connection_.copy_in_begin(copy_in_);
  try {
    connection_.copy_in_send("\x01\x02 garbage");
    connection_.copy_in_end();
    FAIL();
  } catch (const TargetError& e) {
    EXPECT_EQ(e.sqlstate(), "22P04") << e.what();
  }
  EXPECT_EQ(connection_.query_value("SELECT 7"), "7") << "usable again";
}

TEST_F(CopyStream, AbortsWithoutATrace) {
  connection_.copy_in_begin(copy_in_);
  connection_.copy_in_send(int4_tuple(1));
  connection_.copy_in_abort();
  EXPECT_EQ(rows(), "0");
  EXPECT_EQ(connection_.query_value("SELECT 7"), "7");
}

TEST_F(CopyStream, ReportsAnErrorInTheMiddleOfTheOutput) {
  std::uint64_t seen = 0;
  try {
    connection_.copy_out("COPY (SELECT 1 / (g - 5000) FROM generate_series(1, 10000) g) TO STDOUT (FORMAT binary)",
                         [&](std::string_view) { ++seen; });
    FAIL();
  } catch (const TargetError& e) {
    EXPECT_EQ(e.sqlstate(), "22012");
  }
  EXPECT_EQ(seen, 4999U);
  EXPECT_EQ(connection_.query_value("SELECT 7"), "7");
}

TEST_F(CopyStream, NoticesALostConnectionWhileSending) {
  connection_.copy_in_begin(copy_in_);
  terminate();
  int sent = 0;
  try {
    for (; sent < 1000; ++sent) connection_.copy_in_send(int4_tuple(1));
    FAIL() << "nobody noticed";
  } catch (const TargetError& e) {
    EXPECT_TRUE(e.transient()) << e.what();
  }
  EXPECT_LT(sent, 10) << "and not at the end only";
}

TEST_F(CopyStream, IsSeveredFromAnotherThread) {
  std::jthread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    connection_.sever();
  });
  EXPECT_THROW(connection_.execute("SELECT pg_sleep(30)"), TargetError);
}

TEST_F(CopyStream, SendsMessagesOfAnySize) {
  database_.psql("CREATE TABLE b (v bytea)");
  constexpr std::int32_t size = 150 << 20;  // more than two messages
  std::string bytes(6, '\0');
  store_be(bytes.data(), std::int16_t{1});
  store_be(bytes.data() + 2, size);
  bytes.append(size, 'x');
  connection_.copy_in_begin("COPY public.b FROM STDIN (FORMAT binary)");
  connection_.copy_in_send(bytes);
  EXPECT_EQ(connection_.copy_in_end(), 1U);
  EXPECT_EQ(database_.value("SELECT length(v) FROM b"), std::to_string(size));
}

}  // namespace
}  // namespace lite2pg::copy_stream_pg_test
