#include "mapping/codec/json_syntax.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace lite2pg::json_syntax_test {
namespace {

TEST(JsonSyntax, AcceptsWhatPostgresqlAccepts) {
  for (const char* text :
       {"{}", "[]", "null", " true ", "-0", "0.5e-3", "\"\"", "[1,2,[3],{}]", "{\"a\":{\"b\":[null]},\"c\":\"x\"}",
        "\t[\n1\r]", R"("\u0000\ud800\"\\\/\b")", "\"\xc3\xa9\"", "123456789012345678901234567890", "1E400"}) {
    EXPECT_TRUE(is_json(text)) << text;
  }
}

TEST(JsonSyntax, RefusesEverythingElse) {
  for (const char* text :
       {"",    " ",    "{",   "[1,]", "{,}",  "{\"a\"}", "{\"a\":}", "{a:1}", "[1 2]",   "01",          "1.",
        ".5",  "+1",   "1e",  "-",    "nul",  "nulll",   "True",     "\"",    "\"\\x\"", "\"\\u12g4\"", "\"a\nb\"",
        "[]]", "{}{}", "NaN", "'a'",  "[1],", "1 2",     "0x1"}) {
    EXPECT_FALSE(is_json(text)) << text;
  }
}

TEST(JsonSyntax, LimitsDepth) {
  const auto nested = [](std::size_t n) { return std::string(n, '[') + std::string(n, ']'); };
  EXPECT_TRUE(is_json(nested(deepest_json)));
  EXPECT_FALSE(is_json(nested(deepest_json + 2)));
  EXPECT_FALSE(is_json(std::string(1'000'000, '[')));
}

TEST(JsonSyntax, AgreesWithAnotherParser) {
  std::mt19937 random(7);
  const std::string alphabet = "{}[]:,\"\\u0a1e-+. tn";
  int accepted = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::string text;
    for (std::size_t n = 1 + random() % 9; n > 0; --n) text += alphabet[random() % alphabet.size()];
    ASSERT_EQ(is_json(text), nlohmann::json::accept(text)) << text;
    accepted += is_json(text) ? 1 : 0;
  }
  EXPECT_GT(accepted, 1000);
}

}  // namespace
}  // namespace lite2pg::json_syntax_test
