#include "common/options/outputs.h"

#include <gtest/gtest.h>

#include <fstream>

#include "common/error.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::outputs_test {
namespace {

bool is_refused(const std::vector<OutputFileOption>& files) {
  try {
    const Outputs outputs(files, "");
    return false;
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    return true;
  }
}

TEST(Outputs, TwoOptionsMayNotNameOneFile) {
  const test::TempDir dir;
  const std::string a = dir / "a", spelled = dir.path() / "." / "a", b = dir / "b";
  EXPECT_TRUE(is_refused({{"report", a}, {"trace", a}}));
  EXPECT_TRUE(is_refused({{"report", a}, {"trace", spelled}})) << "nothing stands there yet";
  EXPECT_FALSE(is_refused({{"report", a}, {"trace", b}, {"page", ""}}));
  std::ofstream(a) << "x";
  EXPECT_TRUE(is_refused({{"report", a}, {"trace", spelled}}));
}

TEST(Outputs, WhatTheRunMakesIsNotWrittenOver) {
  const test::TempDir dir;
  const std::string out = dir / "out.db";
  EXPECT_TRUE(is_refused({{"report", out}, {"SQLite file", out, true}}));
  EXPECT_FALSE(is_refused({{"report", dir / "r"}, {"SQLite file", "/no/such/folder/out.db", true}}))
      << "its maker says what is wrong with it";
}

TEST(Outputs, SeveralMayGoToOneDevice) { EXPECT_FALSE(is_refused({{"report", "/dev/null"}, {"trace", "/dev/null"}})); }

}  // namespace
}  // namespace lite2pg::outputs_test
