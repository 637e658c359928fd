#include "import/postgres/target_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lite2pg::target_error_test {
namespace {

bool passes(const std::string& sqlstate) { return TargetError("x", sqlstate).transient(); }

TEST(TargetError, LostConnectionsAndShutdownsAndDeadlocksPass) {
  for (const char* state : {"", "08006", "57P01", "57P03", "40001", "40P01", "25P03", "25P04"})
    EXPECT_TRUE(passes(state)) << state;
}

TEST(TargetError, WhatTheStatementIsToBlameForDoesNotPass) {
  for (const char* state : {"23505", "42P01", "53100", "28P01", "3D000", "57014", "55P03", "22001", "42501"})
    EXPECT_FALSE(passes(state)) << state;
}

TEST(TargetError, AStallIsNotTriedAgain) {
  const TargetError stall = TargetError::stall("no answer");
  EXPECT_TRUE(stall.stalled());
  EXPECT_FALSE(stall.transient());
  EXPECT_FALSE(TargetError("x", "08006").stalled());
}

TEST(TargetError, AnUnsafePoolerNeedsAnotherWay) {
  const TargetError pooler = TargetError::pooler("pgbouncer in transaction mode");
  EXPECT_TRUE(pooler.needs_another_way());
  EXPECT_FALSE(pooler.transient());
  EXPECT_EQ(pooler.code(), ExitCode::target);
}

TEST(TargetError, AConnectionWithoutAnAnswerNamesWhereTo) {
  const TargetError error = unanswered_error("postgresql://host/app", "5 s");
  EXPECT_THAT(error.what(), testing::HasSubstr("postgresql://host/app"));
  EXPECT_THAT(error.what(), testing::HasSubstr("5 s"));
}

TEST(TargetError, KeepsTheServersContext) {
  TargetError error("bad", "22P02", "hint");
  error.set_context("COPY people, line 5");
  EXPECT_EQ(error.context(), "COPY people, line 5");
  EXPECT_EQ(error.hint(), "hint");
  EXPECT_EQ(error.sqlstate(), "22P02");
}

}  // namespace
}  // namespace lite2pg::target_error_test
