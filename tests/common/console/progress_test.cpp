// The progress line: how long it is, what it counts.
#include "common/console/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "common/width.h"

namespace lite2pg::progress_test {
namespace {

using testing::HasSubstr;

class ProgressTest : public testing::Test {
 protected:
  void SetUp() override { setenv("COLUMNS", "80", 1); }
  void TearDown() override { unsetenv("COLUMNS"); }

  Progress progress_{std::make_shared<Console>(), ProgressMode::never};
};

TEST_F(ProgressTest, IsNeverLongerThanTheTerminal) {
  progress_.start("load", 300, 2'000'000'000);
  progress_.add(1'999'999'999, 1);
  progress_.working_on("a table whose name is longer than a terminal is wide, and a good deal longer at that");
  EXPECT_EQ(terminal_width(progress_.line()), 79U);
  setenv("COLUMNS", "40", 1);
  EXPECT_EQ(terminal_width(progress_.line()), 39U);
  progress_.working_on("\u6771\u4eac\u6771\u4eac\u6771\u4eac\u6771\u4eac");
  setenv("COLUMNS", "60", 1);
  EXPECT_LE(terminal_width(progress_.line()), 59U);
}

TEST_F(ProgressTest, CountsStatementsAsWellAsRows) {
  progress_.start("load", 2, 100);
  progress_.expect(1, 3);
  progress_.add(100, 1000);
  EXPECT_THAT(progress_.line(), HasSubstr("(25%)"));
  progress_.statement_done(1.5);
  EXPECT_THAT(progress_.line(), HasSubstr("(62%)"));
  progress_.statement_done(1.5);
  EXPECT_THAT(progress_.line(), HasSubstr("(100%)"));
}

TEST_F(ProgressTest, TheTimeLeftIsThatOfRowsAndStatements) {
  progress_.start("load", 1, 10);
  progress_.expect(1, 9);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  progress_.add(10, 10);
  EXPECT_THAT(progress_.line(), testing::Not(HasSubstr("ETA 0.00 s")));
}

TEST_F(ProgressTest, NamesCannotBreakTheLine) {
  progress_.start("load", 1, 0);
  progress_.working_on("two\nlines\x1b[2J");
  EXPECT_THAT(progress_.line(), HasSubstr("two?lines?[2J"));
}

TEST(Width, CountsColumnsNotCharacters) {
  EXPECT_EQ(terminal_width("Zürich"), 6U);
  EXPECT_EQ(terminal_width("東京"), 4U);
  EXPECT_EQ(terminal_width("e\u0301"), 1U);
  EXPECT_EQ(terminal_width("\xff"), 1U);
}

TEST(Width, CutsAtWholeCharacters) {
  EXPECT_EQ(cut_to_width("abc", 3), "abc");
  EXPECT_EQ(cut_to_width("abcd", 3), "ab…");
  EXPECT_EQ(cut_to_width("東京都", 4), "東…");
  EXPECT_EQ(cut_to_width("abc", 0), "");
}

TEST_F(ProgressTest, KeepsWhatWasDoneWhen) {
  using testing::Field;
  progress_.working_on("before anything");
  progress_.start("survey", 2, 0);
  std::jthread([&] {
    for (const char* table : {"a", "a", "b"}) progress_.working_on(table);
    std::jthread([&] { progress_.working_on("c"); }).join();  // Within: an ended thread's id may be given anew.
  }).join();
  progress_.start("load", 1, 0);
  progress_.working_on("d");
  progress_.end();
  progress_.working_on("after all");
  std::vector<std::string> lines;
  for (const TimelineEntry& e : progress_.timeline()) {
    EXPECT_GE(e.start, 0);
    EXPECT_GE(e.seconds, 0);
    lines.push_back(e.lane + ": " + e.name);
  }
  EXPECT_THAT(lines, testing::UnorderedElementsAre("worker 1: a", "worker 1: b", "worker 2: c", "phases: survey",
                                                   "main: d", "phases: load"));
}

TEST_F(ProgressTest, KeepsTheLongestOfVeryMany) {
  progress_.start("load", 0, 0);
  progress_.working_on("long");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  for (int i = 0; i < 10'000; ++i) progress_.working_on(std::to_string(i));
  progress_.end();
  const auto kept = progress_.timeline();
  EXPECT_LE(kept.size(), 2000U);
  EXPECT_TRUE(std::ranges::any_of(kept, [](const TimelineEntry& e) { return e.name == "long"; }));
}

}  // namespace
}  // namespace lite2pg::progress_test
