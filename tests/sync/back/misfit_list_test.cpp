#include "sync/back/misfit_list.h"

#include <gtest/gtest.h>

namespace lite2pg::misfit_list_test {
namespace {

TEST(MisfitList, ListsEachValueAndCountsTheRest) {
  MisfitList list;
  for (int i = 0; i < 1500; ++i) list.add("t", "c", "id=" + std::to_string(i), "'NaN'", "no number");
  list.add("t", "d", "id=1", "NULL", "NOT NULL");
  EXPECT_EQ(list.total(), 1501U);
  ASSERT_EQ(list.listed().size(), 1001U);
  EXPECT_EQ(list.listed()[0].rowid, "id=0");
  EXPECT_EQ(list.listed()[0].count, 1U);
  EXPECT_EQ(list.listed()[999].count, 501U);
  EXPECT_EQ(list.listed()[1000].column, "d");
}

}  // namespace
}  // namespace lite2pg::misfit_list_test
