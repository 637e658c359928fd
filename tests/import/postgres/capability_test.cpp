#include "import/postgres/capability.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>

#include "import/catalog/capability_probe.h"

namespace lite2pg::test::capability_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(Capability, EachHasARowWithNameUseProbeAndAnotherWay) {
  std::set<std::string_view> names;
  const ProbePlace place{"s", "other"};
  for (std::size_t i = 0; i < capability_count; ++i) {
    const CapabilityTraits& row = capability_table()[i];
    EXPECT_EQ(static_cast<std::size_t>(row.capability), i);
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.used_for.empty() || row.instead.empty()) << row.name;
    const auto probe = row.probe(place);
    ASSERT_FALSE(probe.empty()) << row.name;
    EXPECT_EQ(row.is_copy, probe.back().starts_with("COPY")) << row.name;
    if (row.needs_table) {
      EXPECT_THAT(probe.back(), HasSubstr("s.lite2pg_probe")) << row.name;
    }
  }
}

TEST(Capability, WhatIsRefusedIsSaidInOneLine) {
  Capabilities found;
  EXPECT_EQ(refusals_line(found), "");
  found.note(Capability::truncate);
  found.refuse(Capability::freeze, "no FREEZE\nhere");
  EXPECT_TRUE(found.has(Capability::truncate));
  EXPECT_FALSE(found.has(Capability::freeze));
  EXPECT_TRUE(found.has(Capability::snapshots)) << "nobody asked";
  EXPECT_THAT(refusals_line(found),
              AllOf(HasSubstr("COPY FREEZE (COPY without FREEZE)"), Not(HasSubstr("TRUNCATE")), Not(HasSubstr("\n"))));
  const auto json = to_json(found);
  ASSERT_EQ(json.size(), 2U) << json;
  EXPECT_EQ(json[0]["used"], true);
  EXPECT_EQ(json[1]["reason"], "no FREEZE\nhere");
}

TEST(Capability, RightsAndPassingErrorsAreNoRefusal) {
  for (const char* state : {"0A000", "42601", "42883", "42703", "XX000", "55000"})
    EXPECT_TRUE(is_unknown_to_server({"", state})) << state;
  for (const char* state : {"42501", "08006", "57014", "40001", "53300", "25006", ""})
    EXPECT_FALSE(is_unknown_to_server({"", state})) << state;
}

}  // namespace
}  // namespace lite2pg::test::capability_test
