#include "mapping/sql/parser/tokenizer.h"

#include <gtest/gtest.h>

namespace lite2pg::tokenizer_test {
namespace {

std::string kinds(std::string_view sql) {
  constexpr std::string_view letters = ".wqsbirv+!";
  std::string result;
  for (const Token& token : tokenize(sql).tokens) result += letters[static_cast<std::size_t>(token.kind)];
  return result;
}

TEST(Tokenizer, TellsTheKindsOfTokensApart) {
  EXPECT_EQ(kinds(""), ".");
  EXPECT_EQ(kinds("select \"a\" [b c] `d` 'e' x'00ff' 12 0xFf 1.5 .5 1e3 1.5E-3 ?1 :n @n $n"), "wqqqsbiirrrrvvvv.");
  EXPECT_EQ(kinds("a->>b->c||d<>e!=f==g<=h>=i<<j>>k"), "w+w+w+w+w+w+w+w+w+w+w.");
  EXPECT_EQ(kinds("größe _x x$1"), "www.");
}

TEST(Tokenizer, MarksWhatSqliteRejects) {
  EXPECT_EQ(kinds("'open"), "!.");
  EXPECT_EQ(kinds("\"open"), "!.");
  EXPECT_EQ(kinds("[open"), "!.");
  EXPECT_EQ(kinds("x'0'"), "!.");
  EXPECT_EQ(kinds("x'zz'"), "!w!.");
  EXPECT_EQ(kinds("12abc"), "!.");
  EXPECT_EQ(kinds("0x"), "!.");
  EXPECT_EQ(kinds("! # \\"), "!!!.");
  EXPECT_EQ(kinds("\x01"), "!.");
}

TEST(Tokenizer, KeepsCommentsApart) {
  const TokenList list = tokenize("a -- one\nb /* two */ c /* three");
  ASSERT_EQ(list.comments.size(), 3U);
  EXPECT_EQ(list.comments[0].text, "-- one");
  EXPECT_EQ(list.comments[1].text, "/* two */");
  EXPECT_EQ(list.comments[2].text, "/* three");
  EXPECT_EQ(list.tokens.size(), 4U);
  EXPECT_EQ(list.tokens[1].position, 9U);
}

TEST(Tokenizer, ReadsNothingAfterNul) { EXPECT_EQ(kinds(std::string_view("a\0b", 3)), "w."); }

TEST(Tokenizer, TakesQuotesOff) {
  const auto first = [](std::string_view sql) { return unquoted(tokenize(sql).tokens[0]); };
  EXPECT_EQ(first("\"a\"\"b\""), "a\"b");
  EXPECT_EQ(first("`a``b`"), "a`b");
  EXPECT_EQ(first("[a]"), "a");
  EXPECT_EQ(first("'it''s'"), "it's");
  EXPECT_EQ(first("''"), "");
  EXPECT_EQ(first("''''"), "'");
  EXPECT_EQ(first("plain"), "plain");
}

TEST(Tokenizer, ComparesWordsWithoutCase) {
  EXPECT_TRUE(tokenize("SeLeCt").tokens[0].is_word("select"));
  EXPECT_FALSE(tokenize("\"select\"").tokens[0].is_word("select"));
  EXPECT_TRUE(tokenize("->>").tokens[0].is_symbol("->>"));
}

}  // namespace
}  // namespace lite2pg::tokenizer_test
