#include "import/live/ordered_key.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace lite2pg::ordered_key_test {
namespace {

using Key = std::vector<OwnedValue>;

Key key(std::initializer_list<Value> values) {
  Key owned;
  for (const Value& v : values) owned.emplace_back(v);
  return owned;
}

TEST(OrderedKey, SortsAsSqliteDoes) {
  const std::vector<Key> ascending = {
      key({Value::of(INT64_MIN)}),
      key({Value::of(std::int64_t{-1})}),
      key({Value::of(std::int64_t{0})}),
      key({Value::of(std::int64_t{0}), Value::text("")}),
      key({Value::of(std::int64_t{256})}),
      key({Value::of(INT64_MAX)}),
      key({Value::text("")}),
      key({Value::text(std::string_view("\0", 1))}),
      key({Value::text(std::string_view("\0\0", 2))}),
      key({Value::text("a")}),
      key({Value::text("a"), Value::of(std::int64_t{5})}),
      key({Value::text(std::string_view("a\0", 2))}),
      key({Value::text("ab")}),
      key({Value::text("\xff")}),
  };
  for (std::size_t i = 1; i < ascending.size(); ++i)
    EXPECT_LT(*ordered_key(ascending[i - 1]), *ordered_key(ascending[i])) << i;
}

TEST(OrderedKey, ComesBackAsItWas) {
  const Key before = key({Value::text(std::string_view("x\0y", 3)), Value::of(INT64_MIN), Value::text("")});
  const Key after = values_of_key(*ordered_key(before));
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_TRUE(same(before[i].view(), after[i].view())) << i;
}

TEST(OrderedKey, RefusesOtherClassesAndOtherBytes) {
  EXPECT_FALSE(ordered_key(key({Value::of(1.5)})));
  EXPECT_FALSE(ordered_key(key({Value::null()})));
  EXPECT_FALSE(ordered_key(key({Value::blob("x")})));
  EXPECT_THROW((void)values_of_key("\x01zz"), std::invalid_argument);
  EXPECT_THROW((void)values_of_key("\x03"
                                   "ab"),
               std::invalid_argument);
  EXPECT_THROW((void)values_of_key("q"), std::invalid_argument);
}

}  // namespace
}  // namespace lite2pg::ordered_key_test
