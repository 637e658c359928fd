#include "mapping/target/identifier.h"

#include <gmock/gmock.h>

#include <random>
#include <set>

#include "common/utf8.h"

namespace lite2pg::identifier_test {
namespace {

TEST(Identifier, KeepsExactSpelling) {
  NameRegistry names(NameRegistry::Kind::relation);
  for (const char* name :
       {"User", "user", "Order Details", "nc.gpkg", "a\"b", "sélect", "\xF0\x9F\x98\x80", "select", " "}) {
    const GivenName given = names.claim(name);
    EXPECT_EQ(given.name, name);
    EXPECT_FALSE(given.changed()) << given.why;
  }
}

TEST(Identifier, FoldsByStyle) {
  EXPECT_EQ(styled("UserName", IdentifierStyle::exact), "UserName");
  EXPECT_EQ(styled("UserName", IdentifierStyle::lower), "username");
  EXPECT_EQ(styled("UserName", IdentifierStyle::snake), "user_name");
  EXPECT_EQ(styled("HTTPServerID", IdentifierStyle::snake), "http_server_id");
  EXPECT_EQ(styled("Order Details", IdentifierStyle::snake), "order_details");
  EXPECT_EQ(styled("Sepal.Length", IdentifierStyle::snake), "sepal_length");
  EXPECT_EQ(styled("already_snake_1", IdentifierStyle::snake), "already_snake_1");
  EXPECT_EQ(styled("Größe", IdentifierStyle::snake), "größe");
}

TEST(Identifier, RenamesWhatIsTaken) {
  NameRegistry names(NameRegistry::Kind::relation);
  EXPECT_EQ(names.claim("user").name, "user");
  const GivenName second = names.claim("user");
  EXPECT_EQ(second.name, hashed_name("user"));
  EXPECT_EQ(second.why, "the name is taken by another object");
  const GivenName third = names.claim("user");
  EXPECT_NE(third.name, second.name);
  EXPECT_TRUE(names.is_taken(third.name));
}

TEST(Identifier, CutsLongNamesAtACharacter) {
  const std::string exactly_63 = std::string(61, 'a') + "ö";
  EXPECT_FALSE(NameRegistry(NameRegistry::Kind::column).claim(exactly_63).changed());
  const std::string longer = std::string(53, 'a') + "öö" + std::string(20, 'b');
  const GivenName given = NameRegistry(NameRegistry::Kind::column).claim(longer);
  EXPECT_EQ(given.why, "longer than 63 bytes");
  EXPECT_EQ(given.name.substr(0, 54), std::string(53, 'a') + "_") << "a character that does not fit whole is left out";
  EXPECT_TRUE(is_valid_utf8(given.name));
  EXPECT_NE(given.name, NameRegistry(NameRegistry::Kind::column).claim(longer + "c").name);
}

TEST(Identifier, AvoidsSystemColumnsInColumnsOnly) {
  for (const char* name : {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"}) {
    EXPECT_EQ(NameRegistry(NameRegistry::Kind::column).claim(name).why, "a system column of PostgreSQL");
    EXPECT_FALSE(NameRegistry(NameRegistry::Kind::relation).claim(name).changed());
  }
  EXPECT_FALSE(NameRegistry(NameRegistry::Kind::column).claim("oid").changed());
  EXPECT_FALSE(NameRegistry(NameRegistry::Kind::column).claim("CTID").changed());
}

TEST(Identifier, KeepsTablesOutOfTheWayOfPostgresOwn) {
  NameRegistry relations(NameRegistry::Kind::relation), columns(NameRegistry::Kind::column);
  const GivenName given = relations.claim("pg_class");
  EXPECT_THAT(given.name, testing::StartsWith("_pg_class_"));
  EXPECT_THAT(given.why, testing::HasSubstr("pg_ names"));
  EXPECT_EQ(columns.claim("pg_class").name, "pg_class");
}

TEST(Identifier, NamesWhatHasNoName) {
  EXPECT_TRUE(NameRegistry(NameRegistry::Kind::relation).claim("").name.starts_with("unnamed_"));
  const GivenName bad = NameRegistry(NameRegistry::Kind::relation).claim("a\xff");
  EXPECT_TRUE(is_valid_utf8(bad.name));
  EXPECT_EQ(bad.why, "not valid UTF-8");
}

TEST(Identifier, IsDeterministicAndUniqueForAnyNames) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> wishes;
    for (int i = 0; i < 30; ++i)
      wishes.push_back(std::string(random() % 80, static_cast<char>(random() % 3 + 'a')) + "\xc3\xa9");
    NameRegistry first(NameRegistry::Kind::column);
    NameRegistry second(NameRegistry::Kind::column);
    std::set<std::string> given;
    for (const std::string& wish : wishes) {
      const std::string name = first.claim(wish).name;
      EXPECT_EQ(name, second.claim(wish).name);
      EXPECT_TRUE(given.insert(name).second);
      EXPECT_LE(name.size(), longest_identifier);
      EXPECT_TRUE(is_valid_utf8(name) && !name.empty());
    }
  }
}

}  // namespace
}  // namespace lite2pg::identifier_test
