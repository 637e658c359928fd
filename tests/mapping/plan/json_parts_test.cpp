#include "mapping/plan/json_parts.h"

#include <gmock/gmock.h>

#include <stdexcept>
#include <vector>

namespace lite2pg::json_parts_test {
namespace {

std::vector<std::string> elements(std::string_view array) {
  std::vector<std::string> found;
  each_json_element(array, [&](std::string_view text) { found.emplace_back(text); });
  return found;
}

TEST(JsonParts, AreTheMembersOfAnObject) {
  const auto members = json_members(R"( {"a": [1, {"b": 2}], "s" :"x\",}", "n": -1.5e3 ,"o":{}} )");
  EXPECT_EQ(members.size(), 4U);
  EXPECT_EQ(members.at("a"), R"([1, {"b": 2}])");
  EXPECT_EQ(members.at("s"), R"("x\",}")");
  EXPECT_EQ(members.at("n"), "-1.5e3 ");
  EXPECT_EQ(members.at("o"), "{}");
  EXPECT_TRUE(json_members("{}").empty());
  EXPECT_EQ(json_members(R"({"a":1,"a":2})").at("a"), "2");
}

TEST(JsonParts, AreTheElementsOfAnArray) {
  EXPECT_THAT(elements(R"([{"a":"]"}, [1,2],"\\", null])"),
              testing::ElementsAre(R"({"a":"]"})", "[1,2]", R"("\\")", "null"));
  EXPECT_TRUE(elements(" [ ] ").empty());
}

TEST(JsonParts, EndWhereTheTextDoes) {
  for (const char* text :
       {"", "[", "{", R"({"a")", R"({"a":1)", R"({"a":1,})", R"({"a":1}})", "[1] 2", R"(["x)", "{1:2}"}) {
    EXPECT_THROW(
        {
          if (*text == '[')
            each_json_element(text, [](std::string_view) {});
          else
            (void)json_members(text);
        },
        std::runtime_error)
        << text;
  }
}

}  // namespace
}  // namespace lite2pg::json_parts_test
