#include "import/load/job_queue.h"

#include <gtest/gtest.h>

namespace lite2pg::job_queue_test {
namespace {

TEST(JobQueue, HandsOutAllJobsWithoutAWindow) {
  JobQueue queue({{5}, {3}}, nullptr);
  const StopFlag stop;
  for (int i = 0; i < 2; ++i) {
    const auto job = queue.take(stop);
    ASSERT_TRUE(job);
    queue.finish(*job, true);
  }
  EXPECT_FALSE(queue.take(stop));
  EXPECT_FALSE(queue.out_of_time());
}

TEST(JobQueue, BeginsNothingThatWouldPassTheWindow) {
  const Window window(1000);
  JobQueue queue({{900}, {2000}}, &window);
  const StopFlag stop;
  EXPECT_FALSE(queue.take(stop)) << "the longest comes first";
  EXPECT_TRUE(queue.out_of_time());
  EXPECT_FALSE(queue.take(stop)) << "and nothing after it";
}

TEST(JobQueue, TakesWhatFitsIntoTheWindow) {
  const Window window(1000);
  JobQueue queue({{900}}, &window);
  EXPECT_TRUE(queue.take(StopFlag()));
  EXPECT_FALSE(queue.out_of_time());
}

}  // namespace
}  // namespace lite2pg::job_queue_test
