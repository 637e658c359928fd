#include "import/run/approval.h"

#include <gtest/gtest.h>

#include "common/error.h"

namespace lite2pg::approval_test {
namespace {

TEST(Approval, IsAHashWithOrWithoutAName) {
  EXPECT_EQ(read_approval("abc").hash, "abc");
  EXPECT_EQ(read_approval("abc").name, "");
  EXPECT_EQ(read_approval("ada:abc").hash, "abc");
  EXPECT_EQ(read_approval("ada:abc").name, "ada");
}

TEST(CheckApprovals, RefusesAnyOtherPlan) {
  EXPECT_NO_THROW(check_approvals({}, 0, "abc"));
  EXPECT_NO_THROW(check_approvals({"abc", "ada:abc"}, 0, "abc"));
  EXPECT_THROW(check_approvals({"abd"}, 0, "abc"), Error);
  EXPECT_THROW(check_approvals({"ada:abc", "bob:abd"}, 1, "abc"), Error);
}

TEST(CheckApprovals, CountsDistinctNames) {
  EXPECT_NO_THROW(check_approvals({"ada:abc", "bob:abc"}, 2, "abc"));
  EXPECT_THROW(check_approvals({"ada:abc", "ada:abc"}, 2, "abc"), Error);
  EXPECT_THROW(check_approvals({"abc", "abc"}, 1, "abc"), Error) << "nobody gave a name";
  EXPECT_THROW(check_approvals({}, 1, "abc"), Error);
}

}  // namespace
}  // namespace lite2pg::approval_test
