#include "mapping/documents/report_facts.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "mapping/documents/report.h"

namespace lite2pg::report_facts_test {
namespace {

TEST(ReportFacts, StandInTheOrderInWhichTheyWereFirstSet) {
  ReportFacts facts;
  EXPECT_EQ(facts.find("seed"), nullptr);
  facts.set("seed", 1);
  facts.set("advice", {"a", "b"});
  facts.set("seed", "2");
  EXPECT_EQ(facts.all().dump(), R"({"seed":"2","advice":["a","b"]})");
}

TEST(ReportFacts, AreCopiedWithTheReport) {
  Report report;
  report.facts.set("seed", 1);
  Report copy = report;
  copy.facts.set("seed", 2);
  EXPECT_EQ(*report.facts.find("seed"), 1);
  report = std::move(copy);
  EXPECT_EQ(*report.facts.find("seed"), 2);
}

TEST(ReportFacts, ThatAreNoUtf8AreShownWithReplacements) {
  Report report;
  report.facts.set("source", "a\xff.db");
  EXPECT_THAT(to_json(report), testing::HasSubstr("\"source\": \"a\xEF\xBF\xBD.db\""));
}

}  // namespace
}  // namespace lite2pg::report_facts_test
