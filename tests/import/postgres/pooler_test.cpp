#include "import/postgres/pooler.h"

#include <gtest/gtest.h>

namespace lite2pg::pooler_test {
namespace {

TEST(ChangesProcesses, ByWhatTwoConnectionsMeet) {
  EXPECT_FALSE(changes_processes({}));
  EXPECT_FALSE(changes_processes({{1, 2}, {1, 2}, {1, 2}})) << "a process each: session pooling";
  EXPECT_TRUE(changes_processes({{1, 1}})) << "a quiet pool gives both the same one";
  EXPECT_TRUE(changes_processes({{1, 2}, {1, 3}}));
  EXPECT_TRUE(changes_processes({{1, 2}, {2, 1}}));
}

}  // namespace
}  // namespace lite2pg::pooler_test
