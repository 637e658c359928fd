#include "common/source_name.h"

#include <gmock/gmock.h>

#include <fstream>

#include "common/error.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::source_name_test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string refusal(const std::string& text) {
  try {
    return "taken: " + source_path(text);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    return std::string(e.what()) + " / " + e.hint();
  }
}

TEST(SourcePath, TakesPathsAsTheyStand) {
  for (const char* path : {"app.db", "/srv/my app.db", "a=b.db", "C:/x.db", "file.db", "100%.db"}) {
    EXPECT_EQ(source_path(path), path);
  }
}

TEST(SourcePath, TakesFileUris) {
  EXPECT_EQ(source_path("file:app.db"), "app.db");
  EXPECT_EQ(source_path("file:/srv/app.db?mode=ro&cache=private"), "/srv/app.db");
  EXPECT_EQ(source_path("file:///srv/my%20app.db"), "/srv/my app.db");
  EXPECT_EQ(source_path("FILE://localhost/srv/app.db#x"), "/srv/app.db");
}

TEST(SourcePath, TakesSqliteUris) {
  const test::TempDir dir;
  const std::string file = dir / "x.db";
  std::ofstream(file) << "x";
  EXPECT_EQ(source_path("sqlite:app.db"), "app.db");
  EXPECT_EQ(source_path("sqlite:///no-such-folder/app.db"), "no-such-folder/app.db") << "as SQLAlchemy writes it";
  EXPECT_EQ(source_path("sqlite://" + file), file);
  EXPECT_EQ(source_path("sqlite:///" + file), file) << "four slashes";
}

TEST(SourcePath, RefusesUrisThatItCannotObey) {
  EXPECT_THAT(refusal("file://host/app.db"), HasSubstr("names a host"));
  EXPECT_THAT(refusal("file:app.db?vfs=unix-none"), HasSubstr("parameter"));
  EXPECT_THAT(refusal("file:app.db?mode=memory"), HasSubstr("memory"));
  EXPECT_THAT(refusal("file:app%zz.db"), HasSubstr("escape"));
}

TEST(SourcePath, NeverRepeatsAConnectionString) {
  for (const char* text : {"host=h password=geheim dbname=d", "postgresql://u:geheim@h/d", "postgres://u:geheim/x@h/d",
                           "postgresql+psycopg2://u:geheim@h/d", "mysql://u:geheim@h/d", "dbname = d password = geheim",
                           "PASSWORD=geheim", "Server=h;User=u;Pwd=geheim"}) {
    const std::string said = refusal(text);
    EXPECT_THAT(said, Not(HasSubstr("geheim"))) << text;
    EXPECT_THAT(said, HasSubstr("swapped")) << text;
    EXPECT_THAT(shown_argument(text), Not(HasSubstr("geheim")));
  }
  EXPECT_EQ(shown_argument("app.db"), "'app.db'");
}

}  // namespace
}  // namespace lite2pg::source_name_test
