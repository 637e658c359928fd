#include "mapping/plan/remedy.h"

#include <gtest/gtest.h>

#include "mapping/plan/plan.h"

namespace lite2pg::remedy_test {
namespace {

const Remedy one{"[table.t.column.c]",
                 {"type = \"text\"  # exact", "type = \"numeric\"\nround = true  # lossy", "on_misfit = \"reject\""}};
const Remedy other{"[table.t.column.c]", {"type = \"numeric\"\nround = true  # lossy", "on_misfit = \"reject\""}};
const Remedy skip{"[table.t.column.c]", {"skip = true"}};

TEST(Remedy, ShowsTheFirstChoiceAndTheOthersAsComments) {
  EXPECT_EQ(text_of(one),
            "[table.t.column.c]\n"
            "type = \"text\"  # exact\n"
            "# or: type = \"numeric\"\n"
            "#      round = true  # lossy\n"
            "# or: on_misfit = \"reject\"\n");
}

TEST(Remedy, OfOneSectionIsWhatAllOfferThatNeedIt) {
  EXPECT_EQ(joined({one}, {one}), Remedies{one});
  EXPECT_EQ(joined({one}, {other}), Remedies{other});
  EXPECT_EQ(joined({}, {one}), Remedies{one});
  const Remedy elsewhere{"[table.t.column.d]", {"skip = true"}};
  EXPECT_EQ(joined({one}, {elsewhere}), (Remedies{one, elsewhere}));
}

TEST(Remedy, ThatSettlesNothingInCommonIsNotMadeUpForLater) {
  const Remedies none = joined({one}, {skip});
  EXPECT_EQ(text_of(none), "");
  EXPECT_EQ(text_of(joined(none, {one})), "");
}

TEST(Remedy, OfAllMisfitsNamesEachSectionOnce) {
  MisfitReport codec, server;
  codec.remedy = {one};
  server.remedy = {other};
  EXPECT_EQ(text_of(remedies_of({codec, MisfitReport(), server})), text_of(other));
}

}  // namespace
}  // namespace lite2pg::remedy_test
