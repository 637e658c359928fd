// JSON values as text and back.
#include "common/json_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace lite2pg::json_text_test {
namespace {

TEST(JsonText, IsOneLineOrIndented) {
  const nlohmann::ordered_json value = {{"b", 1}, {"a", nullptr}};
  EXPECT_EQ(json_text(value), R"({"b":1,"a":null})");
  EXPECT_EQ(json_text(value, NotUtf8::refused, 1), "{\n \"b\": 1,\n \"a\": null\n}");
}

TEST(JsonText, BytesThatAreNotUtf8) {
  const nlohmann::json value = "a\xff";
  EXPECT_EQ(json_text(value, NotUtf8::replaced), "\"a\xEF\xBF\xBD\"");
  EXPECT_THROW((void)json_text(value), nlohmann::json::type_error);
}

TEST(JsonText, IsReadInTheOrderThatTheTypeKeeps) {
  EXPECT_EQ(json_text(read_json(R"({"b": 1, "a": 2})")), R"({"a":2,"b":1})");
  EXPECT_EQ(json_text(read_ordered_json(R"({"b": 1, "a": 2})")), R"({"b":1,"a":2})");
}

TEST(JsonText, WhatIsNoJsonThrowsOrIsDiscarded) {
  EXPECT_THROW((void)read_json("[1,"), nlohmann::json::parse_error);
  EXPECT_THROW((void)read_ordered_json("[1] 2"), nlohmann::json::parse_error);
  EXPECT_TRUE(try_json("[1,").is_discarded());
  EXPECT_TRUE(try_ordered_json("").is_discarded());
  EXPECT_EQ(try_ordered_json("[1]").size(), 1U);
}

}  // namespace
}  // namespace lite2pg::json_text_test
