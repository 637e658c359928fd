#include "import/postgres/retry.h"

#include <gtest/gtest.h>

namespace lite2pg {
namespace {

using namespace std::chrono_literals;

TEST(RetryDelay, DoublesUpToALimit) {
  EXPECT_EQ(retry_delay(1), 250ms);
  EXPECT_EQ(retry_delay(2), 500ms);
  EXPECT_EQ(retry_delay(5), 4s);
  EXPECT_EQ(retry_delay(7), 15s);
  EXPECT_EQ(retry_delay(1000), 15s);
}

TEST(RetryDelay, GivesAServerAMinuteToComeBack) {
  std::chrono::milliseconds total{0};
  for (unsigned attempt = 1; attempt <= retry_limit; ++attempt) total += retry_delay(attempt);
  EXPECT_GE(total, 45s);
  EXPECT_LE(total, 90s);
}

TEST(WaitForRetry, EndsWhenTheRunStops) {
  StopFlag stop;
  stop.stop();
  const auto start = std::chrono::steady_clock::now();
  wait_for_retry(10s, stop);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1s);
}

}  // namespace
}  // namespace lite2pg
