#include "sync/sqlite/derived_schema.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <algorithm>
#include <iterator>

#include "common/error.h"
#include "export/sqlite/catalog.h"
#include "mapping/target/quote.h"
#include "sync/sqlite/backward_expression.h"
#include "sync/sqlite/backward_type.h"

namespace lite2pg {
namespace {

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + quote_identifier(name);
  return list;
}

std::string_view action_of(char letter) {
  switch (letter) {
    case 'r': return "RESTRICT";
    case 'c': return "CASCADE";
    case 'n': return "SET NULL";
    case 'd': return "SET DEFAULT";
    default: return "NO ACTION";
  }
}

class TableText {
 public:
  TableText(const TargetTable& table, const CatalogObjects& objects)
      : table_(table), objects_(objects), senses_(senses_of(table)) {}

  DerivedTable make() {
    const CatalogConstraint* key = primary_key();
    for (const TargetColumn& c : table_.columns) add_column(c, is_rowid(key, c));
    for (const CatalogConstraint& c : objects_.constraints) add_constraint(c);
    derived_.create = "CREATE TABLE " + quote_identifier(table_.name) + " (" + lines_ + "\n)";
    for (const CatalogIndex& i : objects_.indexes) add_index(i);
    return std::move(derived_);
  }

 private:
  void note(const std::string& what, const std::string& why) {
    derived_.notes.push_back(table_.name + ": " + what + " is left out: " + why);
  }
  void line(const std::string& text) { lines_ += (lines_.empty() ? "\n  " : ",\n  ") + text; }

  [[nodiscard]] const CatalogConstraint* primary_key() const {
    const auto found = std::ranges::find(objects_.constraints, 'p', &CatalogConstraint::kind);
    return found == objects_.constraints.end() ? nullptr : &*found;
  }

  /// A key that is one integer becomes the rowid.
  [[nodiscard]] static bool is_rowid(const CatalogConstraint* key, const TargetColumn& c) {
    const bool integer = c.base == "int2" || c.base == "int4" || c.base == "int8";
    return key != nullptr && key->columns.size() == 1 && key->columns[0] == c.name && integer && !c.is_array;
  }

  void add_column(const TargetColumn& c, bool rowid) {
    const BackwardType type = backward_type(c);
    rowid_ = rowid_ || rowid;
    if (rowid) {
      const bool counted = c.identity || !c.sequence.empty();
      return line(quote_identifier(c.name) + " INTEGER PRIMARY KEY" + (counted ? " AUTOINCREMENT" : ""));
    }
    std::string text = quote_identifier(c.name) + " " + type.declared;
    if (!type.collation.empty()) text += " COLLATE " + type.collation;
    if (c.not_null) text += " NOT NULL";
    if (!c.default_sql.empty() && !c.identity) text += default_of(c);
    if (c.is_enum && !c.is_array && !c.labels.empty()) text += check_of_labels(c);
    if (c.generated) note("the expression of column " + c.name, "its values are copied");
    line(text);
  }

  std::string default_of(const TargetColumn& c) {
    if (c.default_sql.starts_with("nextval(") || c.generated) return "";
    const std::size_t cast = c.default_sql.rfind("'::");  // 'label'::schema.type
    const bool label = c.is_enum && cast != std::string::npos && c.default_sql.starts_with('\'');
    const auto expression = backward_default(label ? c.default_sql.substr(0, cast + 1) : c.default_sql);
    if (expression) return " DEFAULT (" + *expression + ")";
    note("DEFAULT of " + c.name, c.default_sql);
    return "";
  }

  static std::string check_of_labels(const TargetColumn& c) {
    std::string labels;
    for (const std::string& label : c.labels) labels += (labels.empty() ? "" : ", ") + quote_literal(label);
    return " CHECK (" + quote_identifier(c.name) + " IN (" + labels + "))";
  }

  void add_constraint(const CatalogConstraint& c) {
    const std::string name = "CONSTRAINT " + quote_identifier(c.name) + " ";
    if (c.kind == 'p' && !rowid_) line(name + "PRIMARY KEY (" + list_of(c.columns) + ")");
    if (c.kind == 'u') line(name + "UNIQUE (" + list_of(c.columns) + ")");
    if (c.kind == 'u' && c.one_null) note("NULLS NOT DISTINCT of " + c.name, "SQLite takes any number of NULLs");
    if (c.kind == 'f') add_foreign_key(name, c);
    if (c.kind == 'x') note("exclusion constraint " + c.name, "SQLite has none");
    if (c.kind != 'c') return;
    const auto expression = backward_condition(c.expression, senses_);
    if (!expression) return note("check " + c.name, c.expression);
    line(name + "CHECK (" + *expression + ")");
  }

  void add_foreign_key(const std::string& name, const CatalogConstraint& c) {
    if (c.parent.empty()) return note("foreign key " + c.name, "it refers to a table of another schema");
    std::string text = name + "FOREIGN KEY (" + list_of(c.columns) + ") REFERENCES " + quote_identifier(c.parent) +
                       " (" + list_of(c.parent_columns) + ")";
    if (c.on_update != 'a') text += " ON UPDATE " + std::string(action_of(c.on_update));
    if (c.full) note("MATCH FULL of " + c.name, "SQLite asks for no parent when any column is NULL");
    if (c.some_columns) return note("foreign key " + c.name, "its ON DELETE sets some of its columns alone");
    if (c.on_delete != 'a') text += " ON DELETE " + std::string(action_of(c.on_delete));
    line(text + (c.deferred ? " DEFERRABLE INITIALLY DEFERRED" : ""));
  }

  void add_index(const CatalogIndex& index) {
    if (!index.plain) return note("index " + index.name, "it is no plain index over columns");
    std::string parts;
    for (std::size_t i = 0; i < index.columns.size(); ++i) {
      const bool descending = i < index.descending.size() && index.descending[i];
      parts += (i == 0 ? "" : ", ") + quote_identifier(index.columns[i]) + (descending ? " DESC" : "");
    }
    std::string where;
    if (!index.where.empty()) {
      const auto expression = backward_condition(index.where, senses_);
      if (!expression) return note("index " + index.name, "its condition is " + index.where);
      where = " WHERE " + *expression;
    }
    derived_.indexes.push_back(std::string(index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") +
                               quote_identifier(index.name) + " ON " + quote_identifier(table_.name) + " (" + parts +
                               ")" + where);
  }

  const TargetTable& table_;
  const CatalogObjects& objects_;
  ColumnSenses senses_;
  DerivedTable derived_;
  std::string lines_;
  bool rowid_ = false;
};

void make(SQLite::Database& db, const std::string& table, const std::string& sql) {
  try {
    db.exec(sql);
  } catch (const SQLite::Exception& e) {
    throw Error(ExitCode::refused,
                "SQLite has no place for what is derived from the target's table '" + table + "': " + e.what(),
                "--tables and --exclude choose tables");
  }
}

TablePlan plan_of(const Table& made, const TargetTable& target) {
  TablePlan plan;
  plan.source = made.name;
  plan.target = target.name;
  for (const TargetColumn& c : target.columns) {
    plan.columns.push_back(backward_column(c, static_cast<int>(plan.columns.size())));
  }
  plan.key = made.key_columns();
  return plan;
}

}  // namespace

DerivedTable derived_table(const TargetTable& table, const CatalogObjects& objects) {
  return TableText(table, objects).make();
}

DerivedSchema derived_schema(const std::vector<const TargetTable*>& tables,
                             const std::map<std::string, CatalogObjects>& objects) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE);
  DerivedSchema derived;
  for (const TargetTable* table : tables) {
    const auto found = objects.find(table->name);
    DerivedTable text = derived_table(*table, found == objects.end() ? CatalogObjects() : found->second);
    make(db, table->name, text.create);
    for (const std::string& index : text.indexes) make(db, table->name, index);
    std::ranges::move(text.notes, std::back_inserter(derived.notes));
  }
  derived.schema = read_catalog(db);
  for (std::size_t i = 0; i < derived.schema.tables.size(); ++i) {
    derived.tables.push_back(plan_of(derived.schema.tables[i], *tables[i]));
  }
  derived.schema.file = {};
  return derived;
}

void add_columns(Table& table, const std::vector<const TargetColumn*>& columns) {
  SQLite::Database db(":memory:", SQLite::OPEN_READWRITE);
  make(db, table.name, table.sql);
  for (const TargetColumn* c : columns) {
    const BackwardType type = backward_type(*c);
    make(db, table.name,
         "ALTER TABLE " + quote_identifier(table.name) + " ADD COLUMN " + quote_identifier(c->name) + " " +
             type.declared + (type.collation.empty() ? "" : " COLLATE " + type.collation));
  }
  const Schema made = read_catalog(db);
  const Table* now = made.find_table(table.name);
  if (now == nullptr) throw Error(ExitCode::refused, "columns cannot be added to table " + table.name);
  table.columns = now->columns;
  table.sql = now->sql;
}

}  // namespace lite2pg
