#include "sync/sqlite/schema_objects.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <algorithm>
#include <map>

#include "common/error.h"
#include "export/sqlite/catalog.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/target/quote.h"
#include "sync/sqlite/fault_list.h"
#include "sync/sqlite/geopackage_index.h"
#include "sync/sqlite/object_order.h"

namespace lite2pg {
namespace {

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool same_declaration(const Column& a, const Column& b) {
  return a.name == b.name && a.declared_type == b.declared_type && a.generated == b.generated;
}

/// Of an R-Tree SQLite tells no key.
bool same_column(const Column& a, const Column& b) {
  return same_declaration(a, b) && a.key_position == b.key_position;
}

/// The statements are the ledger's, which anybody with a right to it may have changed.
void require_recorded_columns(const Schema& made, const Schema& recorded) {
  for (const Table& t : recorded.tables) {
    const Table* now = t.holds_rows() ? made.find_table(t.name) : &t;
    const auto same = t.kind == TableKind::rtree ? same_declaration : same_column;
    if (now != nullptr && std::ranges::equal(now->columns, t.columns, same)) continue;
    throw Error(ExitCode::refused, "the recorded statement of table " + t.name + " does not make the recorded columns",
                "the ledger's plan was changed: --run names another run");
  }
}

/// Where the rows of a virtual table come from.
enum class Content { own, other_table, none };

/// https://sqlite.org/fts5.html section 4.4, https://sqlite.org/fts3.html section 6.2
Content content_of(const CreateVirtualTable& table) {
  if (!table.module.starts_with("fts")) return Content::own;
  for (const std::string& argument : table.arguments) {
    const auto equals = argument.find('=');
    if (equals == std::string::npos || trimmed(argument.substr(0, equals)) != "content") continue;
    const std::string value = trimmed(argument.substr(equals + 1));
    return value == "''" || value == "\"\"" || value.empty() ? Content::none : Content::other_table;
  }
  return Content::own;
}

}  // namespace

void SchemaObjects::make_tables() {
  std::vector<std::string> refused;
  for (const Table& t : schema_.tables) {
    if (!t.holds_rows()) continue;
    const auto said = db_.try_run(t.sql);
    if (said) refused.push_back("table " + t.name + ": " + *said);
    const bool tree = t.kind == TableKind::rtree;
    record({t.position, tree ? ObjectKind::virtual_table : ObjectKind::table, t.name, t.name, &t.sql},
           said.value_or(""));
  }
  if (!refused.empty()) {
    throw Error(ExitCode::refused, "this SQLite cannot make the tables as they were: " + fault_list(refused),
                "their statements need functions or collations that the application brings along");
  }
  require_recorded_columns(read_catalog(db_.handle()), schema_);
}

std::vector<SchemaObjects::Part> SchemaObjects::others() const {
  std::vector<Part> parts;
  for (const Table& t : schema_.tables) {
    if (t.kind == TableKind::virtual_) parts.push_back({t.position, ObjectKind::virtual_table, t.name, t.name, &t.sql});
    if (!t.holds_rows()) continue;
    for (const Index& i : t.indexes) {
      if (!i.sql.empty()) parts.push_back({i.position, ObjectKind::index, i.name, t.name, &i.sql});
    }
  }
  for (const View& v : schema_.views) parts.push_back({v.position, ObjectKind::view, v.name, "", &v.sql});
  for (const Trigger& t : schema_.triggers) parts.push_back({t.position, ObjectKind::trigger, t.name, t.table, &t.sql});
  // A trigger on a view wants the view.
  const auto last = [](const Part& p) { return p.kind == ObjectKind::trigger; };
  std::ranges::stable_sort(parts, {}, [&](const Part& p) { return std::pair(last(p), p.position); });
  return parts;
}

void SchemaObjects::make_others() {
  for (const Part& part : others()) make(part);
  if (broken_.empty()) return;
  throw Error(ExitCode::refused,
              "rows of the target break what the original promises; no file is made: " + fault_list(broken_),
              "change the rows in the target");
}

void SchemaObjects::make(const Part& part) {
  const auto said = db_.try_run(*part.sql);
  record(part, said.value_or(""));
  if (said && part.kind == ObjectKind::index && said->starts_with("UNIQUE constraint failed")) {
    broken_.push_back("unique index " + part.name + " on " + part.table + ": " + *said);
  } else if (said) {
    notes_.push_back(std::string(name_of(part.kind)) + " " + part.name + " is not made: " + *said);
  } else if (part.kind == ObjectKind::virtual_table) {
    rebuild(part);
  }
}

void SchemaObjects::rebuild(const Part& part) {
  Content content = Content::own;
  try {
    content = content_of(parse_create_virtual_table(*part.sql));
  } catch (const SqlError&) {
    content = Content::own;
  }
  const std::string name = quote_identifier(part.name);
  if (content == Content::own && fill_geopackage_index(db_, schema_, part.name)) return;
  std::string why = "its rows are not in the target";
  if (content == Content::other_table) {
    const auto said = db_.try_run("INSERT INTO main." + name + " (" + name + ") VALUES ('rebuild')");
    if (!said) return;
    why = *said;
  }
  objects_.back().status = ObjectStatus::changed;
  objects_.back().reason = "made without rows: " + why;
  notes_.push_back("virtual table " + part.name + " is made without rows: " + why);
}

void SchemaObjects::record(const Part& part, const std::string& why_not) {
  ObjectPlan& object = objects_.emplace_back();
  object.kind = part.kind;
  object.name = part.name;
  object.table = part.table;
  object.status = why_not.empty() ? ObjectStatus::carried : ObjectStatus::not_carried;
  object.reason = why_not;
}

void SchemaObjects::compare_texts() {
  std::map<std::pair<std::string, std::string>, const std::string*> recorded;
  for (const Table& t : schema_.tables)
    if (t.holds_rows()) recorded[{"table", t.name}] = &t.sql;
  for (const Part& part : others()) {
    recorded[{part.kind == ObjectKind::virtual_table ? "table" : std::string(name_of(part.kind)), part.name}] =
        part.sql;
  }
  SQLite::Statement rows(db_.handle(), "SELECT type, name, sql FROM sqlite_schema");
  while (rows.executeStep()) {
    const auto found = recorded.find({rows.getColumn(0).getString(), rows.getColumn(1).getString()});
    if (found == recorded.end() || rows.getColumn(2).getString() == *found->second) continue;
    notes_.push_back(found->first.first + " " + found->first.second + ": SQLite stored its statement in other words");
  }
}

void SchemaObjects::restore_order() {
  std::vector<MadeObject> made;
  SQLite::Statement rows(db_.handle(), "SELECT rowid, type, name, tbl_name FROM sqlite_schema ORDER BY rowid");
  while (rows.executeStep()) {
    made.push_back({rows.getColumn(0).getInt64(), rows.getColumn(1).getString(), rows.getColumn(2).getString(),
                    rows.getColumn(3).getString()});
  }
  rows.reset();
  compare_texts();
  const std::vector<std::int64_t> order = original_order(schema_, made);
  std::string sql = "PRAGMA writable_schema = ON; BEGIN;";
  std::int64_t number = 0;
  for (const std::int64_t rowid : order) {
    sql += "UPDATE sqlite_schema SET rowid = " + std::to_string(-++number) + " WHERE rowid = " + std::to_string(rowid) +
           ";";
  }
  db_.run(sql + "UPDATE sqlite_schema SET rowid = -rowid; COMMIT; PRAGMA writable_schema = RESET");
}

}  // namespace lite2pg
