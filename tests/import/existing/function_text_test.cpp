#include "import/existing/function_text.h"

#include <gtest/gtest.h>

namespace lite2pg::test::function_text_test {
namespace {

TEST(FunctionText, AssignsToColumnsOfTheRow) {
  EXPECT_TRUE(FunctionText("BEGIN NEW.words := to_tsvector(NEW.name); RETURN NEW; END").assigns("words"));
  EXPECT_TRUE(FunctionText("begin if true then new . words = 1; end if; end").assigns("words"));
  EXPECT_TRUE(FunctionText("BEGIN SELECT 1, 2 INTO NEW.a, NEW.\"Words\"; END").assigns("Words"));
}

TEST(FunctionText, DoesNotAssignWhatItReadsOrSaysElsewhere) {
  EXPECT_FALSE(FunctionText("BEGIN IF NEW.words = 'a' THEN RETURN NULL; END IF; END").assigns("words"));
  EXPECT_FALSE(FunctionText("BEGIN -- NEW.words := 1;\n RETURN NEW; END").assigns("words"));
  EXPECT_FALSE(FunctionText("BEGIN /* NEW.words := 1; */ RAISE '; NEW.words := 1'; END").assigns("words"));
  EXPECT_FALSE(FunctionText("BEGIN NEW.words_count := 1; END").assigns("words"));
  EXPECT_FALSE(FunctionText("BEGIN NEW.\"Words\" := 1; END").assigns("words"));
}

TEST(FunctionText, GivesTheValueOverTheRowsOwnColumns) {
  const FunctionText text("BEGIN NEW.loud := upper(NEW.name) || ' ' || NEW.\"Last\"; RETURN NEW; END");
  EXPECT_EQ(text.assigned_value("loud"), "upper(name) || ' ' || \"Last\"");
  EXPECT_EQ(FunctionText("BEGIN NEW.a := 1; NEW.a := 2; END").assigned_value("a"), "");
  EXPECT_EQ(FunctionText("BEGIN SELECT 1 INTO NEW.a; END").assigned_value("a"), "");
}

TEST(FunctionText, FindsTheUpdateThatSetsAColumn) {
  const FunctionText text(
      "BEGIN IF TG_OP = 'DELETE' THEN UPDATE post SET n = n - 1 WHERE id = OLD.post; ELSE UPDATE ONLY public.post SET "
      "seen = now(), n = n + 1 WHERE id = NEW.post; END IF; RETURN NULL; END");
  EXPECT_EQ(text.update_of("post", "n"), "UPDATE ONLY public.post SET seen = now(), n = n + 1 WHERE id = NEW.post");
  EXPECT_EQ(text.update_of("post", "id"), "");
  EXPECT_EQ(text.update_of("posts", "n"), "");
  EXPECT_NE(FunctionText("UPDATE \"Post\" p SET (a, n) = (1, 2)").update_of("Post", "n"), "");
}

TEST(FunctionText, OfAnyBytesEnds) {
  for (const char* text : {"", "'", "\"", "--", "/*", "new.", "new.a :=", "new.a := new.", "update", "update t set",
                           "update t set a", "update only", "$$;;;", "\xff\x80"}) {
    const FunctionText function(text);
    EXPECT_FALSE(function.assigns("b")) << text;
    EXPECT_EQ(function.update_of("t", "a"), "") << text;
    (void)function.assigned_value("a");
  }
}

}  // namespace
}  // namespace lite2pg::test::function_text_test
