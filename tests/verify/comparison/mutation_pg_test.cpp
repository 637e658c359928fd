// Random mutations of a migrated copy: what verify names is what PostgreSQL itself finds different from a copy kept
// aside, no more and no less. LITE2PG_TEST_ROUNDS multiplies the number of rounds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/verify/migrated_database.h"

namespace lite2pg::mutation_pg_test {
namespace {

using testing::UnorderedElementsAreArray;

constexpr const char* schema = R"(
  CREATE TABLE item (
    id INTEGER PRIMARY KEY, name TEXT, amount REAL, price DECIMAL(10,2), active BOOLEAN,
    made DATETIME, day DATE, uid UUID, doc JSON, bytes BLOB, big BIGINT, seen TIMESTAMP);
  CREATE TABLE keyed (a TEXT NOT NULL, b INTEGER NOT NULL, v TEXT, PRIMARY KEY (a, b));
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
  INSERT INTO item SELECT i, 'Näme ' || i, i / 7.0, (i * 7 % 1000) / 4.0, i % 2,
    datetime(1700000000 + i * 3601, 'unixepoch'), date(1700000000 + i * 86400, 'unixepoch'),
    printf('%08x-0000-4000-8000-%012x', i, i * i), json_object('n', i, 'tags', json_array('a', i)),
    CAST(printf('%c%s', i % 100 + 1, i) AS BLOB), i * 12345678901,
    strftime('%Y-%m-%dT%H:%M:%fZ', 1700000000.25 + i, 'unixepoch') FROM n;
  INSERT INTO keyed SELECT 'k' || (id % 40), id, name FROM item;
)";

/// New values of a column, as SQL expressions over it; %d is a random number.
struct Mutations {
  const char* column;
  std::vector<const char*> expressions;
};

const std::vector<Mutations>& mutations() {
  static const std::vector<Mutations> all = {
      {"name",
       {"name || ' '", "left(name, -1)", "upper(name)", "NULL", "''", "reverse(name)", "'NULL'", "name || '%d'",
        "normalize(name, NFD)", "overlay(name placing 'X' from 1 + %d %% length(name) for 1)"}},
      {"amount",
       {"amount::real", "amount + 1e-9", "-amount", "NULL", "amount + %d", "'NaN'", "'Infinity'",
        "round(amount::numeric, 3)", "amount * (1 + 2.220446049250313e-16)"}},
      {"price", {"price + 0.01", "-price", "NULL", "price + %d"}},
      {"active", {"NOT active", "NULL"}},
      {"made",
       {"made + interval '1 hour'", "made - interval '1 ms'", "made + interval '%d days'", "NULL", "'-infinity'"}},
      {"day", {"day + 1", "day - %d", "NULL"}},
      {"uid", {"gen_random_uuid()", "NULL"}},
      {"doc", {"doc::jsonb::json", "NULL", "(doc::text || ' ')::json", "'{}'", "'%d'"}},
      {"bytes",
       {"bytes || '\\x00'", "''", "NULL",
        "set_bit(bytes, %d %% (8 * length(bytes)), 1 - get_bit(bytes, %d %% (8 * length(bytes))))",
        "substr(bytes, 2)"}},
      {"big", {"big + 1", "big - 1", "-big", "NULL", "big # (1::bigint << (%d %% 62))"}},
      {"seen", {"seen + interval '1 us'", "date_trunc('second', seen)", "seen + interval '30 minutes'", "NULL"}},
  };
  return all;
}

std::string with_number(std::string_view expression, unsigned number) {
  std::string sql;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    if (expression.substr(i, 2) == "%d") {
      sql += std::to_string(number);
      ++i;
    } else if (expression.substr(i, 2) == "%%") {
      sql += '%';
      ++i;
    } else {
      sql += expression[i];
    }
  }
  return sql;
}

class MutationTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    database_ = std::make_unique<test::MigratedDatabase>(schema);
    database_->import();
    database_->psql(
        "CREATE SCHEMA kept; CREATE TABLE kept.item AS TABLE item; CREATE TABLE kept.keyed AS TABLE keyed;"
        "ALTER TABLE kept.item ADD PRIMARY KEY (id); ALTER TABLE kept.keyed ADD PRIMARY KEY (a, b)");
  }
  static void TearDownTestSuite() { database_.reset(); }

  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
  std::string row() { return std::to_string(1 + below(2500)); }

  std::string mutation() {
    switch (below(8)) {
      case 0: return "DELETE FROM item WHERE id = " + row();
      case 1:
        return "INSERT INTO item SELECT id + 5000, name, amount FROM kept.item WHERE id = " + row() +
               " ON CONFLICT DO NOTHING";
      case 2: return "UPDATE item SET id = id + 10000 WHERE id = " + row();
      case 3: return "UPDATE keyed SET v = v || '!' WHERE b = " + row();
      case 4: return "UPDATE keyed SET a = 'moved' WHERE b = " + row();
      default: return changed_value();
    }
  }
  std::string changed_value() {
    const Mutations& m = mutations()[below(static_cast<unsigned>(mutations().size()))];
    const char* expression = m.expressions[below(static_cast<unsigned>(m.expressions.size()))];
    return std::string("UPDATE item SET ") + m.column + " = " + with_number(expression, 1 + below(5000)) +
           " WHERE id = " + row();
  }

  /// What is different from the copy kept aside, as PostgreSQL sees it.
  static std::vector<std::string> expected() {
    std::string sql =
        "SELECT 'item missing id=' || id FROM kept.item k WHERE NOT EXISTS (SELECT FROM item i WHERE i.id = k.id)"
        " UNION ALL SELECT 'item extra id=' || id FROM item i WHERE NOT EXISTS (SELECT FROM kept.item k WHERE i.id = "
        "k.id)"
        " UNION ALL SELECT 'keyed missing a=''' || a || ''', b=' || b FROM kept.keyed k WHERE NOT EXISTS"
        " (SELECT FROM keyed i WHERE (i.a, i.b) = (k.a, k.b))"
        " UNION ALL SELECT 'keyed extra a=''' || a || ''', b=' || b FROM keyed i WHERE NOT EXISTS"
        " (SELECT FROM kept.keyed k WHERE (i.a, i.b) = (k.a, k.b))"
        " UNION ALL SELECT 'keyed changed a=''' || i.a || ''', b=' || i.b || ' v' FROM keyed i JOIN kept.keyed k"
        " USING (a, b) WHERE i.v IS DISTINCT FROM k.v";
    for (const Mutations& m : mutations()) {
      const std::string c = m.column;
      sql += " UNION ALL SELECT 'item changed id=' || i.id || ' " + c +
             "' FROM item i JOIN kept.item k USING (id) WHERE i." + c + "::text IS DISTINCT FROM k." + c + "::text";
    }
    std::vector<std::string> lines;
    for (const auto& r : database_->psql(sql)) lines.push_back(r[0].value());
    return lines;
  }

  static std::vector<std::string> found() {
    const VerifyResult result = database_->verify([](VerifyOptions& o) {
      o.data_only = true;
      o.diff_limit = 1000;
    });
    std::vector<std::string> lines;
    for (const TableOutcome& t : result.tables) {
      for (const Difference& d : t.report.differences) {
        std::string line = t.report.source + " " + std::string(name_of(d.kind)) + " " + d.key;
        if (!d.column.empty()) line += " " + d.column;
        lines.push_back(line);
      }
    }
    return lines;
  }

  static void repair() {
    database_->psql("TRUNCATE item, keyed; INSERT INTO item TABLE kept.item; INSERT INTO keyed TABLE kept.keyed");
  }

  std::mt19937 random_{20260101};
  static std::unique_ptr<test::MigratedDatabase> database_;
};

std::unique_ptr<test::MigratedDatabase> MutationTest::database_;

TEST_F(MutationTest, VerifyNamesWhatChangedAndNothingElse) {
  const char* factor = std::getenv("LITE2PG_TEST_ROUNDS");
  const int rounds = 30 * (factor != nullptr ? std::max(1, std::atoi(factor)) : 1);
  std::size_t total = 0;
  for (int round = 0; round < rounds; ++round) {
    std::string sql;
    for (unsigned n = 1 + below(40); n > 0; --n) sql += mutation() + ";";
    database_->psql(sql);
    const std::vector<std::string> wanted = expected();
    total += wanted.size();
    ASSERT_THAT(found(), UnorderedElementsAreArray(wanted)) << "round " << round << ": " << sql;
    repair();
  }
  EXPECT_GE(total, 500U);
}

}  // namespace
}  // namespace lite2pg::mutation_pg_test
