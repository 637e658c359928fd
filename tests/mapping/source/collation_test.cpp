#include "mapping/source/collation.h"

#include <gtest/gtest.h>

namespace lite2pg {
namespace {

TEST(BuiltinCollation, IsKnownInAnyCase) {
  EXPECT_EQ(builtin_collation(""), Collation::binary);
  EXPECT_EQ(builtin_collation("BINARY"), Collation::binary);
  EXPECT_EQ(builtin_collation("nocase"), Collation::nocase);
  EXPECT_EQ(builtin_collation("RTrim"), Collation::rtrim);
}

TEST(BuiltinCollation, TheApplicationsOwnIsNone) {
  EXPECT_EQ(builtin_collation("unicode"), std::nullopt);
  EXPECT_EQ(builtin_collation("NOCASE "), std::nullopt);
}

}  // namespace
}  // namespace lite2pg
