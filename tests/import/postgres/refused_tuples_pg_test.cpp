// What is refused is known by counting, whatever the server's text says.
#include <gmock/gmock.h>

#include "import/postgres/copy_stream.h"
#include "import/postgres/refused_tuples.h"
#include "tests/import/postgres/int4_tuple.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::refused_tuples_pg_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class RefusedTuplesTest : public testing::Test {
 protected:
  void SetUp() override { connection_.begin(); }
  /// The numbers of those of 1 to `tuples` that `table` refuses, `most` at most.
  std::vector<std::uint64_t> refused(const std::string& table, int tuples, std::size_t most = 100) {
    std::vector<std::uint64_t> numbers;
    RefusedTuples search(connection_, "COPY public." + table + " FROM STDIN (FORMAT binary)",
                         [&](std::uint64_t number, const TargetError& e) {
                           numbers.push_back(number);
                           says_ = e.what();
                           return numbers.size() < most;
                         });
    for (int n = 1; n <= tuples && search.add(int4_tuple(n)); ++n) {
    }
    search.end();
    return numbers;
  }

  TempDatabase database_;
  DataConnection connection_{Target{database_.uri()}, "test"};
  std::string says_;
};

TEST_F(RefusedTuplesTest, AreFoundAtTheEdgesOfThePiecesAndWithinThem) {
  database_.psql("CREATE TABLE t (a int CHECK (a NOT IN (1, 4096, 4097, 6000, 9999)))");
  EXPECT_THAT(refused("t", 9999), ElementsAre(1U, 4096U, 4097U, 6000U, 9999U));
  EXPECT_EQ(connection_.query_value("SELECT count(*) FROM public.t"), "9994");
  EXPECT_THAT(says_, HasSubstr("t_a_check"));
}

TEST_F(RefusedTuplesTest, NoMoreAreAskedForThanOne) {
  database_.psql("CREATE TABLE t (a int CHECK (a % 7 <> 5))");
  EXPECT_THAT(refused("t", 9000, 1), ElementsAre(5U));
}

TEST_F(RefusedTuplesTest, AreNoneWhenAllAreTaken) {
  database_.psql("CREATE TABLE t (a int)");
  EXPECT_THAT(refused("t", 4096), ElementsAre());
  EXPECT_THAT(refused("t", 0), ElementsAre());
}

/// The context says "PL/pgSQL function people_check() line 3 at RAISE" before it comes to the COPY of people.
TEST_F(RefusedTuplesTest, ATriggersOwnLinesAreNotTakenForRows) {
  database_.psql(
      "CREATE TABLE people (a int); CREATE FUNCTION people_check() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n"
      "IF NEW.a = 4242 THEN\nRAISE EXCEPTION 'nobody is %', NEW.a;\nEND IF; RETURN NEW; END $$; CREATE TRIGGER c "
      "BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION people_check()");
  EXPECT_THAT(refused("people", 5000, 1), ElementsAre(4242U));
  EXPECT_THAT(says_, HasSubstr("nobody is 4242"));
}

/// Two tuples that are refused only together are no tuple's fault.
TEST_F(RefusedTuplesTest, WhatOnlyAPieceAsAWholeLacksIsNoTuples) {
  database_.psql(
      "CREATE TABLE t (a int); CREATE FUNCTION few() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT count(*) "
      "FROM made) > 1 THEN RAISE EXCEPTION 'too many at once'; END IF; RETURN NULL; END $$; CREATE TRIGGER f AFTER "
      "INSERT ON t REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION few()");
  EXPECT_THAT(refused("t", 4), ElementsAre());
}

TEST_F(RefusedTuplesTest, ACopyThatCannotBeginIsNoTuplesFault) {
  EXPECT_THROW((void)refused("nowhere", 3), TargetError);
}

TEST(CanBeOfARow, TellsRowsFromTheServer) {
  for (const char* state : {"22P02", "23505", "23514", "P0001", "MY001", "54000", "42P17"})
    EXPECT_TRUE(can_be_of_a_row(TargetError("x", state))) << state;
  for (const char* state : {"", "08006", "25006", "40P01", "53100", "55P03", "57014", "58030", "XX000"})
    EXPECT_FALSE(can_be_of_a_row(TargetError("x", state))) << state;
  EXPECT_FALSE(can_be_of_a_row(TargetError::stall("x")));
}

}  // namespace
}  // namespace lite2pg::test::refused_tuples_pg_test
