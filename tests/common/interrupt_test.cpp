// What a signal does to a run.
#include "common/interrupt.h"

#include <gtest/gtest.h>

#include <csignal>

#include "common/error.h"

namespace lite2pg::interrupt_test {
namespace {

TEST(Interrupt, FirstSignalAsksToStop) {
  const InterruptGuard guard;
  EXPECT_EQ(interrupt_signal(), 0);
  EXPECT_NO_THROW(throw_if_interrupted());
  std::raise(SIGINT);
  EXPECT_EQ(interrupt_signal(), SIGINT);
  EXPECT_THROW(throw_if_interrupted(), Error);
}

}  // namespace
}  // namespace lite2pg::interrupt_test
