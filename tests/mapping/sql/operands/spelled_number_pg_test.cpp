// Codes that are numbers in some rows and words in others, in a column of numeric affinity: keys, views and triggers
// over them.
#include <gmock/gmock.h>

#include "tests/mapping/loaded_database.h"
#include "tests/mapping/planned_database.h"

namespace lite2pg::spelled_number_pg_test {
namespace {

using namespace test;

const std::string script = R"(
  CREATE TABLE unit (auth TEXT NOT NULL, code INTEGER_OR_TEXT NOT NULL, kind TEXT, PRIMARY KEY (auth, code));
  CREATE TABLE other (code INTEGER_OR_TEXT NOT NULL, n INT, auth TEXT);
  CREATE TABLE thing (id INTEGER PRIMARY KEY, auth TEXT, code INTEGER_OR_TEXT, FOREIGN KEY (auth, code) REFERENCES unit);
  INSERT INTO unit VALUES ('E', 9001, 'length'), ('E', 'US', 'length'), ('E', '9102', 'angle'), ('P', '12a', 'angle'), ('P', '', 'none');
  INSERT INTO thing VALUES (1, 'E', 9001), (2, 'E', 'US'), (3, 'P', '12a'), (4, NULL, NULL);
  INSERT INTO other VALUES (9001, 1, 'o'), (7, 2, 'o');
  CREATE VIEW named AS SELECT t.id, u.kind FROM thing t JOIN unit u ON t.auth = u.auth AND t.code = u.code;
  CREATE VIEW lit AS SELECT kind FROM unit WHERE code = 9001 OR code = 'US' OR code = '9102' OR code IN ('12a', 7);
  CREATE VIEW every AS SELECT auth, code FROM unit UNION ALL SELECT auth, code FROM other;
  CREATE VIEW both_ AS SELECT o.n, u.kind FROM other o JOIN unit u ON o.code = u.code;
  CREATE TRIGGER c BEFORE INSERT ON thing BEGIN
    SELECT RAISE(ABORT, 'no length') WHERE (SELECT kind FROM unit WHERE auth = NEW.auth AND code = NEW.code) <> 'length';
    SELECT RAISE(ABORT, 'not there') WHERE NOT EXISTS (SELECT 1 FROM every e WHERE e.auth = NEW.auth AND e.code = NEW.code);
  END;)";

TEST(SpelledNumber, ComparesByItsSpelling) {
  const LoadedDatabase db(script);
  ASSERT_EQ(db.plan().find_table("unit")->columns[1].codec.id(), CodecId::text_number);
  for (const ObjectPlan& o : db.plan().objects) EXPECT_NE(o.status, ObjectStatus::not_carried) << o.name << o.reason;
  for (const char* query :
       {"SELECT id, kind FROM named ORDER BY id", "SELECT count(*) FROM lit", "SELECT n, kind FROM both_ ORDER BY n",
        "SELECT auth, count(*) FROM every GROUP BY auth ORDER BY auth"}) {
    EXPECT_EQ(db.in_sqlite(query), db.in_postgres(query)) << query;
  }
}

TEST(SpelledNumber, TriggersTakeAndRefuseTheSame) {
  const LoadedDatabase db(script);
  for (const char* sql : {"INSERT INTO thing VALUES (10, 'E', '9001')", "INSERT INTO thing VALUES (11, 'E', 'US')",
                          "INSERT INTO thing VALUES (12, 'E', '9102')", "INSERT INTO thing VALUES (13, 'P', '12a')",
                          "INSERT INTO thing VALUES (14, 'E', '1')"}) {
    const std::string in_sqlite = db.sqlite_takes(sql), in_postgres = db.postgres_takes(sql);
    EXPECT_EQ(in_sqlite == "yes", in_postgres == "yes") << sql << in_sqlite << in_postgres;
  }
  EXPECT_EQ(db.in_sqlite("SELECT id FROM thing ORDER BY id"), db.in_postgres("SELECT id FROM thing ORDER BY id"));
}

}  // namespace
}  // namespace lite2pg::spelled_number_pg_test
