// What a target's text may hold reaches no message; service files and the environment name targets too.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "common/error.h"
#include "import/postgres/target.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::target_secrets_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

std::string refusal(const std::string& conninfo) {
  try {
    return "shown: " + Target{conninfo}.display() + connection_string(Target{conninfo}, "x");
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    return std::string(e.what()) + " / " + e.hint();
  }
}

TEST(OddTargets, AreNeverRepeated) {
  for (const char* text :
       {"postgresql://ada:ge/heim@h/d", "postgresql://ada:ge@heim@h/d", "postgresql://ada:ge?heim@h/d",
        "postgresql://ada:ge#heim@h/d", "postgresql+psycopg2://ada:geheim@h/d", "mysql://ada:geheim@h/d",
        "host=h password=ge heim", "dbname=postgresql://ada:geheim@h/d", "host=ada:geheim@h dbname=d"}) {
    const std::string said = refusal(text);
    EXPECT_THAT(said, Not(HasSubstr("heim"))) << text;
    EXPECT_THAT(said, HasSubstr("not shown")) << text;
  }
}

TEST(OddTargets, AreTakenWhenTheyAreEncoded) {
  EXPECT_THAT(refusal("postgresql://ada:ge%2Fheim%40x@h/d"), HasSubstr("shown: postgresql://ada@h"));
  EXPECT_THAT(refusal("host=@abstract dbname=d user=u"), HasSubstr("shown: "));
}

TEST(OddTargets, AreToldFromAnotherPrograms) {
  EXPECT_THAT(refusal("postgresql+psycopg2://ada@h/d"), HasSubstr("+driver"));
  EXPECT_THAT(refusal("postgresql://ada:ge/heim@h/d"), HasSubstr("%2F"));
  EXPECT_THAT(refusal("mysql://h/d"), HasSubstr("not one of PostgreSQL"));
}

TEST(ServiceSection, IsReadLineByLine) {
  constexpr const char* text = "# all\n[other]\nhost=no\n[app]\n  host=h \r\n#port=1\nport=5433\n\n[last]\nport=1\n";
  EXPECT_THAT(service_section(text, "app"), ElementsAre(Pair("host", "h"), Pair("port", "5433")));
  EXPECT_THAT(service_section(text, "none"), ElementsAre());
}

TEST(Services, AreShownAndObeyed) {
  const test::TempDir dir;
  const std::string file = dir / "services";
  std::ofstream(file)
      << "[app]\nhost=db.example\nport=5433\ndbname=shop\nuser=ada\npassword=geheim\nconnect_timeout=3\n";
  setenv("PGSERVICEFILE", file.c_str(), 1);
  EXPECT_EQ(Target{"service=app"}.display(), "postgresql://ada@db.example:5433/shop");
  EXPECT_EQ(Target{"service=app dbname=other"}.display(), "postgresql://ada@db.example:5433/other");
  EXPECT_THAT(connection_string(Target{"service=app"}, "x"), Not(HasSubstr("connect_timeout")));
  EXPECT_EQ(connect_time(Target{"service=app"}), std::chrono::seconds(3));
  unsetenv("PGSERVICEFILE");
}

TEST(EnvironmentTarget, IsWhatPgVariablesName) {
  unsetenv("PGDATABASE");
  unsetenv("PGSERVICE");
  const char* host = std::getenv("PGHOST");
  const std::string former = host == nullptr ? "" : host;
  unsetenv("PGHOST");
  unsetenv("PGHOSTADDR");
  EXPECT_EQ(environment_target(), std::nullopt);
  setenv("PGHOST", "db.example", 1);
  EXPECT_THAT(environment_target().value_or(""), HasSubstr("host='db.example'"));
  setenv("PGDATABASE", "it's", 1);
  EXPECT_THAT(environment_target().value_or(""), HasSubstr(R"(dbname='it\'s')"));
  unsetenv("PGDATABASE");
  unsetenv("PGHOST");
  if (!former.empty()) setenv("PGHOST", former.c_str(), 1);
}

}  // namespace
}  // namespace lite2pg::target_secrets_test
