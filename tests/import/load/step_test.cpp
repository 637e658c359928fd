#include "import/load/step.h"

#include <gmock/gmock.h>

namespace lite2pg::step_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(IsRefusal, TellsDataFromServer) {
  for (const char* state : {"23505", "23503", "22P02", "42804", "42703", "54000", "0A000"}) {
    EXPECT_TRUE(is_refusal(TargetError("x", state))) << state;
  }
  for (const char* state : {"", "42501", "53100", "57014", "57P01", "08006", "55P03", "XX000"}) {
    EXPECT_FALSE(is_refusal(TargetError("x", state))) << state;
  }
}

TEST(AppendStep, PutsTheLedgerRowBehindTheStatementOfTheStagingSchema) {
  std::vector<std::string> statements;
  RunRecord run;
  run.id = "run-1";
  run.staging_schema = "Stage";
  append_step(statements, run, {"1.1 index it's", "CREATE INDEX x ON t (a)", Step::no_object});
  EXPECT_THAT(statements, ElementsAre("SET LOCAL search_path = \"Stage\", pg_temp; CREATE INDEX x ON t (a)",
                                      testing::AllOf(HasSubstr("lite2pg.run_step"), HasSubstr("'run-1'"),
                                                     HasSubstr("'1.1 index it''s'"))));
}

}  // namespace
}  // namespace lite2pg::step_test
