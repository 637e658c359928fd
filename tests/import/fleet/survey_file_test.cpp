#include "import/fleet/survey_file.h"

#include <gmock/gmock.h>

#include "export/sqlite/error.h"

namespace lite2pg::survey_file_test {
namespace {

TEST(SurveyFile, ThatChangedIsToldFromOneThatCannotBeRead) {
  EXPECT_EQ(reason_of(SourceChanged("app.db: was written to"))->kind, AsideKind::changed);
  EXPECT_EQ(reason_of(Error(ExitCode::source, "changed.db: is no database"))->kind, AsideKind::unreadable)
      << "whatever its name says";
}

TEST(SurveyFile, IsSetAsideForWhatIsTheFilesOwn) {
  EXPECT_EQ(reason_of(Error(ExitCode::usage, "it has no table 'a'"))->kind, AsideKind::refused);
  EXPECT_EQ(reason_of(Error(ExitCode::archive, "its manifest is damaged"))->kind, AsideKind::unreadable);
  EXPECT_FALSE(reason_of(Error(ExitCode::interrupted, "interrupted"))) << "all files wait";
  EXPECT_EQ(reason_of(Error(ExitCode::refused, "no", "say yes"))->text, "no; say yes");
}

}  // namespace
}  // namespace lite2pg::survey_file_test
