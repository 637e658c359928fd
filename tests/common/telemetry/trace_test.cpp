#include "common/telemetry/trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <thread>

namespace lite2pg::trace_test {
namespace {

using nlohmann::json;

constexpr const char* caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

json spans_of(Trace& trace) { return json::parse(trace.otlp_json())["resourceSpans"][0]["scopeSpans"][0]["spans"]; }

TEST(Trace, JoinsTheCallersTrace) {
  Trace trace("lite2pg-import", caller);
  const std::string run = trace.begin("run");
  trace.end(trace.begin("load", run));
  trace.end(run);
  const json spans = spans_of(trace);
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0]["traceId"], "0af7651916cd43dd8448eb211c80319c");
  EXPECT_EQ(spans[0]["parentSpanId"], "b7ad6b7169203331");
  EXPECT_EQ(spans[1]["parentSpanId"], run);
}

TEST(Trace, TellsPhasesAndTheWorkOfEachThread) {
  Trace trace("lite2pg-import", "");
  const std::string run = trace.begin("run"), load = trace.begin("load", run);
  // One inside the other: the id of a thread that has ended may be given again.
  std::thread([&] {
    const std::string a = trace.begin("table 'a'", load);
    std::thread([&] { trace.end(trace.begin("table 'b'", load)); }).join();
    trace.end(a);
  }).join();
  trace.end(trace.begin("index", load));
  const auto timeline = trace.timeline(run);
  std::vector<std::string> told;
  for (const TimelineEntry& e : timeline) {
    told.push_back(e.lane + ": " + e.name);
    EXPECT_GE(e.start, 0);
    EXPECT_GE(e.seconds, 0);
  }
  EXPECT_THAT(
      told, testing::UnorderedElementsAre("phases: load", "worker 1: table 'a'", "worker 2: table 'b'", "main: index"));
  const auto most = longest(trace.timeline(run), 1);
  ASSERT_EQ(most.size(), 1U);
  EXPECT_EQ(most[0].name, "load");
  EXPECT_TRUE(trace.timeline("nosuch").empty());
}

TEST(Trace, StartsItsOwnWithoutACaller) {
  for (const char* header : {"", "00-xyz", "00-00000000000000000000000000000000-b7ad6b7169203331-01"}) {
    Trace trace("t", header);
    trace.end(trace.begin("run"));
    EXPECT_EQ(trace.trace_id().size(), 32U) << header;
    EXPECT_FALSE(spans_of(trace)[0].contains("parentSpanId")) << header;
  }
}

TEST(Trace, EncodesAttributesAsOtlpJson) {
  Trace trace("t", "");
  const std::string span = trace.begin("table");
  trace.annotate(span, "table", std::string("users"));
  trace.annotate(span, "rows", std::int64_t{42});
  trace.end(span);
  const json attributes = spans_of(trace)[0]["attributes"];
  EXPECT_EQ(attributes[0], json::parse(R"({"key":"table","value":{"stringValue":"users"}})"));
  EXPECT_EQ(attributes[1], json::parse(R"({"key":"rows","value":{"intValue":"42"}})"));
}

TEST(SpanScope, AnExceptionMarksItFailed) {
  Trace trace("t", "");
  try {
    const SpanScope scope(trace, "load");
    throw std::runtime_error("no");
  } catch (const std::runtime_error&) {
  }
  { const SpanScope scope(trace, "publish"); }
  const json spans = spans_of(trace);
  EXPECT_EQ(spans[0]["status"]["code"], 2);
  EXPECT_EQ(spans[1]["status"]["code"], 1);
}

TEST(PostTrace, SaysWhyNobodyTookIt) {
  EXPECT_THAT(post_trace("http://127.0.0.1:1", "{}", 2), testing::HasSubstr("http://127.0.0.1:1/v1/traces"));
}

}  // namespace
}  // namespace lite2pg::trace_test
