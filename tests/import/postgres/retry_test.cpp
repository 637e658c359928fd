#include "import/postgres/retry.h"

#include <gtest/gtest.h>

namespace lite2pg::retry_test {
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

TEST(WithRetries, TriesPassingErrorsAgainAndNoOthers) {
  const StopFlag stop;
  unsigned tried = 0;
  EXPECT_EQ(with_retries(1, "", stop,
                         [&](unsigned attempt) {
                           tried = attempt;
                           if (attempt == 1) throw TargetError("lost", "");
                           return 7;
                         }),
            7);
  EXPECT_EQ(tried, 2U);
  EXPECT_THROW(with_retries(5, "", stop,
                            [&](unsigned attempt) {
                              tried = attempt;
                              throw TargetError("full", "53100");
                            }),
               TargetError);
  EXPECT_EQ(tried, 1U);
}

TEST(WithRetries, GivesUpAtTheLimitAndWhenTheRunStops) {
  StopFlag stop;
  unsigned tried = 0;
  const auto fail = [&](unsigned attempt) {
    tried = attempt;
    throw TargetError("lost", "");
  };
  EXPECT_THROW(with_retries(1, "", stop, fail), TargetError);
  EXPECT_EQ(tried, 2U);
  stop.stop();
  EXPECT_THROW(with_retries(5, "", stop, fail), TargetError);
  EXPECT_EQ(tried, 1U);
}

}  // namespace
}  // namespace lite2pg::retry_test
