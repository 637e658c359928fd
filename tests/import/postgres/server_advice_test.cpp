#include "import/postgres/server_advice.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace lite2pg::server_advice_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;

ServerFacts stock_server() {
  return {.wal_level = "replica",
          .fsync = "on",
          .full_page_writes = "on",
          .synchronous_commit = "on",
          .shared_buffers = 128 * mebibyte,
          .max_wal_size = 1024 * mebibyte,
          .checkpoints_timed = 3,
          .checkpoints_requested = 5,
          .wal_position = 1000};
}

ServerCost checkpoints(std::uint64_t requested) {
  return {.checkpoints_timed = 0, .checkpoints_requested = requested, .wal_bytes = std::nullopt};
}

TEST(ServerAdvice, NamesEachSettingThatCostTime) {
  const ServerCost cost{.checkpoints_timed = 0, .checkpoints_requested = 2, .wal_bytes = 700'000'000};
  EXPECT_THAT(advice(stock_server(), cost, 500 * mebibyte),
              ElementsAre(HasSubstr("wal_level is replica: 700.0 MB"), HasSubstr("2 checkpoints came early"),
                          HasSubstr("shared_buffers is 134.2 MB")));
}

TEST(ServerAdvice, HasNothingToSayOfASmallLoad) {
  EXPECT_THAT(advice(stock_server(), checkpoints(1), mebibyte), IsEmpty());
}

TEST(ServerAdvice, HasNothingToSayOfAServerSetForLoads) {
  ServerFacts server = stock_server();
  server.wal_level = "minimal";
  server.shared_buffers = 8192 * mebibyte;
  EXPECT_THAT(advice(server, checkpoints(0), 5000 * mebibyte), IsEmpty());
}

TEST(ServerAdvice, DoesNotAdviseAgainstReplication) {
  ServerFacts server = stock_server();
  server.replicates = true;
  EXPECT_THAT(advice(server, {}, 100 * mebibyte), ElementsAre(HasSubstr("it is needed")));
}

TEST(ServerAdvice, WarnsOfFsyncOffWhateverTheSize) {
  ServerFacts server = stock_server();
  server.fsync = "off";
  EXPECT_THAT(advice(server, {}, 10), ElementsAre(HasSubstr("fsync is off")));
}

TEST(ServerAdvice, KnowsNothingOfStatisticsThatWereReset) {
  ServerFacts after = stock_server();
  after.checkpoints_requested = 1;
  after.checkpoints_timed = std::nullopt;
  after.wal_position = 1500;
  const ServerCost cost = cost_between(stock_server(), after);
  EXPECT_EQ(cost.checkpoints_requested, std::nullopt);
  EXPECT_EQ(cost.checkpoints_timed, std::nullopt);
  EXPECT_EQ(cost.wal_bytes, 500U);
  EXPECT_TRUE(to_json(after, cost).at("checkpoints_requested").is_null());
}

}  // namespace
}  // namespace lite2pg::server_advice_test
