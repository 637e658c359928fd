#include "common/duration.h"

#include <gtest/gtest.h>

#include "common/error.h"

namespace lite2pg::duration_test {
namespace {

TEST(Duration, ReadsUnitsAlsoTogether) {
  EXPECT_DOUBLE_EQ(parse_duration("window", "90"), 90);
  EXPECT_DOUBLE_EQ(parse_duration("window", "0.5"), 0.5);
  EXPECT_DOUBLE_EQ(parse_duration("window", "90s"), 90);
  EXPECT_DOUBLE_EQ(parse_duration("window", "500ms"), 0.5);
  EXPECT_DOUBLE_EQ(parse_duration("window", "10m"), 600);
  EXPECT_DOUBLE_EQ(parse_duration("window", "1h30m"), 5400);
}

TEST(Duration, RefusesWhatIsNone) {
  for (const char* text : {"", "m", "10x", "-5s", "10m5", "ten minutes", "1e400"}) {
    EXPECT_THROW((void)parse_duration("window", text), Error) << text;
  }
}

}  // namespace
}  // namespace lite2pg::duration_test
