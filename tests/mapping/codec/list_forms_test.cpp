// Arrays that are written as CSV, in YAML or by PHP: encode and decode each take them apart in their own way, and
// agree.
#include <gtest/gtest.h>

#include <random>

#include "mapping/codec/codec.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"

namespace lite2pg::list_forms_test {
namespace {

/// What decode shows of the field; "refused" where encode refuses the text.
std::string array(const std::string& name, const std::string& text) {
  const std::optional<Codec> codec = parse_codec(name);
  if (!codec) return "no codec";
  EXPECT_EQ(to_string(*codec), name);
  FieldBuffer field;
  if (encode(*codec, Value::text(text), field).misfit != Misfit::none) return "refused";
  std::string scratch, canonical_scratch;
  const Value decoded = decode(*codec, field.view(), scratch);
  const Value expected = canonical(*codec, Value::text(text), canonical_scratch);
  EXPECT_EQ(decoded.bytes(), expected.bytes()) << name << " " << text;
  return std::string(decoded.bytes());
}

std::string csv(const std::string& text) { return array("text(array_csv,of25)", text); }
std::string yaml(const std::string& text) { return array("text(array_yaml,of25)", text); }
std::string php(const std::string& text) { return array("text(array_php,of25)", text); }

TEST(ListForms, CsvHasQuotesWhereAValueNeedsThem) {
  EXPECT_EQ(csv(R"(a,"b, c", d )"), R"(["a","b, c","d"])");
  EXPECT_EQ(csv(R"("say ""hi""",x)"), R"(["say \"hi\"","x"])");
  EXPECT_EQ(csv("\"two\nlines\",x"), "[\"two\\u000alines\",\"x\"]");
  EXPECT_EQ(csv(R"("")"), R"([""])");
  EXPECT_EQ(csv("a,,b,"), R"(["a","","b",""])");
  EXPECT_EQ(csv("  "), "[]");
  EXPECT_EQ(csv("\" a \""), R"([" a "])");
  for (const char* text :
       {R"("a)", R"(a"b")", R"("a"b)", R"(["a","b"])", R"({"a","b"})", "a\nb,c", R"("a";"b")", "a;b"})
    EXPECT_EQ(csv(text), "refused") << text;
}

TEST(ListForms, YamlIsASequenceOfScalars) {
  EXPECT_EQ(yaml("---\n- a\n- b c\n"), R"(["a","b c"])");
  EXPECT_EQ(yaml("--- []\n"), "[]");
  EXPECT_EQ(yaml("- a\n- b"), R"(["a","b"])");
  EXPECT_EQ(yaml("---\n- 'it''s'\n- \"x\\ty\\u00e4\\x41\"\n- ''\n"), R"(["it's","x\u0009yäA",""])");
  EXPECT_EQ(yaml("---\n- \n- ~\n- null\n- 'null'\n-\n"), R"([null,null,null,"null",null])");
  EXPECT_EQ(yaml("---\n- \"\\U0001F600\"\n"), R"(["😀"])");
  EXPECT_EQ(array("int4(spelled,array_yaml,of23)", "---\n- 1\n- -20\n"), "[1,-20]");
  for (const char* text : {"",
                           "a",
                           "--- a\n",
                           "---\n- - a\n",
                           "---\n- :sym\n",
                           "---\n- |-\n  a\n",
                           "---\n- a: b\n",
                           "---\n- &1 a\n",
                           "---\n- *1\n",
                           "---\n- !ruby/sym a\n",
                           "---\n- a # b\n",
                           "---\n- 'a\n",
                           "---\n- \"a\n",
                           "---\na: b\n",
                           "---\n- [a]\n",
                           "---\n- 012\n",
                           "---\n- 1:30\n",
                           "---\n- \"\\q\"\n",
                           "---\n- a\n  b\n",
                           "---\n- >\n  a\n"})
    EXPECT_EQ(yaml(text), "refused") << text;
}

TEST(ListForms, PhpCountsItsBytes) {
  EXPECT_EQ(php(R"(a:2:{i:0;s:1:"a";i:1;s:4:"b";c";})"), R"(["a","b\";c"])");
  EXPECT_EQ(php("a:0:{}"), "[]");
  EXPECT_EQ(php(R"(a:3:{i:0;s:2:"ä";i:1;N;i:2;i:7;})"), R"(["ä",null,"7"])");
  EXPECT_EQ(php("a:2:{i:0;b:1;i:1;d:0.5;}"), R"(["true","0.5"])");
  EXPECT_EQ(array("int4(spelled,array_php,of23)", "a:2:{i:0;i:5;i:1;s:1:\"6\";}"), "[5,6]");
  for (const char* text :
       {"", "a:1:{}", "a:0:{i:0;N;}", R"(a:1:{i:1;s:1:"a";})", R"(a:1:{s:1:"k";s:1:"a";})", R"(a:1:{i:0;s:2:"a";})",
        R"(a:1:{i:0;a:0:{}})", R"(a:2:{i:0;s:1:"a";})", R"(a:1:{i:0;s:1:"a";}x)", R"(a:1:{i:0;O:1:"A":0:{}})",
        R"(a:1:{i:0;s:999999999999999999999:"a";})", R"(s:1:"a";)"})
    EXPECT_EQ(php(text), "refused") << text;
}

std::string python(const std::string& text) { return array("text(array_python,of25)", text); }

TEST(ListForms, PythonHasQuotesOfBothKinds) {
  EXPECT_EQ(python(R"(['a', "it's", 'say "x"'])"), R"(["a","it's","say \"x\""])");
  EXPECT_EQ(python(R"(['a\\b', 'x\'y', '\n\xe4\u00e4'])"), R"(["a\\b","x'y","\u000aää"])");
  EXPECT_EQ(python("[None, 5, True, 1.5]"), R"([null,"5","true","1.5"])");
  EXPECT_EQ(python("[]"), "[]");
  EXPECT_EQ(python(" ['a'] "), R"(["a"])");
  EXPECT_EQ(array("int4(spelled,array_python,of23)", "[1, -2]"), "[1,-2]");
  for (const char* text :
       {"", "a", "['a'", "['a',]", "['a' 'b']", "[a]", "('a', 'b')", "[['a']]", "{'a'}", "['a]", "[b'a']"})
    EXPECT_EQ(python(text), "refused") << text;
}

TEST(ListForms, MarksAtBothEndsAndBlanksDoNotCount) {
  EXPECT_EQ(array("text(array_pipe,of25)", "|a|b|"), R"(["a","b"])");
  EXPECT_EQ(array("text(array_comma,of25)", ",a,"), R"(["a"])");
  EXPECT_EQ(array("text(array_comma,of25)", "a,,b,"), R"(["a","","b",""])");
  EXPECT_EQ(array("text(array_blanks,of25)", " tag1  tag2\ttag3 "), R"(["tag1","tag2","tag3"])");
  EXPECT_EQ(array("text(array_blanks,of25)", "  "), "[]");
  for (const char* text : {"a, b", "a \"b c\""}) EXPECT_EQ(array("text(array_blanks,of25)", text), "refused") << text;
  for (const char* text : {"['a', 'b']", "{a,b}", " [a] "})
    EXPECT_EQ(array("text(array_comma,of25)", text), "refused") << text;
}

/// Whatever encode takes, decode reads as the same.
TEST(ListForms, AgreeOnTextsThatAreNearlyLists) {
  constexpr const char* pieces[] = {
      "a",  ",",    "\"", "\"\"", " ",       "\n",   "- ", "-",  "---\n", "'",    "''",   "[]",
      "~",  ";",    ":",  "{",    "}",       "i:",   "0",  "1",  "s:1:",  "a:1:", "N;",   "\\n",
      "\\", "null", "é",  "#",    "\\u0041", "b:1;", "|",  "\t", "[",     "'a'",  "None", "\\x41"};
  std::mt19937 random(7);
  for (const char* form :
       {"text(array_csv,of25)", "text(array_yaml,of25)", "text(array_php,of25)", "text(array_python,of25)",
        "text(array_pipe,of25)", "text(array_blanks,of25)", "text(array_comma,of25)"}) {
    for (int i = 0; i < 8000; ++i) {
      std::string text = std::string(form).find("php") != std::string::npos && i % 2 == 0 ? "a:1:{i:0;" : "";
      for (unsigned n = random() % 8; n > 0; --n) text += pieces[random() % std::size(pieces)];
      (void)array(form, text);
    }
  }
}

}  // namespace
}  // namespace lite2pg::list_forms_test
