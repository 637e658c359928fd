#include "tests/verify/damager.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

#include "mapping/target/quote.h"

namespace lite2pg::test {
namespace {

std::string joined(const std::vector<std::string>& parts, const std::string& separator) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

/// New values of a column of a type: SQL over it, where c is the column and %d a random number.
const std::map<std::string, std::vector<std::string>>& mutations() {
  static const std::vector<std::string> integer = {"c + 1", "c - 1", "-c", "NULL", "c + %d", "c # (1 << (%d % 14))"};
  static const std::vector<std::string> text = {"c || ' '",
                                                "c || 'x'",
                                                "'x' || c",
                                                "NULL",
                                                "''",
                                                "'NULL'",
                                                "overlay(c placing '~' from 1 + %d % length(c) for 1)",
                                                "c || c",
                                                "normalize(c || U&'\\00e9', NFD)",
                                                "translate(c, 'aeiou', 'eioua')"};
  static const std::vector<std::string> moment = {
      "c + interval '1 hour'",  "c - interval '1 ms'",    "NULL", "c + interval '1 us'", "'-infinity'",
      "c + interval '%d days'", "date_trunc('minute', c)"};
  static const std::map<std::string, std::vector<std::string>> all = {
      {"int2", integer},
      {"int4", integer},
      {"int8", {"c + 1", "c - 1", "-c", "NULL", "c # (1::bigint << (%d % 62))"}},
      {"float8",
       {"c + 1e-9", "c::real", "-c", "NULL", "'NaN'", "'Infinity'", "c * (1 + 2.220446049250313e-16)", "c + %d"}},
      {"numeric", {"c + 0.01", "-c", "NULL", "c * 10", "round(c, 1)", "c + %d", "'NaN'"}},
      {"bool", {"NOT c", "NULL"}},
      {"text", text},
      {"varchar", text},
      {"bytea",
       {"c || '\\x00'", "''", "NULL", "substr(c, 2)",
        "set_bit(c, %d % (8 * length(c)), 1 - get_bit(c, %d % (8 * length(c))))", "c || c"}},
      {"date", {"c + 1", "c - %d", "NULL", "'infinity'"}},
      {"time", {"c + interval '1 second'", "c + interval '1 us'", "NULL"}},
      {"timestamp", moment},
      {"timestamptz", moment},
      {"uuid", {"gen_random_uuid()", "NULL"}},
      {"json", {"(c::text || ' ')::json", "'{}'", "NULL", "c::jsonb::json", "json_build_array(c)"}},
      {"jsonb", {"'{}'", "NULL", "jsonb_build_array(c)"}},
  };
  return all;
}

std::string with(std::string expression, const std::string& column, std::uint64_t number) {
  for (std::size_t at = 0; (at = expression.find("%d", at)) != std::string::npos;)
    expression.replace(at, 2, std::to_string(number));
  const auto is_word = [&](std::size_t i) {
    return i < expression.size() &&
           (std::isalnum(static_cast<unsigned char>(expression[i])) != 0 || expression[i] == '_');
  };
  for (std::size_t i = 0; i < expression.size(); ++i) {
    if (expression[i] != 'c' || is_word(i + 1) || (i > 0 && (is_word(i - 1) || expression[i - 1] == '\''))) continue;
    expression.replace(i, 1, column);
    i += column.size();
  }
  return expression;
}

}  // namespace

Damager::Damager(const TempDatabase& database, std::string schema, std::uint64_t seed)
    : session_(Target{database.uri()}, "damager"), schema_(std::move(schema)), kept_(schema_ + "_kept"), random_(seed) {
  read_catalog();
  session_.query("CREATE SCHEMA " + quote_identifier(kept_));
  for (Table& t : tables_) {
    session_.query("CREATE TABLE " + quote_identifier(kept_) + "." + quote_identifier(t.name) + " AS TABLE " +
                   quote_identifier(schema_) + "." + quote_identifier(t.name));
  }
  loosen();
  for (Table& t : tables_) read_rows(t);
}

void Damager::read_catalog() {
  const std::string in_schema =
      "relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = " + quote_literal(schema_) + ")";
  for (const auto& r :
       session_.query("SELECT relname, oid FROM pg_class WHERE relkind = 'r' AND " + in_schema + " ORDER BY relname")) {
    Table& table = tables_.emplace_back();
    table.name = r[0].value();
    const std::string oid = r[1].value();
    for (const auto& k : session_.query("SELECT attname FROM pg_constraint, unnest(conkey) WITH ORDINALITY k(n, o), "
                                        "pg_attribute WHERE contype = 'p' AND attrelid = conrelid AND attnum = n AND "
                                        "conrelid = " +
                                        oid + " ORDER BY o")) {
      table.key.push_back(k[0].value());
    }
    for (const auto& c : session_.query("SELECT attname, format_type(atttypid, atttypmod), typname FROM pg_attribute "
                                        "JOIN pg_type t ON t.oid = atttypid WHERE attnum > 0 AND NOT attisdropped AND "
                                        "attrelid = " +
                                        oid + " ORDER BY attnum")) {
      Column column{c[0].value(), c[1].value(), c[2].value()};
      column.key = std::ranges::find(table.key, column.name) != table.key.end();
      table.columns.push_back(std::move(column));
    }
  }
}

void Damager::loosen() {
  Transaction transaction(session_, {.schema = schema_});
  session_.execute(R"(DO $$ DECLARE sql text; BEGIN
    FOR sql IN SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', conrelid::regclass, conname)
               FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND conrelid <> 0
               ORDER BY contype = 'f' DESC LOOP EXECUTE sql; END LOOP;
    FOR sql IN SELECT format('DROP INDEX %s', indexrelid::regclass) FROM pg_index JOIN pg_class c ON c.oid = indrelid
               WHERE c.relnamespace = current_schema()::regnamespace LOOP EXECUTE sql; END LOOP;
    FOR sql IN SELECT format('ALTER TABLE %s %s', c.oid::regclass, string_agg(format(
                 'ALTER %1$I DROP IDENTITY IF EXISTS, ALTER %1$I DROP EXPRESSION IF EXISTS, ALTER %1$I DROP NOT NULL',
                 attname), ', '))
               FROM pg_class c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
               WHERE c.relnamespace = current_schema()::regnamespace AND relkind = 'r' GROUP BY c.oid
    LOOP EXECUTE sql; END LOOP; END $$)");
  transaction.commit();
}

void Damager::read_rows(Table& table) {
  table.rows.clear();
  table.used.clear();
  std::string key = "''", where = "'ctid = ' || quote_literal(ctid)";
  if (!table.key.empty()) {
    std::vector<std::string> shown, conditions;
    for (const std::string& k : table.key) {
      const auto column = std::ranges::find(table.columns, k, &Column::name);
      const bool number = column->base.starts_with("int");
      shown.push_back(quote_literal(k + "=") + " || " +
                      (number ? quote_identifier(k) : "quote_literal(" + quote_identifier(k) + ")"));
      conditions.push_back(quote_literal(quote_identifier(k) + " = ") + " || quote_literal(" + quote_identifier(k) +
                           "::text) || " + quote_literal("::" + column->type));
    }
    key = joined(shown, " || ', ' || ");
    where = joined(conditions, " || ' AND ' || ");
  }
  for (const auto& r : session_.query("SELECT " + key + ", " + where + " FROM " + quote_identifier(schema_) + "." +
                                      quote_identifier(table.name)))
    table.rows.push_back({r[0].value(), r[1].value()});
}

std::vector<std::string> Damager::damage(std::size_t count) {
  using Kind = bool (Damager::*)(Table&);
  static constexpr std::array kinds = std::to_array<std::pair<const char*, Kind>>({
      {"value", &Damager::change_value},
      {"value", &Damager::change_value},
      {"value", &Damager::change_value},
      {"value", &Damager::change_value},
      {"lost", &Damager::lose_row},
      {"doubled", &Damager::double_row},
      {"key", &Damager::change_key},
      {"rows swapped", &Damager::swap_rows},
      {"columns swapped", &Damager::swap_columns},
      {"moved", &Damager::move_row},
  });
  expected_.clear();
  std::size_t done = 0;
  for (std::size_t tries = 0; done < count && tries < 20 * count; ++tries) {
    Table& table = tables_[random_.below(tables_.size())];
    const auto& [name, kind] = kinds[random_.below(kinds.size())];
    if (!(this->*kind)(table)) continue;
    kinds_.insert(name);
    ++done;
  }
  return expected_;
}

void Damager::repair() {
  for (Table& t : tables_) {
    if (t.used.empty() && moved_ == 0) continue;
    const std::string name = quote_identifier(t.name);
    session_.query("TRUNCATE " + quote_identifier(schema_) + "." + name + "; INSERT INTO " + quote_identifier(schema_) +
                   "." + name + " TABLE " + quote_identifier(kept_) + "." + name);
    if (t.key.empty()) {
      read_rows(t);
    } else {
      t.used.clear();
    }
  }
}

const Damager::Row* Damager::fresh_row(Table& table) {
  if (table.used.size() == table.rows.size()) return nullptr;
  for (int tries = 0; tries < 20; ++tries) {
    const std::size_t i = random_.below(table.rows.size());
    if (table.used.insert(i).second) return &table.rows[i];
  }
  return nullptr;
}

const Damager::Column& Damager::any_column(const Table& table) {
  return table.columns[random_.below(table.columns.size())];
}

std::string Damager::mutation_of(const Column& column) {
  const auto found = mutations().find(column.base);
  if (found == mutations().end()) return "NULL";
  const std::string expression = found->second[random_.below(found->second.size())];
  return "(" + with(expression, quote_identifier(column.name), 1 + random_.below(999)) + ")::" + column.type;
}

std::string Damager::run(const std::string& sql) {
  try {
    Transaction transaction(session_, {.schema = schema_});
    const auto rows = session_.query(sql);
    transaction.commit();
    return rows.empty() ? "" : rows[0][0].value_or("");
  } catch (const TargetError&) {  // A value that the type does not take: no damage was done.
    return "";
  }
}

void Damager::expect(const Table& table, const char* kind, const std::string& key, const std::string& column) {
  std::string line = table.name + " " + kind;
  if (!key.empty()) line += " " + key;
  if (!column.empty()) line += " " + column;
  expected_.push_back(line);
}

void Damager::expect_changed(const Table& table, const Row& row, const std::string& column) {
  if (!table.key.empty()) return expect(table, "changed", row.key, column);
  expect(table, "missing", "");
  expect(table, "extra", "");
}

bool Damager::change_value(Table& table) {
  const Column& column = any_column(table);
  const Row* row = column.key ? nullptr : fresh_row(table);
  if (row == nullptr) return false;
  const std::string value = mutation_of(column), name = quote_identifier(column.name);
  // 5.0 for 5 is no damage.
  const auto shown = [&](const std::string& v) {
    return (column.base == "numeric" ? "trim_scale(" : "(") + v + ")::text";
  };
  if (run("UPDATE " + quote_identifier(table.name) + " SET " + name + " = " + value + " WHERE " + row->where + " AND " +
          shown(value) + " IS DISTINCT FROM " + shown(name) + " RETURNING 'done'") != "done")
    return false;
  expect_changed(table, *row, column.name);
  return true;
}

bool Damager::lose_row(Table& table) {
  const Row* row = fresh_row(table);
  if (row == nullptr) return false;
  if (run("DELETE FROM " + quote_identifier(table.name) + " WHERE " + row->where + " RETURNING 'done'") != "done")
    return false;
  expect(table, "missing", row->key);
  return true;
}

bool Damager::double_row(Table& table) {
  const Row* row = fresh_row(table);
  if (row == nullptr) return false;
  const std::string name = quote_identifier(table.name);
  if (run("INSERT INTO " + name + " SELECT * FROM " + name + " WHERE " + row->where + " RETURNING 'done'") != "done")
    return false;
  expect(table, "extra", row->key);
  return true;
}

bool Damager::change_key(Table& table) {
  if (table.key.size() != 1) return false;
  const Row* row = fresh_row(table);
  const auto column = std::ranges::find(table.columns, table.key[0], &Column::name);
  const bool number = column->base.starts_with("int");
  if (row == nullptr || (!number && column->base != "text")) return false;
  const std::string k = quote_identifier(table.key[0]), id = std::to_string(1'000'000 + ++moved_);
  const std::string changed = run("UPDATE " + quote_identifier(table.name) + " SET " + k + " = " +
                                  (number ? id : "'moved' || " + id) + " WHERE " + row->where + " RETURNING " + k);
  if (changed.empty()) return false;
  expect(table, "missing", row->key);
  expect(table, "extra", table.key[0] + "=" + (number ? changed : quote_literal(changed)));
  return true;
}

bool Damager::swap_rows(Table& table) {
  const Column& column = any_column(table);
  const Row* a = column.key || table.key.empty() ? nullptr : fresh_row(table);
  const Row* b = a == nullptr ? nullptr : fresh_row(table);
  if (b == nullptr) return false;
  const std::string name = quote_identifier(table.name), c = quote_identifier(column.name);
  const auto value = [&](const Row& r) { return "(SELECT " + c + " FROM " + name + " WHERE " + r.where + ")"; };
  if (run("UPDATE " + name + " SET " + c + " = CASE WHEN " + a->where + " THEN " + value(*b) + " ELSE " + value(*a) +
          " END WHERE ((" + a->where + ") OR (" + b->where + ")) AND " + value(*a) + "::text IS DISTINCT FROM " +
          value(*b) + "::text RETURNING 'done'") != "done")
    return false;
  expect_changed(table, *a, column.name);
  expect_changed(table, *b, column.name);
  return true;
}

bool Damager::swap_columns(Table& table) {
  const Column& a = any_column(table);
  const Column& b = any_column(table);
  if (a.key || b.key || a.name == b.name || a.type != b.type || table.key.empty()) return false;
  const Row* row = fresh_row(table);
  if (row == nullptr) return false;
  const std::string x = quote_identifier(a.name), y = quote_identifier(b.name);
  if (run("UPDATE " + quote_identifier(table.name) + " SET " + x + " = " + y + ", " + y + " = " + x + " WHERE " +
          row->where + " AND " + x + "::text IS DISTINCT FROM " + y + "::text RETURNING 'done'") != "done")
    return false;
  expect_changed(table, *row, a.name);
  expect_changed(table, *row, b.name);
  return true;
}

bool Damager::move_row(Table& table) {
  const auto shape = [](const Table& t) {
    std::vector<std::string> types;
    for (const Column& c : t.columns) types.push_back(c.type + (c.key ? " key" : ""));
    return types;
  };
  const auto to = std::ranges::find_if(
      tables_, [&](const Table& t) { return t.name != table.name && t.key.size() == 1 && shape(t) == shape(table); });
  const Row* row = to == tables_.end() ? nullptr : fresh_row(table);
  if (row == nullptr || !table.columns[0].key || !table.columns[0].base.starts_with("int")) return false;
  std::vector<std::string> rest;
  for (std::size_t i = 1; i < table.columns.size(); ++i) rest.push_back(quote_identifier(table.columns[i].name));
  const std::string key = std::to_string(2'000'000 + ++moved_), columns = rest.empty() ? "" : ", " + joined(rest, ", ");
  if (run("WITH gone AS (DELETE FROM " + quote_identifier(table.name) + " WHERE " + row->where +
          " RETURNING *) INSERT INTO " + quote_identifier(to->name) + " SELECT " + key + columns +
          " FROM gone RETURNING 'done'") != "done")
    return false;
  expect(table, "missing", row->key);
  expect(*to, "extra", to->key[0] + "=" + key);
  return true;
}

namespace {

/// A row that is there several times is named once, with both counts in the cause.
std::size_t times_of(const Difference& d) {
  unsigned source = 0, target = 0;
  if (std::sscanf(d.cause.c_str(), "%u times in the source, %u in the target", &source, &target) != 2) return 1;
  return source > target ? source - target : target - source;
}

}  // namespace

std::vector<std::string> named_by(const VerifyResult& result) {
  std::vector<std::string> lines;
  for (const TableOutcome& t : result.tables) {
    std::size_t named = 0;
    for (const Difference& d : t.report.differences) {
      std::string line = t.report.target + " " + std::string(name_of(d.kind));
      if (!d.key.starts_with("(")) line += " " + d.key;
      if (!d.column.empty()) line += " " + d.column;
      named += times_of(d);
      lines.insert(lines.end(), times_of(d), line);
    }
    if (t.report.differences_total != named) lines.push_back(t.report.target + ": some not named");
  }
  return lines;
}

}  // namespace lite2pg::test
