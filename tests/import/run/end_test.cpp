#include "import/run/end.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lite2pg::end_test {
namespace {

using testing::HasSubstr;

TEST(Joined, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(joined("a", "b"), "a; b");
  EXPECT_EQ(joined("", "b"), "b");
  EXPECT_EQ(joined("a", ""), "a");
  EXPECT_EQ(joined("", ""), "");
}

TEST(RefusalError, OffersNotValidForOrphansAlone) {
  const Error orphans = refusal_error({{"c", 0, "23503", "no parent"}, {"d", 1, "23505", "twice"}});
  EXPECT_EQ(orphans.code(), ExitCode::refused);
  EXPECT_THAT(orphans.what(), HasSubstr("2 objects"));
  EXPECT_THAT(orphans.hint(), HasSubstr("--orphans=not-valid"));
  const Error one = refusal_error({{"d", 1, "23505", "twice"}});
  EXPECT_THAT(one.what(), HasSubstr("1 object;"));
  EXPECT_THAT(one.hint(), testing::Not(HasSubstr("orphans")));
}

}  // namespace
}  // namespace lite2pg::end_test
