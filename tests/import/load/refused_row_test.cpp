#include "import/load/refused_row.h"

#include "tests/import/load/load_fixture.h"

namespace lite2pg::test::refused_row_test {
namespace {

/// What the server in memory says of a COPY that it refuses.
constexpr const char* its_text = "refused: end of COPY of ";

class RefusedRowTest : public LoadFixture {
 protected:
  void SetUp() override {
    LoadFixture::SetUp();
    source_.add_table("users", 5);
    plan_ = source_.plan();
  }
  /// The search after `error`, on a server that refuses the fourth row with `sqlstate`.
  std::optional<RefusedRow> find(const std::string& sqlstate, const TargetError& error) {
    server_.faults = {{.needle = "name 4", .sqlstate = sqlstate, .lasting = true}};
    MemoryConnection connection(server_, 1);
    const auto reader = source_.reader();
    const Slice all;
    const CopiedRows rows{plan_.tables[0], source_.schema().tables[0], all};
    return find_refused_row(connection, "COPY users", rows, *reader, error);
  }
};

TEST_F(RefusedRowTest, IsNamedByTheSource) {
  const auto row = find("22P02", {"another text", "22P02"});
  ASSERT_TRUE(row);
  EXPECT_EQ(row->where, "rowid 4");
  EXPECT_STREQ(row->error.what(), its_text);
}

TEST_F(RefusedRowTest, HasTheServersPlaceBesideItWhenItIsTheSameError) {
  TargetError error(its_text, "P0001");
  error.set_context("PL/pgSQL function users_check() line 3 at RAISE\nCOPY users, line 4");
  const auto row = find("P0001", error);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->where, "rowid 4 (COPY users, line 4)");
}

/// A piece without the row that another one refers to, or a trigger that looks at all rows: not what broke the COPY.
TEST_F(RefusedRowTest, IsNotTakenForAnothersFault) {
  EXPECT_FALSE(find("23503", {"another text", "23503"}));
  EXPECT_FALSE(find("P0001", {"another text", "23514"}));
  EXPECT_TRUE(find("23503", {its_text, "23503"}));
}

TEST_F(RefusedRowTest, IsNoneWhenAllAreTaken) {
  plan_.tables[0].columns[1].codec = CodecId::int8;  // No row fits: none is sent.
  EXPECT_FALSE(find("22P02", {its_text, "22P02"}));
}

TEST_F(RefusedRowTest, EndsWithTheServer) { EXPECT_THROW((void)find("53100", {"another text", "22P02"}), TargetError); }

}  // namespace
}  // namespace lite2pg::test::refused_row_test
