#include "sync/delta/foreign_keys.h"

#include <gmock/gmock.h>

namespace lite2pg::foreign_keys_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const StagedForeignKey key{"s", "c_p_fkey", "c", "p", {"a", "b"}, {"x", "y"}};

TEST(ForeignKeys, AllRowsAreAskedByMatchSimple) {
  EXPECT_EQ(
      orphan_sql(key),
      "SELECT FROM \"s\".\"c\" AS c WHERE c.\"a\" IS NOT NULL AND c.\"b\" IS NOT NULL AND NOT EXISTS (SELECT FROM "
      "\"s\".\"p\" AS p WHERE p.\"x\" = c.\"a\" AND p.\"y\" = c.\"b\") LIMIT 1");
}

TEST(ForeignKeys, OfWhatWasTouchedOnlyRowsThatCameAndParentsThatWent) {
  EXPECT_THAT(orphan_sql(key, {{"other", {"come", "gone"}}}), IsEmpty());
  EXPECT_THAT(orphan_sql(key, {{"c", {"s.come", "s.gone"}}}), ElementsAre(HasSubstr("FROM s.come AS c WHERE")));
  EXPECT_THAT(orphan_sql(key, {{"p", {"s.come", "s.gone"}}}),
              ElementsAre(HasSubstr("JOIN s.gone AS g ON c.\"a\" = g.\"x\" AND c.\"b\" = g.\"y\" WHERE")));
  EXPECT_THAT(orphan_sql(key, {{"p", {"", "", true}}}), ElementsAre(orphan_sql(key)));
}

TEST(ForeignKeys, AreMadeWithoutALookAtTheRows) {
  Plan plan;
  plan.objects.resize(2);
  plan.objects[0].kind = ObjectKind::foreign_key;
  plan.objects[0].phase = Phase::after_load;
  plan.objects[0].sql = {"ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p"};
  plan.objects[1].phase = Phase::final_;
  plan.objects[1].sql = {"CREATE VIEW v AS SELECT 1"};
  EXPECT_THAT(foreign_keys_sql(plan),
              ElementsAre("ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p NOT VALID"));
}

}  // namespace
}  // namespace lite2pg::foreign_keys_test
