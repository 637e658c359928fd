#include "mapping/objects.h"

#include <algorithm>
#include <map>

#include "common/text.h"
#include "mapping/ddl.h"
#include "mapping/identifier.h"

namespace lite2pg {
namespace {

/// Goes through the source schema in its order, so that names are given in the same order each time.
class ObjectPlanner {
 public:
  explicit ObjectPlanner(Plan& plan) : plan_(plan) {
    for (const TablePlan& table : plan.tables) (void)relations_.claim(table.target);
  }

  void run() {
    for (const Table& table : plan_.schema.tables) plan_table(table);
    for (const View& view : plan_.schema.views)
      not_carried(ObjectKind::view, view.name, "", "views are not translated");
    for (const Trigger& t : plan_.schema.triggers)
      not_carried(ObjectKind::trigger, t.name, t.table, "trigger: " + t.sql);
  }

 private:
  void plan_table(const Table& table) {
    if (table.kind == TableKind::virtual_)
      not_carried(ObjectKind::virtual_table, table.name, table.name, "virtual table");
    if (table.kind == TableKind::shadow) not_carried(ObjectKind::shadow_table, table.name, table.name, "shadow table");
    TablePlan* plan = find(table.name);
    if (plan == nullptr) return;
    add(named(ObjectKind::table, table.name, table.name));
    plan_identity(table, *plan);
    plan_key(table, *plan);
    for (const Index& index : table.indexes) plan_index(table, *plan, index);
    for (const Check& check : table.checks) not_carried(ObjectKind::check, check.name, table.name, check.expression);
    for (const ForeignKey& key : table.foreign_keys) plan_foreign_key(table, *plan, key);
  }

  void plan_identity(const Table& table, TablePlan& plan) {
    ColumnPlan* column = column_of(plan, table.rowid_alias);
    if (column == nullptr || !column->not_null || column->type == "text") return;
    column->identity = true;
    add(named(ObjectKind::identity, column->target, table.name));
  }

  void plan_key(const Table& table, const TablePlan& plan) {
    if (table.key_columns().empty()) return;
    std::vector<std::string> columns;
    for (const int c : plan.key) columns.push_back(plan.columns[static_cast<std::size_t>(c)].target);
    const std::string name = relations_.claim(table.key_name.empty() ? plan.target + "_pkey" : table.key_name).name;
    add_constraint(ObjectKind::primary_key, name, table, plan, columns, "PRIMARY KEY");
  }

  void plan_index(const Table& table, TablePlan& plan, const Index& index) {
    if (index.origin == IndexOrigin::primary_key) return;
    std::vector<std::string> columns, parts;
    for (const IndexPart& part : index.parts) {
      const ColumnPlan* column = column_of(plan, part.column);
      const bool plain = column != nullptr && !index.where && (part.collation.empty() || part.collation == "BINARY");
      if (!plain) return not_carried(ObjectKind::index, index.name, table.name, "expression, predicate or collation");
      columns.push_back(column->target);
      parts.push_back(quote_identifier(column->target) + order_of(part, *column));
    }
    if (index.origin == IndexOrigin::unique_constraint) {
      const std::string wish =
          index.constraint_name.empty() ? plan.target + "_" + joined(columns, "_") + "_key" : index.constraint_name;
      return add_constraint(ObjectKind::unique, relations_.claim(wish).name, table, plan, columns, "UNIQUE");
    }
    ObjectPlan object = named(ObjectKind::index, index.name, table.name);
    object.phase = Phase::after_table;
    object.sql = {std::string(index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") +
                  quote_identifier(relations_.claim(index.name).name) + " ON " + quote_identifier(plan.target) + " (" +
                  joined(parts, ", ") + ")"};
    add(std::move(object));
  }

  /// SQLite sorts NULL before everything; PostgreSQL after, unless told.
  static std::string order_of(const IndexPart& part, const ColumnPlan& column) {
    if (part.descending) return column.not_null ? " DESC" : " DESC NULLS LAST";
    return column.not_null ? "" : " NULLS FIRST";
  }

  void plan_foreign_key(const Table& table, TablePlan& plan, const ForeignKey& key) {
    const Table* parent_source = plan_.schema.find_table(key.parent);
    TablePlan* parent = parent_source == nullptr ? nullptr : find(parent_source->name);
    ObjectPlan object = named(ObjectKind::foreign_key, key.name, table.name);
    if (parent == nullptr) return not_carried(object.kind, key.name, table.name, "no table " + key.parent);
    std::vector<std::string> columns, parents;
    for (const int c : key.columns) {
      const ColumnPlan* column = column_of(plan, c);
      if (column != nullptr) columns.push_back(quote_identifier(column->target));
    }
    std::vector<int> parent_columns;
    for (const std::string& name : key.parent_columns) parent_columns.push_back(parent_source->find_column(name));
    if (parent_columns.empty()) parent_columns = parent_source->key_columns();
    for (const int c : parent_columns) {
      const ColumnPlan* column = column_of(*parent, c);
      if (column != nullptr) parents.push_back(quote_identifier(column->target));
    }
    if (columns.size() != key.columns.size() || parents.size() != columns.size()) {
      return not_carried(object.kind, key.name, table.name, "the parent's columns do not match");
    }
    const std::string name = key.name.empty() ? hashed_name(plan.target + "_fkey_" + std::to_string(key.id)) : key.name;
    object.name = name;
    object.phase = Phase::after_load;
    object.target_table = plan.target;
    object.target_parent = parent->target;
    object.sql = {"ALTER TABLE " + quote_identifier(plan.target) + " ADD CONSTRAINT " + quote_identifier(name) +
                  " FOREIGN KEY (" + joined(columns, ", ") + ") REFERENCES " + quote_identifier(parent->target) + " (" +
                  joined(parents, ", ") + ") ON UPDATE " + key.on_update + " ON DELETE " + key.on_delete +
                  (key.deferrable ? " DEFERRABLE" : "") + (key.initially_deferred ? " INITIALLY DEFERRED" : "")};
    add(std::move(object));
  }

  void add_constraint(ObjectKind kind, const std::string& name, const Table& table, const TablePlan& plan,
                      const std::vector<std::string>& columns, const std::string& what) {
    ObjectPlan object = named(kind, name, table.name);
    object.phase = Phase::after_table;
    std::vector<std::string> quoted;
    for (const std::string& c : columns) quoted.push_back(quote_identifier(c));
    const std::string target = quote_identifier(plan.target), index = quote_identifier(name);
    object.sql = {"CREATE UNIQUE INDEX " + index + " ON " + target + " (" + joined(quoted, ", ") + ")",
                  "ALTER TABLE " + target + " ADD CONSTRAINT " + index + " " + what + " USING INDEX " + index};
    add(std::move(object));
  }

  static std::string joined(const std::vector<std::string>& words, const std::string& separator) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
    return text;
  }

  TablePlan* find(const std::string& source) {
    const auto found = std::ranges::find(plan_.tables, source, &TablePlan::source);
    return found == plan_.tables.end() ? nullptr : &*found;
  }

  static ColumnPlan* column_of(TablePlan& table, int source_index) {
    if (source_index < 0) return nullptr;
    const auto found = std::ranges::find(table.columns, source_index, &ColumnPlan::source_index);
    return found == table.columns.end() ? nullptr : &*found;
  }

  static ObjectPlan named(ObjectKind kind, const std::string& name, const std::string& table) {
    ObjectPlan object;
    object.kind = kind;
    object.name = name;
    object.table = table;
    return object;
  }

  void add(ObjectPlan object) { plan_.objects.push_back(std::move(object)); }
  void not_carried(ObjectKind kind, const std::string& name, const std::string& table, const std::string& reason) {
    ObjectPlan object = named(kind, name, table);
    object.status = ObjectStatus::not_carried;
    object.reason = reason;
    add(std::move(object));
  }

  Plan& plan_;
  NameRegistry relations_{NameRegistry::Kind::relation};
};

}  // namespace

void plan_objects(Plan& plan) { ObjectPlanner(plan).run(); }

}  // namespace lite2pg
