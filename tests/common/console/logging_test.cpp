// Log lines, as a person and as a machine reads them.
#include "common/console/logging.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "common/console/log.h"
#include "common/console/progress.h"
#include "common/error.h"

namespace lite2pg::logging_test {
namespace {

std::string logged(LogFormat format, const std::string& level, const std::function<void()>& body) {
  testing::internal::CaptureStderr();
  start_logging(std::make_shared<Console>(), level, format);
  body();
  return testing::internal::GetCapturedStderr();
}

TEST(Logging, TextShowsLevelsAboveInfo) {
  const std::string lines = logged(LogFormat::text, "info", [] {
    log_debug("hidden");
    log_info("plain");
    log_warn("careful");
  });
  EXPECT_EQ(lines, "plain\nwarning: careful\n");
}

TEST(Logging, PiecesStandForTheirPlaces) {
  const std::string brackets = "{}";
  EXPECT_EQ(logged(LogFormat::text, "debug", [&] { log_debug("{}: {} of {} rows", "a", brackets, -7); }),
            "debug: a: {} of -7 rows\n");
}

TEST(Logging, JsonIsOneObjectALine) {
  const std::string line = logged(LogFormat::json, "info", [] {
    set_log_context("run", "r1");
    log_error("a \"quoted\"\nline \xff");
  });
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["run"], "r1");
  EXPECT_EQ(json["level"], "error");
  EXPECT_EQ(json["message"], "a \"quoted\"\nline \xEF\xBF\xBD");
}

TEST(Logging, RefusesUnknownLevels) {
  EXPECT_THROW(start_logging(std::make_shared<Console>(), "loud", LogFormat::text), Error);
}

TEST(Progress, PlainModeTellsFinishedTables) {
  const std::string lines = logged(LogFormat::text, "info", [] {
    Progress progress(std::make_shared<Console>(), ProgressMode::automatic);
    progress.start("load", 1, 10);
    progress.add(10, 100);
    progress.finished("users", 10, 0.5);
  });
  EXPECT_EQ(lines, "load: users: 10 rows in 0.50 s\n");
}

TEST(Logging, WhatAnotherProgramWritesStaysApart) {
  EXPECT_EQ(logged(LogFormat::text, "error", [] { pass_on("before-load", "free: \"12\""); }), "free: \"12\"\n");
  const auto json = nlohmann::json::parse(logged(LogFormat::json, "error", [] { pass_on("before-load", "free"); }));
  EXPECT_EQ(json["program"], "before-load");
  EXPECT_EQ(json["message"], "free");
}

}  // namespace
}  // namespace lite2pg::logging_test
