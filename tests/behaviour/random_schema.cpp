#include "tests/behaviour/random_schema.h"

#include <algorithm>
#include <functional>

#include "mapping/target/quote.h"
#include "tests/behaviour/expression_writer.h"

namespace lite2pg::test {
namespace {

struct Kind {
  const char* type;
  Domain domain;
};

constexpr Kind kinds[] = {
    {"INTEGER", Domain::integer},  {"INTEGER", Domain::integer},
    {"BIGINT", Domain::integer},   {"INT", Domain::integer},
    {"SMALLINT", Domain::small},   {"NUMERIC", Domain::decimal},
    {"NUMERIC", Domain::decimal},  {"DECIMAL(10,2)", Domain::decimal},
    {"DECIMAL", Domain::decimal},  {"MONEY", Domain::decimal},
    {"REAL", Domain::real},        {"DOUBLE PRECISION", Domain::real},
    {"FLOAT", Domain::real},       {"TEXT", Domain::text},
    {"TEXT", Domain::text},        {"VARCHAR(20)", Domain::text},
    {"CHAR(8)", Domain::text},     {"BOOLEAN", Domain::boolean},
    {"BOOL", Domain::boolean},     {"DATE", Domain::date},
    {"DATETIME", Domain::instant}, {"TIMESTAMP", Domain::instant},
    {"BLOB", Domain::blob},        {"UUID", Domain::uuid},
    {"", Domain::decimal},         {"", Domain::text},
    {"", Domain::integer},         {"", Domain::any},
    {"STRING", Domain::text},
};

constexpr Kind strict_kinds[] = {
    {"INT", Domain::integer}, {"INTEGER", Domain::integer}, {"REAL", Domain::real},
    {"TEXT", Domain::text},   {"BLOB", Domain::blob},       {"ANY", Domain::any},
};

std::string in_quotes(const std::string& name) { return "\"" + name + "\""; }

}  // namespace

std::string RandomSchema::one_of(std::initializer_list<const char*> items) {
  return items.begin()[below(static_cast<int>(items.size()))];
}

RandomSchema::RandomSchema(unsigned seed) : seed_(seed), random_(seed) {
  const int count = 1 + below(3);
  for (int n = 1; n <= count; ++n) spec_.tables.push_back(table(n));
}

/// Fixed for a column, so that its rows of today have something in common.
int RandomSchema::habit_of(const ColumnSpec& column) const {
  return static_cast<int>((std::hash<std::string>{}(column.name) ^ (seed_ * 2654435761U)) % 4);
}

TableSpec RandomSchema::table(int number) {
  TableSpec table;
  table.name = "t" + std::to_string(number);
  table.strict = chance(15);
  const int columns = 2 + below(5);
  for (int c = 0; c < columns; ++c) table.columns.push_back(column(table, c));
  add_key(table);
  if (chance(40)) add_generated(table);
  add_constraints(table);
  add_foreign_key(table);
  add_indexes(table);
  return table;
}

ColumnSpec RandomSchema::column(const TableSpec& table, int number) {
  const Kind& kind = table.strict ? strict_kinds[below(std::size(strict_kinds))] : kinds[below(std::size(kinds))];
  ColumnSpec column;
  column.name = table.name + "_c" + std::to_string(number);
  column.type = kind.type;
  column.domain = kind.domain;
  column.not_null = chance(25);
  if (kind.domain == Domain::text && chance(25)) column.collation = one_of({"NOCASE", "RTRIM", "NOCASE"});
  if (chance(35)) column.default_sql = default_of(column);
  return column;
}

std::string RandomSchema::default_of(const ColumnSpec& column) {
  switch (column.domain) {
    case Domain::integer:
    case Domain::small: return one_of({"0", "1", "-3", "'7'", "(1 + 1)", "NULL", "0x10", "TRUE", "2.0", "(abs(-5))"});
    case Domain::decimal: return one_of({"0", "0.00", "9.99", "1", "-0.5", "'2.50'", "(1.5 * 2)", "0.0"});
    case Domain::real: return one_of({"0", "1.5", "1", "-0.25", "'3'", "1e3"});
    case Domain::boolean: return one_of({"0", "1", "TRUE", "FALSE", "'f'", "'t'", "(1 = 1)"});
    case Domain::date: return one_of({"'2020-01-01'", "NULL"});
    case Domain::instant: return one_of({"'2020-01-01 10:00:00'", "'2020-01-01'", "NULL"});
    case Domain::blob: return one_of({"x'00ff'", "x''"});
    case Domain::uuid: return "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'";
    default: return one_of({"'x'", "''", "'it''s'", "\"quoted\"", "('a' || 'b')", "NULL", "'10'"});
  }
}

void RandomSchema::add_key(TableSpec& table) {
  const int choice = below(10);
  if (choice < 6) {
    ColumnSpec id;
    id.name = table.name + "_id";
    id.type = "INTEGER";
    id.not_null = true;
    table.columns.insert(table.columns.begin(), id);
    return;
  }
  table.has_key = choice < 9;
  table.key = "PRIMARY KEY (" + in_quotes(table.columns[0].name) +
              (choice == 8 ? ", " + in_quotes(table.columns[1].name) : "") + ")";
  if (!table.has_key) return;
  table.without_rowid = chance(50);
  for (std::size_t c = 0; c < (choice == 8 ? 2U : 1U); ++c) table.columns[c].not_null = true;
}

void RandomSchema::add_generated(TableSpec& table) {
  ExpressionWriter writer(*this, table);
  ColumnSpec column;
  column.name = table.name + "_g";
  switch (below(4)) {
    case 0:
      column.type = table.strict ? "TEXT" : "TEXT";
      column.generated = writer.text(1 + below(2));
      break;
    case 1:
      column.type = table.strict ? "REAL" : one_of({"NUMERIC", "DECIMAL(10,2)", "REAL"});
      column.generated = writer.number(1 + below(2));
      break;
    case 2:
      column.type = table.strict ? "INTEGER" : one_of({"INTEGER", "BOOLEAN", "SMALLINT"});
      column.generated = chance(50) ? writer.truth(1) : writer.number(1);
      break;
    default: column.type = table.strict ? "ANY" : ""; column.generated = chance(50) ? writer.number(1) : writer.text(1);
  }
  table.columns.push_back(std::move(column));
}

void RandomSchema::add_constraints(TableSpec& table) {
  const int checks = below(3);
  for (int n = 0; n < checks; ++n) {
    ExpressionWriter writer(*this, table);
    table.constraints.push_back({table.name + "_ck" + std::to_string(n), "CHECK (" + writer.likely_truth() + ")"});
  }
  if (chance(30)) {
    const ColumnSpec& c = table.columns[static_cast<std::size_t>(below(static_cast<int>(table.columns.size())))];
    table.constraints.push_back({table.name + "_uq", "UNIQUE (" + in_quotes(c.name) + ")"});
  }
}

void RandomSchema::add_foreign_key(TableSpec& table) {
  if (spec_.tables.empty() || !chance(50)) return;
  const TableSpec& parent = spec_.tables[static_cast<std::size_t>(below(static_cast<int>(spec_.tables.size())))];
  if (!parent.has_key || parent.key.find(',') != std::string::npos) return;
  const ColumnSpec& target = parent.columns.front();
  constexpr std::string_view strict_types = "INT INTEGER REAL TEXT BLOB ANY";
  if (table.strict && (target.type.empty() || strict_types.find(target.type) == std::string_view::npos)) return;
  ColumnSpec child;
  child.name = table.name + "_ref";
  child.type = target.type;
  child.domain = target.domain;
  child.collation = target.collation;
  if (chance(30)) child.default_sql = "1";
  const std::string actions =
      one_of({"", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON UPDATE CASCADE", " ON DELETE RESTRICT",
              " ON DELETE SET DEFAULT", " ON UPDATE CASCADE ON DELETE CASCADE", " DEFERRABLE INITIALLY DEFERRED"});
  table.columns.push_back(child);
  table.constraints.push_back({table.name + "_fk", "FOREIGN KEY (" + in_quotes(child.name) + ") REFERENCES " +
                                                       in_quotes(parent.name) + " (" + in_quotes(target.name) + ")" +
                                                       actions});
}

void RandomSchema::add_indexes(TableSpec& table) {
  const int count = below(3);
  for (int n = 0; n < count; ++n) {
    ExpressionWriter writer(*this, table);
    const std::string name = table.name + "_ix" + std::to_string(n);
    std::string parts = chance(50) ? writer.plain_column() : writer.any(1 + below(2));
    if (chance(25)) parts += ", " + writer.plain_column();
    const std::string where = chance(35) ? " WHERE " + writer.likely_truth() : "";
    table.indexes.push_back({name, std::string(chance(60) ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") +
                                       in_quotes(name) + " ON " + in_quotes(table.name) + " (" + parts + ")" + where});
  }
}

OwnedValue RandomSchema::number(Domain domain, bool today, int habit) {
  const auto whole = [&]() -> std::int64_t {
    constexpr std::int64_t large[] = {9007199254740993, 9223372036854775807, -9223372036854775807 - 1,
                                      2147483648,       -2147483649,         9007199254740992,
                                      1000000000000};
    if (domain == Domain::small)
      return below(chance(20) ? 65536 : 20) - (chance(50) ? 10 : 0) - (chance(5) ? 32768 : 0);
    return !today && chance(8) ? large[below(std::size(large))] : below(12) - 3;
  };
  const auto cents = [&] { return static_cast<double>(below(2000) - 500) / 100; };
  if (domain == Domain::small) return OwnedValue(Value::of(std::int64_t{static_cast<std::int16_t>(whole())}));
  if (domain == Domain::integer) return OwnedValue(Value::of(whole()));
  if (domain == Domain::boolean) return OwnedValue(Value::of(std::int64_t{below(2)}));
  const bool integral = today ? habit < 2 : chance(50);
  if (domain == Domain::real) return OwnedValue(Value::of(integral ? static_cast<double>(below(9) - 2) : cents()));
  if (today && habit == 3) return OwnedValue();  // Nothing at all.
  return OwnedValue(integral ? Value::of(whole()) : Value::of(cents()));
}

OwnedValue RandomSchema::text(bool today) {
  if (today) return OwnedValue(Value::text(one_of({"a", "b", "abc", "xyz", "x"})));
  return OwnedValue(Value::text(one_of({"a",    "A", "abc", "ABC", "abc ", " a",  "",  "10",  "1.5",  "007", "zz",
                                        "it's", "é", "É",   "on",  "off",  "a-b", "x", "[a]", "100%", "a_b"})));
}

OwnedValue RandomSchema::instant(bool today, int habit) {
  const std::string day =
      "202" + std::to_string(below(5)) + "-0" + std::to_string(1 + below(9)) + "-1" + std::to_string(below(9));
  if (today && habit == 0) return OwnedValue(Value::text(day + " 00:00:00"));
  if (today && habit == 3) return OwnedValue();
  const std::string fraction = !today && chance(30) ? one_of({".5", ".123", ".25", ".123456"}) : "";
  return OwnedValue(Value::text(
      day + (chance(30) ? " 00:00:00" : " 0" + std::to_string(below(9)) + ":3" + std::to_string(below(9)) + ":07") +
      fraction));
}

OwnedValue RandomSchema::value(const ColumnSpec& column, bool today) {
  const bool null = !column.not_null && chance(15);
  if (null) return {};
  switch (column.domain) {
    case Domain::text: return text(today);
    case Domain::date: {
      const OwnedValue moment = instant(false, 1);
      return OwnedValue(Value::text(moment.view().bytes().substr(0, 10)));
    }
    case Domain::instant: return instant(today, habit_of(column));
    case Domain::blob: {
      const std::string bytes = one_of({"", "a", "abc", "\xff", "\\"});
      return OwnedValue(Value::blob(bytes));
    }
    case Domain::uuid:
      return OwnedValue(
          Value::text(one_of({"6ba7b810-9dad-11d1-80b4-00c04fd430c8", "ffffffff-0000-11d1-80b4-00c04fd430c8",
                              "00000000-0000-4000-8000-000000000001"})));
    case Domain::any: return chance(50) ? number(Domain::decimal, today, 0) : text(true);
    default: return number(column.domain, today, habit_of(column));
  }
}

std::vector<std::string> RandomSchema::todays_rows() {
  std::vector<std::string> rows;
  for (const TableSpec& table : spec_.tables) {
    const int count = below(6);
    for (int n = 0; n < count; ++n) {
      std::string names, values;
      for (const ColumnSpec& c : table.columns) {
        if (!c.generated.empty()) continue;
        names += (names.empty() ? "" : ", ") + in_quotes(c.name);
        values += (values.empty() ? "" : ", ") + sqlite_literal(value(c, true).view());
      }
      rows.push_back("INSERT OR IGNORE INTO " + in_quotes(table.name) + " (" + names + ") VALUES (" + values + ")");
    }
  }
  return rows;
}

/// A value that both sides hold, spelled for each. False when none was found.
bool RandomSchema::draw(const TwoDatabases& databases, const TablePlan& plan, const ColumnSpec& column,
                        StatementPair& literals) {
  const auto planned = std::ranges::find(plan.columns, column.name, &ColumnPlan::source);
  if (planned == plan.columns.end()) return false;
  for (int tries = 0; tries < 8; ++tries) {
    const OwnedValue v = value(column, chance(30));
    const auto literal = databases.literal(plan, *planned, v.view());
    if (!literal) continue;
    literals = {sqlite_literal(v.view()), *literal};
    return true;
  }
  return false;
}

StatementPair RandomSchema::statement(const TwoDatabases& databases) {
  const auto& tables = databases.plan().tables;
  const TablePlan& plan = tables[static_cast<std::size_t>(below(static_cast<int>(tables.size())))];
  const TableSpec& table = *std::ranges::find(spec_.tables, plan.source, &TableSpec::name);
  const int choice = below(10);
  if (choice < 6) return insert(databases, plan, table);
  return choice < 9 ? update(databases, plan, table) : remove(databases, plan, table);
}

StatementPair RandomSchema::insert(const TwoDatabases& databases, const TablePlan& plan, const TableSpec& table) {
  StatementPair names, values;
  for (const ColumnSpec& c : table.columns) {
    const auto planned = std::ranges::find(plan.columns, c.name, &ColumnPlan::source);
    // Ids are always given: the two databases count on in their own ways.
    if (!c.generated.empty() || (!planned->identity && chance(20))) continue;
    StatementPair literal;
    if (!draw(databases, plan, c, literal)) continue;
    const bool first = names.sqlite.empty();
    names.sqlite += (first ? "" : ", ") + in_quotes(c.name);
    names.postgres += (first ? "" : ", ") + quote_identifier(planned->target);
    values.sqlite += (first ? "" : ", ") + literal.sqlite;
    values.postgres += (first ? "" : ", ") + literal.postgres;
  }
  if (names.sqlite.empty()) {
    return {"INSERT INTO " + in_quotes(table.name) + " DEFAULT VALUES",
            "INSERT INTO " + quote_identifier(plan.target) + " DEFAULT VALUES"};
  }
  return {
      "INSERT INTO " + in_quotes(table.name) + " (" + names.sqlite + ") VALUES (" + values.sqlite + ")",
      "INSERT INTO " + quote_identifier(plan.target) + " (" + names.postgres + ") VALUES (" + values.postgres + ")"};
}

/// WHERE on the first column, or none.
std::string RandomSchema::condition(const TwoDatabases& databases, const TablePlan& plan, const TableSpec& table,
                                    StatementPair& pair) {
  const ColumnSpec& first = table.columns.front();
  const auto planned = std::ranges::find(plan.columns, first.name, &ColumnPlan::source);
  StatementPair literal;
  const bool plain =
      first.domain == Domain::integer || first.domain == Domain::small || first.domain == Domain::boolean;
  if (!plain || planned == plan.columns.end() || !draw(databases, plan, first, literal)) return {};
  pair.sqlite += " WHERE " + in_quotes(first.name) + " = " + literal.sqlite;
  pair.postgres += " WHERE " + quote_identifier(planned->target) + " = " + literal.postgres;
  return {};
}

StatementPair RandomSchema::update(const TwoDatabases& databases, const TablePlan& plan, const TableSpec& table) {
  const ColumnSpec& c = table.columns[static_cast<std::size_t>(below(static_cast<int>(table.columns.size())))];
  StatementPair literal;
  if (!c.generated.empty() || !draw(databases, plan, c, literal)) return insert(databases, plan, table);
  const auto planned = std::ranges::find(plan.columns, c.name, &ColumnPlan::source);
  StatementPair pair{"UPDATE " + in_quotes(table.name) + " SET " + in_quotes(c.name) + " = " + literal.sqlite,
                     "UPDATE " + quote_identifier(plan.target) + " SET " + quote_identifier(planned->target) + " = " +
                         literal.postgres};
  (void)condition(databases, plan, table, pair);
  return pair;
}

StatementPair RandomSchema::remove(const TwoDatabases& databases, const TablePlan& plan, const TableSpec& table) {
  StatementPair pair{"DELETE FROM " + in_quotes(table.name), "DELETE FROM " + quote_identifier(plan.target)};
  (void)condition(databases, plan, table, pair);
  return pair;
}

}  // namespace lite2pg::test
