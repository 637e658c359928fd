#include "mapping/choice/trial.h"

#include <gtest/gtest.h>

namespace lite2pg::trial_test {
namespace {

ColumnTrial trial(bool not_null = false) {
  ColumnTrial t{"a \"t\"", "c", not_null, {}};
  for (const char* lines : {"round = true  # lossy", "empty_as_null = true  # lossy",
                            "round = true  # lossy\nempty_as_null = true  # lossy"})
    t.candidates.push_back({{}, lines});
  return t;
}

TEST(Trial, OffersFirstWhatHolds) {
  EXPECT_EQ(text_of(remedy_of(trial(), {false, true, true})),
            "[table.\"a \\\"t\\\"\".column.\"c\"]\n"
            "empty_as_null = true  # lossy\n"
            "# or: on_misfit = \"reject\"  # rows with such values are set aside in lite2pg.rejected_row\n"
            "# or: null_on_misfit = true  # lossy: such values become NULL\n");
}

TEST(Trial, OffersTwoLinesWhereNeitherHelpsAlone) {
  EXPECT_EQ(text_of(remedy_of(trial(true), {false, false, true})),
            "[table.\"a \\\"t\\\"\".column.\"c\"]\n"
            "round = true  # lossy\n"
            "empty_as_null = true  # lossy\n"
            "# or: on_misfit = \"reject\"  # rows with such values are set aside in lite2pg.rejected_row\n");
}

TEST(Trial, FallsBackOnSettingRowsAside) {
  EXPECT_EQ(text_of(remedy_of(trial(true), {false, false, false})),
            "[table.\"a \\\"t\\\"\".column.\"c\"]\n"
            "on_misfit = \"reject\"  # rows with such values are set aside in lite2pg.rejected_row\n");
}

}  // namespace
}  // namespace lite2pg::trial_test
