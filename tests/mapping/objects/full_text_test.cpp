#include "mapping/objects/full_text.h"

#include <gmock/gmock.h>

namespace lite2pg {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

FullTextTable read(const std::string& rest) {
  return read_full_text(parse_create_virtual_table("CREATE VIRTUAL TABLE f USING " + rest));
}

TEST(FullText, KeepsItsOwnTextUnlessItSaysOtherwise) {
  const FullTextTable own = read("fts5(title, body UNINDEXED, tokenize = 'porter')");
  EXPECT_TRUE(own.keeps_text);
  EXPECT_THAT(own.content, IsEmpty());
  EXPECT_THAT(own.columns, ElementsAre("title"));
  EXPECT_THAT(own.stored, ElementsAre("title", "body"));
}

TEST(FullText, SearchesTheTextOfAnotherTable) {
  const FullTextTable other = read("fts5(title, content = 'doc', content_rowid = 'id')");
  EXPECT_FALSE(other.keeps_text);
  EXPECT_EQ(other.content, "doc");
}

TEST(FullText, MayKeepNoText) {
  for (const char* none : {"fts5(title, content = '')", "fts4(title, content=\"\")"}) {
    EXPECT_FALSE(read(none).keeps_text) << none;
    EXPECT_THAT(read(none).content, IsEmpty()) << none;
  }
}

TEST(FullText, HasAColumnOfFts3sNamingWhereNoneIsGiven) {
  EXPECT_THAT(read("fts4()").columns, ElementsAre("content"));
  EXPECT_THAT(read("fts3(tokenize porter)").stored, ElementsAre("content"));
}

}  // namespace
}  // namespace lite2pg
