#include "import/load/done_work.h"

#include <gtest/gtest.h>

namespace lite2pg::done_work_test {
namespace {

Plan plan_of_users() {
  Plan plan;
  plan.tables.emplace_back().target = "users";
  return plan;
}

LoadJob slice(const std::string& label, std::vector<Step> then = {}) { return {0, {}, label, std::move(then)}; }

Step step_named(const std::string& name) {
  Step step;
  step.name = name;
  return step;
}

TEST(DoneWork, ASliceIsDoneByItself) {
  const Plan plan = plan_of_users();
  AnsweredWork answered;
  answered.add(plan, slice("1/2"));
  EXPECT_TRUE(answered.copy().has(plan, slice("1/2")));
  EXPECT_FALSE(answered.copy().has(plan, slice("2/2")));
  EXPECT_FALSE(answered.copy().has(plan, slice("")));
}

TEST(DoneWork, StepsOfATableAreDoneWithIt) {
  const Plan plan = plan_of_users();
  AnsweredWork answered;
  answered.add(plan, slice("", {step_named("index ix/1")}));
  EXPECT_TRUE(answered.copy().has(plan, StepJob{0, step_named("index ix/1")}));
  EXPECT_FALSE(answered.copy().has(plan, StepJob{0, step_named("index ix/2")}));
}

TEST(DoneWork, WhatTheLedgerDoesNotHaveAnyMoreIsLost) {
  const Plan plan = plan_of_users();
  AnsweredWork answered;
  answered.add(plan, slice("1/2"));
  answered.add(plan, StepJob{0, step_named("index ix/1")});
  DoneWork ledger;
  EXPECT_FALSE(ledger.includes(answered.copy()));
  ledger.tables[{"users", "1/2"}] = {};
  EXPECT_FALSE(ledger.includes(answered.copy())) << "the step is not there";
  ledger.steps = {"index ix/1", "index other/1"};
  EXPECT_TRUE(ledger.includes(answered.copy()));
  EXPECT_TRUE(ledger.includes({}));
}

}  // namespace
}  // namespace lite2pg::done_work_test
