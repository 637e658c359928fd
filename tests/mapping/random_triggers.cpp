#include "tests/mapping/random_triggers.h"

#include <functional>
#include <random>
#include <span>
#include <string_view>

namespace lite2pg::test {
namespace {

using Words = std::vector<std::string>;

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  TriggerCase make(std::size_t statements) {
    TriggerCase result;
    result.script = tables() + rows();
    const int count = number(1, 6);
    for (int t = 0; t < count; ++t) result.script += trigger(t);
    has_conflict_clause_ = result.script.find("INSERT OR ") != std::string::npos ||
                           result.script.find("REPLACE INTO") != std::string::npos;
    for (std::size_t s = 0; s < statements; ++s) result.statements.push_back(statement());
    result.tables = compared();
    return result;
  }

 private:
  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(random_); }
  bool chance(int percent) { return number(1, 100) <= percent; }
  const std::string& pick(const Words& words) {
    return words[static_cast<std::size_t>(number(0, static_cast<int>(words.size()) - 1))];
  }
  std::string digit(int low, int high) { return std::to_string(number(low, high)); }

  std::string tables() {
    const std::string key =
        pick({"", "", " REFERENCES owner (id)", " REFERENCES owner (id) ON DELETE CASCADE",
              " REFERENCES owner (id) ON DELETE SET NULL ON UPDATE CASCADE",
              " REFERENCES owner (id) ON DELETE RESTRICT", " REFERENCES owner (id) DEFERRABLE INITIALLY DEFERRED"});
    const std::string check = chance(30) ? " CHECK (qty < 60)" : "";
    const std::string not_null = chance(40) ? " NOT NULL DEFAULT 'x'" : "";
    const std::string stamp = chance(40) ? " NOT NULL DEFAULT CURRENT_TIMESTAMP" : "";
    const std::string unique = chance(30) ? " UNIQUE" : "";
    return "CREATE TABLE owner (id INTEGER PRIMARY KEY, name TEXT" + unique +
           ", items INT DEFAULT 0, total REAL DEFAULT 0);\n"
           "CREATE TABLE item (id INTEGER PRIMARY KEY, owner INT" +
           key + ", name TEXT" + not_null + ", qty INT" + check + ", price REAL, active BOOLEAN, stamp DATETIME" +
           stamp +
           ");\n"
           "CREATE TABLE pair (a INT NOT NULL, b INT NOT NULL, note TEXT COLLATE NOCASE, stamp DATETIME, PRIMARY KEY "
           "(a, b));\n"
           "CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT, ref INT, old TEXT, new TEXT, at "
           "DATETIME DEFAULT CURRENT_TIMESTAMP);\n"
           "CREATE TABLE stats (k TEXT PRIMARY KEY NOT NULL, n INT NOT NULL DEFAULT 0);\n"
           "CREATE TABLE archive (id INT, name TEXT, qty INT, price REAL);\n"
           "CREATE VIEW item_view AS SELECT id, owner, name, qty FROM item;\n"
           "CREATE VIEW rich AS SELECT owner, count(*) AS n FROM item GROUP BY owner;\n";
  }

  static std::string rows() {
    std::string sql;
    for (int i = 1; i <= 5; ++i) {
      const std::string n = std::to_string(i);
      sql += "INSERT INTO owner VALUES (" + n + ", 'o" + n + "', " + n + ", " + n + ".5);\n";
      sql += "INSERT INTO item VALUES (" + n + ", " + n + ", 'n" + n + "', " + n + "0, " + n + ".25, " +
             std::to_string(i % 2) + ", '2020-01-0" + n + " 10:00:00');\n";
      sql += "INSERT INTO pair VALUES (" + n + ", " + n + ", 'p" + n + "', '2020-01-01 00:00:0" + n + "');\n";
    }
    return sql +
           "INSERT INTO stats VALUES ('items', 5), ('owners', 5);\n"
           "INSERT INTO log (what, ref, at) VALUES ('start', 0, '2020-01-01 00:00:00');\n";
  }

  static std::vector<ComparedTable> compared() {
    const std::string stamp = "CASE WHEN stamp IS NULL THEN 'none' WHEN stamp > '2021-01-01' THEN 'new' ELSE 'old' END";
    const auto both = [](const std::string& name, const std::string& sql) { return ComparedTable{name, sql, sql}; };
    const auto item = [&](const std::string& active) {
      return "SELECT id, owner, name, qty, price, " + active + ", " + stamp + " FROM item ORDER BY id";
    };
    return {both("owner", "SELECT id, name, items, total FROM owner ORDER BY id"),
            {"item", item("active"), item("active::int")},
            both("pair", "SELECT a, b, note, " + stamp + " FROM pair ORDER BY a, b"),
            both("log", "SELECT what, ref, old, new, at IS NOT NULL AND at > '2021-01-01' FROM log"),
            both("stats", "SELECT k, n FROM stats ORDER BY k"),
            both("archive", "SELECT id, name, qty, price FROM archive")};
  }

  // ---- triggers

  std::string event() { return pick({"INSERT", "UPDATE", "UPDATE", "DELETE"}); }

  /// A value of the row in question.
  std::string row_value(const std::string& row, const Words& columns) { return row + "." + pick(columns); }

  std::string condition(const std::string& row, bool both_rows, const std::string& table) {
    Words choices;
    if (table == "item" || table == "item_view") {
      choices = {row + ".qty > " + digit(5, 50),      row + ".qty % 2 = 0",
                 row + ".owner IS NOT NULL",          row + ".name LIKE 'n%'",
                 "length(" + row + ".name) < 3",      row + ".qty BETWEEN 10 AND 30",
                 row + ".name IN ('n1', 'n2', 'zz')", row + ".qty IS NULL OR " + row + ".owner = 2"};
      if (both_rows) {
        choices.push_back("OLD.qty <> NEW.qty");
        choices.push_back("OLD.name IS NOT NEW.name");
        choices.push_back("OLD.qty < NEW.qty AND NEW.owner > 1");
      }
    } else if (table == "owner") {
      choices = {row + ".items > " + digit(0, 3), row + ".name IS NOT NULL", row + ".total < 4", row + ".id <> 3"};
      if (both_rows) choices.push_back("NEW.items > OLD.items");
    } else {
      choices = {row + ".a > 2", row + ".b < 4", row + ".note = 'P1'", row + ".note IS NOT NULL"};
      if (both_rows) choices.push_back("OLD.note IS NOT NEW.note");
    }
    return pick(choices);
  }

  std::string check(const std::string& row, bool both_rows, const std::string& table) {
    const std::string kind = pick({"ABORT", "ABORT", "ROLLBACK"});
    const std::string raise = "RAISE(" + kind + ", 'no''t " + digit(1, 9) + "')";
    const std::string when = condition(row, both_rows, table);
    const std::string key = table == "owner" ? row + ".id" : table == "pair" ? row + ".a" : row + ".owner";
    return pick(
        {"SELECT " + raise + " WHERE " + when + ";", "SELECT CASE WHEN " + when + " THEN " + raise + " END;",
         "SELECT CASE WHEN " + when + " THEN NULL ELSE " + raise + " END;",
         "SELECT " + raise + " WHERE NOT EXISTS (SELECT 1 FROM owner WHERE id = " + key + ");",
         "SELECT CASE WHEN ((SELECT id FROM owner WHERE id = " + key + ") IS NULL) THEN " + raise + " END;",
         "SELECT " + raise + " WHERE (SELECT count(*) FROM item WHERE owner = " + key + ") > " + digit(1, 4) + ";",
         "SELECT " + raise + " FROM pair WHERE pair.a = " + key + " AND note = 'p" + digit(1, 5) + "';",
         "SELECT CASE WHEN count(*) > " + digit(2, 6) + " THEN " + raise + " END FROM log;",
         "SELECT CASE (SELECT n FROM stats WHERE k = 'items') WHEN " + digit(4, 9) + " THEN " + raise + " END;"});
  }

  std::string skip(const std::string& row, bool both_rows, const std::string& table) {
    return "SELECT RAISE(IGNORE) WHERE " + condition(row, both_rows, table) + ";";
  }

  std::string own_row(const std::string& table, const std::string& event_) {
    const std::string row = event_ == "DELETE" ? "OLD" : chance(85) ? "NEW" : event_ == "INSERT" ? "NEW" : "OLD";
    const std::string extra = chance(20) ? " AND " + condition("NEW", false, table) : "";
    if (table == "item") {
      const std::string where =
          " WHERE " + pick({"id", "rowid", "item.id"}) + " = " + row + "." + pick({"id", "rowid"});
      return "UPDATE item SET " +
             pick({"stamp = datetime('now')", "stamp = CURRENT_TIMESTAMP", "qty = qty + 1", "name = upper(name)",
                   "active = NEW.qty > 20", "price = NEW.qty * 1.5, stamp = datetime('now')", "name = NEW.name || '!'",
                   "stamp = strftime('%Y-%m-%d %H:%M:%S', 'now')", "stamp = coalesce(NEW.stamp, datetime('now'))",
                   "active = CASE WHEN NEW.qty > 20 THEN 1 ELSE 0 END", "qty = (SELECT count(*) FROM pair)",
                   "active = 1"}) +
             where + extra + ";";
    }
    if (table == "owner") {
      return "UPDATE owner SET " +
             pick({"items = 0", "total = total + 1", "name = name || '-'", "items = NEW.items + 1"}) +
             " WHERE id = " + row + ".id" + extra + ";";
    }
    return "UPDATE pair SET " + pick({"stamp = datetime('now')", "note = lower(note)"}) + " WHERE " +
           (chance(60) ? "a = " + row + ".a AND b = " + row + ".b" : "rowid = " + row + ".rowid") + extra + ";";
  }

  std::string write(const std::string& row, bool both_rows, const std::string& table) {
    const bool is_item = table == "item" || table == "item_view";
    const Words texts = is_item ? Words{"name"} : table == "owner" ? Words{"name"} : Words{"note"};
    const Words numbers = is_item            ? Words{"id", "owner", "qty"}
                          : table == "owner" ? Words{"id", "items"}
                                             : Words{"a", "b"};
    const std::string text = row_value(row, texts), n = row_value(row, numbers);
    const std::string owner = is_item ? row + ".owner" : table == "owner" ? row + ".id" : row + ".a";
    const std::string where = chance(30) ? " WHERE " + condition(row, both_rows, table) : "";
    const std::string other = both_rows ? (row == "NEW" ? "OLD" : "NEW") : row;
    return pick({
        "INSERT INTO log (what, ref) VALUES ('" + table + "', " + n + ");",
        "INSERT INTO log (what, ref, old, new) VALUES ('u', " + n + ", " + other + "." + texts[0] + ", " + text + ");",
        "INSERT INTO log VALUES (NULL, 'all', " + n + ", " + text + ", NULL, datetime('now'));",
        "INSERT INTO log (what, ref) SELECT 's', " + n + where + ";",
        "INSERT INTO log (what, ref, old) SELECT 'q', id, name FROM owner WHERE id = " + owner + ";",
        "INSERT INTO log (what, ref) SELECT 'c', count(*) FROM pair WHERE a > " + n + ";",
        "INSERT INTO archive (id, name, qty) VALUES (" + n + ", " + text + ", 1);",
        "INSERT INTO archive SELECT id, name, qty, price FROM item WHERE owner = " + owner + ";",
        "UPDATE owner SET items = items + 1 WHERE id = " + owner + ";",
        "UPDATE owner SET items = items - 1, total = total + 0.5 WHERE id = " + owner + ";",
        "UPDATE owner SET items = (SELECT count(*) FROM item WHERE item.owner = owner.id) WHERE id = " + owner + ";",
        "UPDATE stats SET n = n + 1 WHERE k = 'items';",
        "UPDATE stats SET n = n + 1;",
        "UPDATE pair SET note = " + text + " WHERE b = " + owner + ";",
        "UPDATE item SET qty = qty + 1 WHERE owner = " + owner + ";",
        "UPDATE item SET name = 'of ' || coalesce(" + text + ", '?') WHERE owner = " + owner + " AND qty > 10;",
        "DELETE FROM item WHERE owner = " + owner + ";",
        "DELETE FROM pair WHERE a = " + owner + ";",
        "DELETE FROM archive WHERE id IN (SELECT id FROM item WHERE owner = " + owner + ");",
        "INSERT INTO stats (k, n) VALUES (" + pick({"'items'", "'x'", "'y" + digit(1, 2) + "'"}) +
            ", 1) ON CONFLICT (k) DO UPDATE SET n = n + excluded.n;",
        "INSERT INTO stats (k) VALUES ('" + pick({"items", "z"}) + "') ON CONFLICT DO NOTHING;",
        "INSERT OR IGNORE INTO stats (k, n) VALUES ('w" + digit(1, 2) + "', 1);",
        "INSERT OR REPLACE INTO stats (k, n) VALUES ('items', " + digit(1, 9) + ");",
        "REPLACE INTO pair (a, b, note) VALUES (" + digit(1, 9) + ", 1, 'replaced');",
        "INSERT OR IGNORE INTO owner (id, name) VALUES (" + digit(1, 9) + ", 'made');",
    });
  }

  std::string trigger(int t) {
    const bool on_view = chance(12);
    const std::string table = on_view ? "item_view" : pick({"item", "item", "item", "owner", "pair", "log", "stats"});
    const std::string on = table == "log" || table == "stats" ? "pair" : table;
    const std::string what = event();
    const bool both_rows = what == "UPDATE";
    const std::string row = what == "DELETE" ? "OLD" : what == "INSERT" ? "NEW" : pick({"NEW", "NEW", "OLD"});
    const std::string timing = on_view ? "INSTEAD OF" : pick({"BEFORE", "AFTER", "AFTER", ""});
    std::string sql = "CREATE TRIGGER t" + std::to_string(t) + " " + timing + " " + what;
    if (what == "UPDATE" && !on_view && chance(25)) {
      sql += " OF " + (on == "item"    ? pick({"qty", "name", "qty, owner"})
                       : on == "owner" ? pick({"items", "name"})
                                       : pick({"note", "a, b"}));
    }
    sql += " ON " + on + (chance(40) ? " FOR EACH ROW" : "");
    if (chance(35)) sql += " WHEN " + condition(row, both_rows, on);
    sql += " BEGIN\n";
    const int steps = chance(70) ? 1 : number(2, 3);
    for (int s = 0; s < steps; ++s) sql += "  " + step(row, both_rows, on, what, timing) + "\n";
    return sql + "END;\n";
  }

  std::string step(const std::string& row, bool both_rows, const std::string& on, const std::string& what,
                   const std::string& timing) {
    if (on == "item_view") return through_view(row, what);
    const int kind = number(1, 100);
    if (kind <= 25) return check(row, both_rows, on);
    if (kind <= 30) return skip(row, both_rows, on);
    if (kind <= 55 && what != "DELETE" && timing == "AFTER") return own_row(on, what);
    return write(row, both_rows, on);
  }

  std::string through_view(const std::string& row, const std::string& what) {
    if (what == "INSERT") {
      return pick(
          {"INSERT INTO item (id, owner, name, qty) VALUES (NEW.id, NEW.owner, coalesce(NEW.name, '-'), NEW.qty);",
           "INSERT INTO log (what, ref, new) VALUES ('view', NEW.qty, NEW.name);"});
    }
    if (what == "UPDATE") {
      return pick({"UPDATE item SET qty = NEW.qty, name = NEW.name WHERE id = OLD.id;",
                   "UPDATE item SET qty = NEW.qty + 1 WHERE id = NEW.id AND qty < 40;"});
    }
    return pick({"DELETE FROM item WHERE id = " + row + ".id;", "UPDATE item SET owner = NULL WHERE id = OLD.id;",
                 "INSERT INTO archive (id, name) VALUES (OLD.id, OLD.name);"});
  }

  // ---- statements

  std::string range(const std::string& column) {
    const int low = number(1, 9);
    return chance(50) ? column + " = " + std::to_string(low)
                      : column + " BETWEEN " + std::to_string(low) + " AND " + std::to_string(low + number(1, 5));
  }

  std::string item_row() {
    return "(" + digit(1, 14) + ", " + pick({digit(1, 6), "NULL", digit(1, 5)}) + ", 'n" + digit(1, 9) + "', " +
           digit(0, 62) + ")";
  }

  std::string rows_of(const std::function<std::string()>& row) {
    std::string list = row();
    while (chance(35)) list += ", " + row();
    return list;
  }

  std::string statement() {
    switch (number(1, 15)) {
      case 1:
      case 2:
      case 3: return "INSERT INTO item (id, owner, name, qty) VALUES " + rows_of([&] { return item_row(); });
      case 4:
        if (has_conflict_clause_) return "DELETE FROM item WHERE id = " + digit(1, 9);  // It would hold in triggers.
        return "INSERT INTO item (id, owner, name, qty) VALUES " + item_row() +
               " ON CONFLICT (id) DO UPDATE SET qty = excluded.qty, owner = excluded.owner";
      case 5:
      case 6:
        return "UPDATE item SET " +
               pick({"qty = qty + 1", "qty = " + digit(0, 62), "name = 'm" + digit(1, 9) + "'",
                     "owner = " + digit(1, 6), "qty = qty - 5, name = name || 'x'", "owner = NULL"}) +
               " WHERE " + range("id");
      case 7: return "UPDATE item SET id = " + digit(1, 14) + " WHERE id = " + digit(1, 14);
      case 8: return "DELETE FROM item WHERE " + range("id");
      case 9:
        return "INSERT INTO owner (id, name) VALUES " +
               rows_of([&] { return "(" + digit(1, 9) + ", 'o" + digit(1, 20) + "')"; });
      case 10:
        return "UPDATE owner SET " +
               pick({"items = items + 1", "name = 'o" + digit(1, 20) + "'", "total = total + 0.5"}) + " WHERE " +
               range("id");
      case 11:
        return chance(60) ? "DELETE FROM owner WHERE " + range("id")
                          : "UPDATE owner SET id = " + digit(1, 12) + " WHERE id = " + digit(1, 9);
      case 12:
        return "INSERT INTO pair (a, b, note) VALUES " +
               rows_of([&] { return "(" + digit(1, 6) + ", " + digit(1, 6) + ", 'p" + digit(1, 9) + "')"; });
      case 13: {  // One row: SQLite goes through several in the order of rowids, which PostgreSQL has not.
        const std::string where = " WHERE a = " + digit(1, 6) + " AND b = " + digit(1, 6);
        return chance(60) ? "UPDATE pair SET note = 'P" + digit(1, 9) + "'" + where : "DELETE FROM pair" + where;
      }
      case 14: return "UPDATE pair SET b = " + digit(1, 9) + " WHERE a = " + digit(1, 6) + " AND b = " + digit(1, 6);
      default: return through_view_statement();
    }
  }

  std::string through_view_statement() {
    return pick({"INSERT INTO item_view (id, owner, name, qty) VALUES " + item_row(),
                 "UPDATE item_view SET qty = " + digit(0, 62) + " WHERE " + range("id"),
                 "DELETE FROM item_view WHERE " + range("id")});
  }

  std::mt19937_64 random_;
  bool has_conflict_clause_ = false;
};

}  // namespace

TriggerCase random_trigger_case(std::uint64_t seed, std::size_t statements) { return Maker(seed).make(statements); }

}  // namespace lite2pg::test
