// A far server makes every question a wait: the number of questions is held here, whatever the machine's speed.
#include <gmock/gmock.h>

#include "tests/e2e/tools.h"
#include "tests/support/delay_proxy.h"

namespace lite2pg::test::round_trips_pg_test {
namespace {

constexpr int tables = 100;

class RoundTrips : public testing::Test {
 protected:
  /// Runs a tool on the source with the target behind a proxy; how often it waited for the server.
  std::uint64_t of(const std::string& tool) const {
    const std::string near = database_.tcp_uri();
    const std::size_t slash = near.rfind('/'), colon = near.rfind(':', slash);
    const DelayProxy proxy(std::stoi(near.substr(colon + 1, slash - colon - 1)), std::chrono::milliseconds(0));
    const std::string far = near.substr(0, colon + 1) + std::to_string(proxy.port()) + near.substr(slash);
    const CommandResult result = run_tool(tool, {source_, far, "--jobs", "2"});
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return proxy.round_trips();
  }

  TempDir dir_;
  std::string source_ = dir_ / "tables.db";
  TempDatabase database_;
};

TEST_F(RoundTrips, AreFewATable) {
  make_fixture("many-tables", source_, {"--rows", std::to_string(tables)});
  // Begin and COPY, its end, the commit; the foreign key. The rest happens once a run.
  constexpr int once = 120;
  // Import begins some forty transactions a run, each with its own settings and a look at the server process; the
  // record of the target's shape comes by a cursor and goes into the ledger in pieces.
  constexpr int once_import = 175;
  EXPECT_LT(of("import"), tables * 4 + once_import);
  EXPECT_LT(of("verify"), tables * 2 + once);
}

}  // namespace
}  // namespace lite2pg::test::round_trips_pg_test
