#include "import/catalog/default_sequence.h"

#include <gtest/gtest.h>

namespace lite2pg::default_sequence_test {
namespace {

std::string found(std::string_view expression) {
  const auto name = sequence_of_default(expression);
  return name ? name->schema + "|" + name->name : "none";
}

TEST(SequenceOfDefault, ReadsTheNameAsRegclassDoes) {
  EXPECT_EQ(found("nextval(('users_seq'::text)::regclass)"), "|users_seq");
  EXPECT_EQ(found("nextval('App.Users_Seq'::regclass)"), "app|users_seq");
  EXPECT_EQ(found("nextval('\"App\".\"it''s a \"\"seq\"\"\"'::regclass)"), "App|it's a \"seq\"");
  EXPECT_EQ(found("(nextval('s'::regclass) * 2)"), "|s");
}

TEST(SequenceOfDefault, OtherDefaultsHaveNone) {
  EXPECT_EQ(found("7"), "none");
  EXPECT_EQ(found("nextval(f())"), "none");
  EXPECT_EQ(found("'nextval'::text"), "none");
  EXPECT_EQ(found("nextval('"), "|");
}

}  // namespace
}  // namespace lite2pg::default_sequence_test
