// What a fleet's verification says of its tenants.
#include "common/text.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "verify/fleet/verify_fleet.h"

namespace lite2pg::fleet_text_test {
namespace {

using testing::HasSubstr;

std::vector<TenantOutcome> tenants() {
  return {{"ann", "a.db", TenantVerdict::equal, "", 1, 1, {}},
          {"bob", "b.db", TenantVerdict::unread, "it is\nno database", 0, 2, {}}};
}

TEST(TenantsText, NamesThoseThatAreNotEqual) {
  const std::string text = tenants_text(tenants());
  EXPECT_THAT(text, HasSubstr("unread"));
  EXPECT_THAT(text, HasSubstr("it is; no database"));
  EXPECT_THAT(text, testing::Not(HasSubstr("ann")));
  EXPECT_THAT(text, HasSubstr("1 of 2 tenants proven equal\n"));
}

TEST(TenantsText, ReportHasThemAll) {
  const auto json = tenants_json(tenants());
  ASSERT_EQ(json.size(), 2U);
  EXPECT_EQ(json[0].at("verdict"), "equal");
  EXPECT_EQ(json[1].at("verdict"), "unread");
  EXPECT_EQ(name_of(TenantVerdict::stranger), "stranger");
}

}  // namespace
}  // namespace lite2pg::fleet_text_test
