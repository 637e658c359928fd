#include "sync/back/unplanned.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "common/error.h"
#include "common/options/selection.h"
#include "common/text.h"
#include "sync/sqlite/backward_type.h"
#include "sync/sqlite/derived_schema.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

bool is_table(const TargetTable& t) { return t.kind == 'r' || t.kind == 'p'; }

std::map<std::string, CatalogObjects> objects_of(Session& session, const std::string& schema) {
  TransactionRules rules = read_only_rules();
  const Transaction transaction(session, rules);
  return read_target_objects(session, schema);
}

}  // namespace

void derive_all(const BackSettings& settings, Session& session, BackPlan& plan) {
  std::vector<const TargetTable*> tables;
  std::vector<std::string> names;
  for (const TargetTable& t : plan.chosen.catalog.tables) {
    names.push_back(t.name);
    if (!is_table(t)) {
      plan.notes.push_back("'" + t.name + "' of the target is no table: left out");
    } else if (is_selected(t.name, settings.common.tables, settings.common.exclude)) {
      tables.push_back(&t);
    }
  }
  require_matches(names, settings.common.tables, settings.common.exclude);
  if (tables.empty()) {
    throw Error(ExitCode::refused, "schema '" + settings.schema + "' of the target has no table to bring back",
                "--schema names the schema");
  }
  DerivedSchema derived = derived_schema(tables, objects_of(session, plan.chosen.catalog.schema));
  plan.derived = true;
  plan.chosen.plan.schema = std::move(derived.schema);
  plan.chosen.plan.tables = std::move(derived.tables);
  plan.chosen.as_planned.clear();
  plan.chosen.origin = "the target alone: its ledger has no run, so that the schema is derived from its tables";
  plan.notes.insert(plan.notes.end(), derived.notes.begin(), derived.notes.end());
}

namespace {

int last_position(const Schema& schema) {
  int last = 0;
  for (const Table& t : schema.tables) {
    last = std::max(last, t.position);
    for (const Index& i : t.indexes) last = std::max(last, i.position);
  }
  for (const View& v : schema.views) last = std::max(last, v.position);
  for (const Trigger& t : schema.triggers) last = std::max(last, t.position);
  return last;
}

/// Behind all that the schema has.
void append_tables(const std::vector<const TargetTable*>& tables, Session& session, BackPlan& plan) {
  if (tables.empty()) return;
  DerivedSchema derived = derived_schema(tables, objects_of(session, plan.chosen.catalog.schema));
  const int last = last_position(plan.chosen.plan.schema);
  for (Table& t : derived.schema.tables) {
    if (plan.chosen.plan.schema.find_table(t.name) != nullptr) {
      throw Error(ExitCode::refused, "the target's table '" + t.name + "' has the name of another one in SQLite",
                  "--exclude leaves it out");
    }
    t.position += last;
    for (Index& i : t.indexes) i.position += i.position > 0 ? last : 0;
    plan.chosen.plan.schema.tables.push_back(std::move(t));
  }
  std::ranges::move(derived.tables, std::back_inserter(plan.chosen.plan.tables));
  plan.notes.insert(plan.notes.end(), derived.notes.begin(), derived.notes.end());
}

void append_columns(const std::vector<const TargetColumn*>& columns, TablePlan& planned, Schema& schema) {
  const auto table =
      std::ranges::find_if(schema.tables, [&](const Table& t) { return equals_ignoring_case(t.name, planned.source); });
  if (columns.empty() || table == schema.tables.end()) return;
  int index = static_cast<int>(table->columns.size());
  add_columns(*table, columns);
  for (const TargetColumn* c : columns) planned.columns.push_back(backward_column(*c, index++));
}

}  // namespace

void take_added(const BackSettings& settings, Session& session, BackPlan& plan) {
  std::vector<const TargetTable*> tables;
  for (const TargetTable& t : plan.chosen.catalog.tables) {
    if (!is_table(t)) continue;
    const auto planned = std::ranges::find(plan.chosen.plan.tables, t.name, &TablePlan::target);
    if (planned == plan.chosen.plan.tables.end()) {
      tables.push_back(&t);
      continue;
    }
    std::vector<const TargetColumn*> columns;
    for (const TargetColumn& c : t.columns) {
      if (std::ranges::find(planned->columns, c.name, &ColumnPlan::target) != planned->columns.end()) continue;
      columns.push_back(&c);
      plan.notes.push_back("column '" + c.name + "' of the target's table '" + t.name + "' came after the import: " +
                           (settings.added ? "brought along" : "left out (--added brings it)"));
    }
    if (settings.added) append_columns(columns, *planned, plan.chosen.plan.schema);
  }
  for (const TargetTable* t : tables) {
    plan.notes.push_back("table '" + t->name + "' of the target came after the import: " +
                         (settings.added ? "brought along" : "left out (--added brings it)"));
  }
  if (settings.added) append_tables(tables, session, plan);
}

}  // namespace lite2pg
