#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "import/catalog/target_catalog.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::test::target_catalog_pg_test {
namespace {

class TargetCatalogTest : public testing::Test {
 protected:
  TargetCatalog read(const std::string& schema = "public") {
    Session session(Target{database_.uri()}, "test");
    return read_target_catalog(session, schema);
  }

  TempDatabase database_;
};

TEST_F(TargetCatalogTest, TellsColumnsWithTheirTypes) {
  database_.psql(
      "CREATE TYPE mood AS ENUM ('sad', 'fine'); CREATE DOMAIN email AS varchar(80) NOT NULL; "
      "CREATE DOMAIN short AS text CHECK (length(VALUE) < 5); CREATE DOMAIN \"Shorter\" AS short; "
      "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, m mood, e email, tags text[], n numeric(10,2) DEFAULT 0, "
      "g int GENERATED ALWAYS AS (1) STORED, s serial, c \"Shorter\", \"Q\" int CONSTRAINT few CHECK (\"Q\" < 9), "
      "CHECK (\"Q\" < n))");
  const TargetCatalog catalog = read();
  const TargetTable* table = catalog.find_table("t");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->kind, 'r');
  const auto column = [&](const char* name) -> const TargetColumn& { return *table->find_column(name); };
  EXPECT_TRUE(column("id").identity);
  EXPECT_TRUE(column("m").is_enum);
  EXPECT_THAT(column("m").labels, testing::ElementsAre("sad", "fine"));
  EXPECT_EQ(column("e").type, "character varying(80)");
  EXPECT_TRUE(column("e").not_null) << "by its domain";
  EXPECT_EQ(column("e").checked_domain, "");
  EXPECT_EQ(column("c").checked_domain, "public.\"Shorter\"") << "whose CHECK stands in the layer below";
  ASSERT_EQ(column("Q").checks.size(), 1U) << "and not that of two columns";
  EXPECT_EQ(column("Q").checks[0].name, "few");
  EXPECT_EQ(column("Q").checks[0].condition, "(\"Q\" < 9)");
  EXPECT_TRUE(column("tags").is_array);
  EXPECT_EQ(column("tags").element_oid, 25U);
  EXPECT_EQ(column("tags").base, "text");
  EXPECT_EQ(column("n").type, "numeric(10,2)");
  EXPECT_TRUE(column("n").has_default);
  EXPECT_TRUE(column("g").generated);
  EXPECT_EQ(column("s").sequence, "public.t_s_seq");
}

TEST_F(TargetCatalogTest, LooksBelowTheLayersOfDomainsAndOfElements) {
  database_.psql(
      "CREATE DOMAIN price AS numeric(8,2) DEFAULT 0; CREATE DOMAIN net AS price NOT NULL; "
      "CREATE DOMAIN code AS varchar(7); CREATE DOMAIN strict AS code CHECK (VALUE <> ''); CREATE DOMAIN there AS code "
      "NOT NULL; "
      "CREATE DOMAIN prices AS price[] CHECK (cardinality(VALUE) < 9); "
      "CREATE TABLE t (n net, codes code[], strict strict[], there there[], p prices, v varchar(3)[], plain "
      "varchar(5)); "
      "CREATE VIEW w AS SELECT n FROM t");
  const TargetCatalog catalog = read();
  ASSERT_NE(catalog.find_table("t"), nullptr);
  const auto column = [&](const char* name) -> const TargetColumn& {
    return *catalog.find_table("t")->find_column(name);
  };
  EXPECT_EQ(column("n").type, "numeric(8,2)");
  EXPECT_TRUE(column("n").not_null);
  EXPECT_TRUE(column("n").has_default) << "by the layer below";
  EXPECT_EQ(column("codes").type, "character varying(7)[]");
  EXPECT_EQ(column("codes").base, "varchar");
  EXPECT_EQ(column("codes").checked_domain, "");
  EXPECT_EQ(column("strict").checked_domain, "public.strict[]");
  EXPECT_EQ(column("there").checked_domain, "public.there[]") << "which refuses an element that is NULL";
  EXPECT_EQ(column("p").type, "numeric(8,2)[]") << "of elements that have layers, below a layer";
  EXPECT_EQ(column("p").checked_domain, "public.prices");
  EXPECT_EQ(column("v").type, "character varying(3)[]");
  EXPECT_EQ(column("plain").type, "character varying(5)");
  EXPECT_FALSE(column("plain").has_default);
  ASSERT_NE(catalog.find_table("w"), nullptr);
  EXPECT_EQ(catalog.find_table("w")->find_column("n")->type, "numeric(8,2)");
}

TEST_F(TargetCatalogTest, FindsNamesInOtherCaseWhereOnlyOneIsMeant) {
  database_.psql("CREATE TABLE \"Users\" (); CREATE TABLE a (); CREATE TABLE \"A\" ()");
  const TargetCatalog catalog = read();
  ASSERT_NE(catalog.find_table("users"), nullptr);
  EXPECT_EQ(catalog.find_table("users")->name, "Users");
  EXPECT_EQ(catalog.find_table("A")->name, "A");
  EXPECT_EQ(catalog.find_table("none"), nullptr);
}

TEST_F(TargetCatalogTest, TellsEmptyTablesAndLooseSequences) {
  database_.psql("CREATE TABLE empty (); CREATE TABLE full_one AS SELECT 1 AS a; CREATE SEQUENCE loose START 5");
  const TargetCatalog catalog = read();
  EXPECT_FALSE(catalog.find_table("full_one")->empty);
  ASSERT_EQ(catalog.sequences.size(), 1U);
  EXPECT_EQ(catalog.sequences[0].name, "loose");
  EXPECT_EQ(catalog.sequences[0].last_value, 5);
  EXPECT_FALSE(catalog.sequences[0].is_called);
}

TEST_F(TargetCatalogTest, ASchemaThatIsNotThereIsAnError) {
  try {
    (void)read("nowhere");
    ADD_FAILURE() << "it was read";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ExitCode::target);
    EXPECT_THAT(e.what(), testing::HasSubstr("nowhere"));
  }
}

}  // namespace
}  // namespace lite2pg::test::target_catalog_pg_test
