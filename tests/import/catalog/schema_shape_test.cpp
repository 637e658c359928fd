#include "import/catalog/schema_shape.h"

#include <gtest/gtest.h>

namespace lite2pg::schema_shape_test {
namespace {

TEST(SchemaShape, WordsForAspectsReadBack) {
  for (int i = 0; i <= static_cast<int>(Aspect::parent); ++i) {
    const auto aspect = static_cast<Aspect>(i);
    EXPECT_FALSE(name_of(aspect).empty()) << i;
    EXPECT_EQ(aspect_of(name_of(aspect)), aspect) << name_of(aspect);
  }
  EXPECT_THROW((void)aspect_of("colour"), std::invalid_argument);
}

TEST(SchemaShape, WordsForEnforcementReadBack) {
  for (int i = 0; i <= static_cast<int>(Enforcement::unlogged); ++i) {
    const auto state = static_cast<Enforcement>(i);
    EXPECT_EQ(enforcement_of(name_of(state)), state) << name_of(state);
  }
  EXPECT_TRUE(name_of(Enforcement::enforced).empty());
  EXPECT_THROW((void)enforcement_of("sometimes"), std::invalid_argument);
}

}  // namespace
}  // namespace lite2pg::schema_shape_test
