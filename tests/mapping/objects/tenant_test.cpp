#include "mapping/objects/tenant.h"

#include <gmock/gmock.h>

#include <string_view>

#include "common/error.h"
#include "mapping/plan/ddl.h"
#include "mapping/planning/partitions.h"
#include "tests/mapping/plan_fixture.h"

namespace lite2pg::test::tenant_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

/// Orders of people: keys, a UNIQUE, an index, a foreign key, a view and a trigger.
PlanFixture shop(const ForeignKey& actions = {}) {
  PlanFixture f;
  Table& people = f.add_table("people", {make_column("id", "INTEGER", 1), make_column("email", "TEXT")});
  people.rowid_alias = 0;
  Index unique;
  unique.name = "sqlite_autoindex_people_1";
  unique.origin = IndexOrigin::unique_constraint;
  unique.unique = true;
  unique.parts.push_back({1, "", false, "BINARY"});
  people.indexes.push_back(unique);
  Table& orders = f.add_table("orders", {make_column("id", "INTEGER", 1), make_column("person", "INTEGER")});
  orders.rowid_alias = 0;
  Index index;
  index.name = "orders_by_person";
  index.parts.push_back({1, "", true, "BINARY"});
  orders.indexes.push_back(index);
  ForeignKey key = actions;
  key.columns = {1};
  key.parent = "people";
  orders.foreign_keys.push_back(key);
  f.schema.views.push_back({"all_people", "CREATE VIEW all_people AS SELECT id FROM people"});
  return f;
}

Plan plan_of(const PlanFixture& f, const TenantOptions& tenant) {
  PlanOptions options;
  options.tenant = tenant;
  return make_plan(f.schema, f.census, options, "");
}

const ObjectPlan& object(const Plan& plan, ObjectKind kind, std::string_view table) {
  for (const ObjectPlan& o : plan.objects) {
    if (o.kind == kind && o.table == table) return o;
  }
  throw std::runtime_error("no such object");
}

TEST(Tenant, StandsFirstInTableKeyUniqueIndexAndForeignKey) {
  const Plan plan = plan_of(shop(), {"tenant"});
  EXPECT_THAT(create_table_sql(plan.tables[0], ""), HasSubstr("(\n  \"tenant\" text NOT NULL,\n  \"id\" bigint"));
  EXPECT_THAT(object(plan, ObjectKind::primary_key, "people").sql,
              ElementsAre("CREATE UNIQUE INDEX \"people_pkey\" ON \"people\" (\"tenant\", \"id\")",
                          HasSubstr("PRIMARY KEY USING INDEX \"people_pkey\"")));
  EXPECT_THAT(object(plan, ObjectKind::unique, "people").sql[0], HasSubstr("(\"tenant\", \"email\")"));
  EXPECT_THAT(object(plan, ObjectKind::index, "orders").sql[0], HasSubstr("(\"tenant\", \"person\" DESC NULLS LAST)"));
  EXPECT_THAT(object(plan, ObjectKind::foreign_key, "orders").sql[0],
              HasSubstr("FOREIGN KEY (\"tenant\", \"person\") REFERENCES \"people\" (\"tenant\", \"id\")"));
}

TEST(Tenant, IsNoPartOfTheDigestsKey) {
  const Plan plan = plan_of(shop(), {"tenant"});
  EXPECT_THAT(plan.tables[0].key, ElementsAre(1));
  EXPECT_THAT(copy_out_sql(plan.tables[0], "s", ""), Not(HasSubstr("tenant")));
}

TEST(Tenant, SetNullNamesTheColumnsAndIsLeftOutOfUpdates) {
  ForeignKey key;
  key.on_delete = "SET NULL";
  key.on_update = "SET NULL";
  const Plan plan = plan_of(shop(key), {"tenant"});
  const ObjectPlan& fk = object(plan, ObjectKind::foreign_key, "orders");
  EXPECT_THAT(fk.sql[0], HasSubstr(" ON DELETE SET NULL (\"person\")"));
  EXPECT_THAT(fk.sql[0], Not(HasSubstr("ON UPDATE")));
  EXPECT_EQ(fk.status, ObjectStatus::changed);
  EXPECT_THAT(fk.reason, HasSubstr("ON UPDATE SET NULL is left out"));
}

TEST(Tenant, BeforePostgres15NoActionSetsColumns) {
  ForeignKey key;
  key.on_delete = "SET NULL";
  const Plan plan = plan_of(shop(key), {"tenant", 0, false});
  EXPECT_THAT(object(plan, ObjectKind::foreign_key, "orders").sql[0], Not(HasSubstr("SET NULL")));
  EXPECT_THAT(object(plan, ObjectKind::foreign_key, "orders").reason, HasSubstr("before PostgreSQL 15"));
}

TEST(Tenant, ViewsAreNamedAndNotCarried) {
  const Plan plan = plan_of(shop(), {"tenant"});
  EXPECT_EQ(object(plan, ObjectKind::view, "").status, ObjectStatus::not_carried);
  EXPECT_THAT(object(plan, ObjectKind::view, "").reason, HasSubstr("all tenants"));
  EXPECT_EQ(object(plan_of(shop(), {}), ObjectKind::view, "").status, ObjectStatus::carried);
}

TEST(Tenant, PartitionsHaveConstraintsOfTheirOwn) {
  const Plan plan = plan_of(shop(), {"tenant", 2});
  EXPECT_THAT(create_table_sql(plan.tables[0], ""), HasSubstr("PARTITION BY HASH (\"tenant\")"));
  EXPECT_THAT(create_partitions_sql(plan.tables[0], ""),
              ElementsAre("CREATE TABLE \"people_p0\" PARTITION OF \"people\" FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                          HasSubstr("REMAINDER 1")));
  EXPECT_THAT(object(plan, ObjectKind::primary_key, "people").sql,
              ElementsAre("ALTER TABLE \"people\" ADD CONSTRAINT \"people_pkey\" PRIMARY KEY (\"tenant\", \"id\")"));
  EXPECT_THAT(copy_in_sql(plan.tables[0], "s", true), Not(HasSubstr("FREEZE")));
}

TEST(Tenant, ANameThatIsTakenIsAMistake) {
  try {
    (void)plan_of(shop(), {"Email"});
    FAIL() << "planned";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::usage);
    EXPECT_THAT(e.hint(), HasSubstr("--tenant-column"));
  }
}

TEST(Tenant, ThePlansDocumentKeepsIt) {
  const Plan plan = plan_of(shop(), {"tenant", 4, false});
  const Plan again = plan_from_json(to_json(plan));
  EXPECT_EQ(again.tables[0].tenant, "tenant");
  EXPECT_EQ(again.tables[0].tenant_partitions, 4U);
  EXPECT_FALSE(again.options.tenant.set_lists);
  EXPECT_EQ(hash_of(again), hash_of(plan));
}

}  // namespace
}  // namespace lite2pg::test::tenant_test
