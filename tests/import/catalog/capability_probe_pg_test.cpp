#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import/catalog/capability_probe.h"
#include "tests/support/postgres_server.h"
#include "tests/support/refusing_proxy.h"

namespace lite2pg::test::capability_probe_pg_test {
namespace {

using enum Capability;

class CapabilityProbe : public testing::Test {
 protected:
  [[nodiscard]] std::string count_of_schemas() const {
    return database_.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'lite2pg%'");
  }
  TempDatabase database_;
};

TEST_F(CapabilityProbe, FindsAllOnPostgresAndLeavesNothingBehind) {
  const Target target{database_.uri()};
  Session session(target, "test");
  for (const auto* wanted : {&capabilities_of_import(), &capabilities_of_verify(), &capabilities_of_repair()}) {
    probe_capabilities(session, *wanted);
    for (const Capability c : *wanted) {
      EXPECT_TRUE(session.can(c)) << traits_of(c).name << ": " << target.server->why(c);
      EXPECT_TRUE(target.server->is_probed(c)) << traits_of(c).name;
    }
  }
  EXPECT_EQ(count_of_schemas(), "0");
}

TEST_F(CapabilityProbe, NamesTheOneThatIsRefusedAndNoOther) {
  const RefusingProxy proxy(port_of(database_.tcp_uri()), "TRUNCATE");
  const Target target{through_port(database_.tcp_uri(), proxy.port())};
  Session session(target, "test");
  probe_capabilities(session, capabilities_of_import());
  EXPECT_NE(target.server->why(truncate), "");
  for (const Capability c : {advisory_locks, row_writers, set_schema}) EXPECT_TRUE(session.can(c)) << traits_of(c).name;
  EXPECT_EQ(count_of_schemas(), "0");
}

TEST_F(CapabilityProbe, OfAReaderWritesNothing) {
  const Target target{database_.uri()};
  Session session(target, "test", Access::read_only);
  probe_capabilities(session, capabilities_of_verify());
  EXPECT_TRUE(session.can(snapshots));
}

TEST_F(CapabilityProbe, LeavesAloneWhatWouldNeedASchemaThatIsNotToBeHad) {
  (void)database_.psql("CREATE ROLE probe_reader LOGIN");
  const Target target{database_.uri() + "&options=-crole%3Dprobe_reader"};
  Session session(target, "test");
  probe_capabilities(session, capabilities_of_import());
  EXPECT_TRUE(target.server->is_probed(advisory_locks));
  EXPECT_FALSE(target.server->is_probed(truncate));
  EXPECT_TRUE(session.can(truncate));
  (void)database_.psql("DROP ROLE probe_reader");
}

TEST(UnknownToServer, AreFeaturesSyntaxAndNamesButNoRights) {
  for (const char* state : {"0A000", "42601", "42883", "55000", "XX000"})
    EXPECT_TRUE(is_unknown_to_server(TargetError("x", state))) << state;
  for (const char* state : {"42501", "53300", "57P01", "23505"})
    EXPECT_FALSE(is_unknown_to_server(TargetError("x", state))) << state;
}

}  // namespace
}  // namespace lite2pg::test::capability_probe_pg_test
