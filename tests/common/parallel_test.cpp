#include "common/parallel.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>
#include <vector>

namespace lite2pg::parallel_test {
namespace {

TEST(Ticket, GivesEachNumberOnceToAnyThread) {
  std::vector<std::atomic<int>> taken(1000);
  Ticket ticket(taken.size());
  run_workers(4, [&](std::size_t, StopFlag&) {
    for (std::size_t i = 0; ticket.take(i);) ++taken[i];
  });
  for (const auto& count : taken) EXPECT_EQ(count, 1);
}

TEST(RunWorkers, StopsTheOthersAndRethrows) {
  const auto work = [](std::size_t index, StopFlag& stop) {
    if (index == 1) throw std::runtime_error("worker 1 failed");
    while (!stop.stopped()) std::this_thread::yield();
  };
  EXPECT_THROW(
      {
        try {
          run_workers(3, work);
        } catch (const std::runtime_error& e) {
          EXPECT_STREQ(e.what(), "worker 1 failed");
          throw;
        }
      },
      std::runtime_error);
}

TEST(RunWorkers, OneWorkerIsTheCaller) {
  std::thread::id id;
  run_workers(1, [&](std::size_t, StopFlag&) { id = std::this_thread::get_id(); });
  EXPECT_EQ(id, std::this_thread::get_id());
}

}  // namespace
}  // namespace lite2pg::parallel_test
