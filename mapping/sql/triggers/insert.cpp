// INSERT in triggers: https://sqlite.org/lang_insert.html, lang_conflict.html, lang_upsert.html
#include <algorithm>

#include "common/text.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/triggers/trigger_translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::size_t position_of(const InsertStep& step) { return step.source ? step.source->begin : 0; }

bool has_conflict_clauses(const Table& table) {
  return !table.key_conflict_clause.empty() ||
         std::ranges::any_of(table.indexes, [](const Index& i) { return !i.conflict_clause.empty(); });
}

/// How many unique keys SQLite has.
std::size_t keys_in_source(const Table& table) {
  const bool own_key = table.rowid_alias >= 0;  // No index of its own.
  return static_cast<std::size_t>(std::ranges::count_if(table.indexes, &Index::unique)) + (own_key ? 1 : 0);
}

bool is_null_literal(const Expr& e) {
  const auto value = literal_value(e);
  return value && value->view().is_null();
}

/// Whether one of the columns that the INSERT leaves out has a DEFAULT in SQLite alone.
void require_defaults(const TriggerTable& table, const std::set<int>& given, std::size_t position) {
  for (const ColumnPlan& c : table.plan->columns) {
    if (c.source_index < 0 || c.generated || given.contains(c.source_index)) continue;
    const Column& source = table.source->columns[static_cast<std::size_t>(c.source_index)];
    if (source.default_sql && c.default_sql.empty() && !equals_ignoring_case(*source.default_sql, "null")) {
      throw SqlError("the default of " + source.name + ", which is not carried", position);
    }
  }
}

std::string column_list(const std::vector<std::string>& columns) {
  std::string list;
  for (const std::string& c : columns) list += (list.empty() ? "" : ", ") + c;
  return "(" + list + ")";
}

}  // namespace

std::vector<TriggerTranslator::Target> TriggerTranslator::targets_of(const InsertStep& step, const TriggerTable& table,
                                                                     const ScopeTable& columns) {
  std::vector<Target> targets;
  const auto add = [&](int index) {
    const std::string& name = table.source->columns[static_cast<std::size_t>(index)].name;
    const auto found = std::ranges::find(columns.columns, name, &ScopeColumn::name);
    if (found == columns.columns.end()) throw SqlError("column " + name + " is not carried", position_of(step));
    if (found->generated) throw SqlError("it sets the generated column " + name, position_of(step));
    targets.push_back({&*found, index});
  };
  for (const std::string& name : step.columns) {
    Expr e;
    e.kind = ExprKind::name;
    e.names = {name};
    const auto index = column_of(e, *table.source);
    if (!index || *index < 0) throw SqlError("no column " + name + " to insert into", position_of(step));
    add(*index);
  }
  if (!step.columns.empty()) return targets;
  for (std::size_t i = 0; i < table.source->columns.size(); ++i) {
    if (table.source->columns[i].generated == Generated::no) add(static_cast<int>(i));
  }
  return targets;
}

std::string TriggerTranslator::translate(InsertStep& step) {
  const TriggerTable table = catalog_.table(step.table, position_of(step));
  if (has_conflict_clauses(*table.source)) {
    throw SqlError("it writes " + table.source->name + ", whose keys have an ON CONFLICT clause", position_of(step));
  }
  const std::string alias = queries_.fresh_alias(table.plan->target);
  const std::string head = "INSERT INTO " + table.sql + " AS " + quote_identifier(alias);
  const ScopeTable columns = scope_of(*table.plan, *table.source);
  if (!step.source) {
    if (step.conflict != ConflictClause::none) throw SqlError("DEFAULT VALUES with a conflict clause", 0);
    require_defaults(table, {}, 0);
    return "  " + head + " DEFAULT VALUES;\n";
  }
  const std::vector<Target> targets = targets_of(step, table, columns);
  const std::string tail = conflict_tail(step, table, alias);
  const Select& source = *step.source;
  const bool plain = source.with.empty() && source.order_by.empty() && !source.limit;
  const bool rows = plain && std::ranges::all_of(source.cores, [](const SelectCore& c) {
                      return !c.values.empty() && (c.compound.empty() || c.compound == "UNION ALL");
                    });
  return rows ? insert_rows(step, table, targets, head, tail) : insert_query(step, table, targets, head, tail);
}

/// A statement a row, as SQLite inserts them.
std::string TriggerTranslator::insert_rows(InsertStep& step, const TriggerTable& table,
                                           const std::vector<Target>& targets, const std::string& head,
                                           const std::string& tail) {
  std::string sql;
  for (const SelectCore& core : step.source->cores) {
    for (const std::vector<Expr>& row : core.values) {
      if (row.size() != targets.size()) {
        throw SqlError("it has another number of values than columns", position_of(step));
      }
      const std::string number = number_that_may_be_null(targets, row);
      if (number.empty()) {
        sql += "  " + insert_row(step, table, targets, row, head, tail, true);
        continue;
      }
      sql += "  IF " + number + " IS NULL THEN\n    " + insert_row(step, table, targets, row, head, tail, false) +
             "  ELSE\n    " + insert_row(step, table, targets, row, head, tail, true) + "  END IF;\n";
    }
  }
  return sql;
}

/// The value for the INTEGER PRIMARY KEY, when it is not known whether it is NULL: then the row gets the next number.
std::string TriggerTranslator::number_that_may_be_null(const std::vector<Target>& targets,
                                                       const std::vector<Expr>& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (!targets[i].column->rowid || is_null_literal(row[i])) continue;
    const Operand value = known(translator(rows_).translate(row[i]), row[i]);
    if (is_never_null(value)) return {};
    if (value.volatility == Volatility::volatile_) refuse(row[i], "a number that changes from call to call");
    return value.sql;
  }
  return {};
}

/// `numbered`: with a value for the INTEGER PRIMARY KEY, unless it is NULL as it is written.
std::string TriggerTranslator::insert_row(const InsertStep& step, const TriggerTable& table,
                                          const std::vector<Target>& targets, const std::vector<Expr>& row,
                                          const std::string& head, const std::string& tail, bool numbered) {
  std::string names, values;
  std::set<int> given;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const ScopeColumn& column = *targets[i].column;
    if (column.rowid && (!numbered || is_null_literal(row[i]))) continue;
    const bool skips_null = step.conflict == ConflictClause::ignore || step.conflict == ConflictClause::replace;
    if (!given.insert(targets[i].index).second) throw SqlError("it sets a column twice", row[i].begin);
    values +=
        (values.empty() ? "" : ", ") + assign(column, rows_, row[i], skips_null && column.not_null && !column.rowid);
    names += (names.empty() ? "" : ", ") + column.sql;
  }
  require_defaults(table, given, position_of(step));
  return names.empty() ? head + " DEFAULT VALUES" + tail + ";\n"
                       : head + " (" + names + ") VALUES (" + values + ")" + tail + ";\n";
}

std::string TriggerTranslator::insert_query(const InsertStep& step, const TriggerTable& table,
                                            const std::vector<Target>& targets, const std::string& head,
                                            const std::string& tail) {
  const bool one_row = step.source->cores.size() == 1 && step.source->cores.front().from.empty();
  const bool updates = std::ranges::any_of(step.upserts, &UpsertClause::updates);
  if ((updates || step.conflict == ConflictClause::replace) && !one_row) {
    throw SqlError("several rows that may meet the same key", position_of(step));
  }
  std::vector<InsertColumn> columns;
  std::set<int> given;
  std::vector<std::string> names;
  const std::vector<ResultColumn>& results = step.source->cores.front().columns;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const Target& target = targets[i];
    // The same NULL in every row: the next number.
    const bool left_out = target.column->rowid && step.source->cores.size() == 1 && i < results.size() &&
                          !results[i].star && is_null_literal(results[i].expr);
    const bool skips_null = step.conflict == ConflictClause::ignore || step.conflict == ConflictClause::replace;
    columns.push_back(
        {left_out ? nullptr : target.column, target.column->rowid || (skips_null && target.column->not_null)});
    if (left_out) continue;
    if (!given.insert(target.index).second) throw SqlError("it sets a column twice", position_of(step));
    names.push_back(target.column->sql);
  }
  require_defaults(table, given, position_of(step));
  return "  " + head + " " + column_list(names) + " " + queries_.insertable(*step.source, rows_, columns) + tail +
         ";\n";
}

std::string TriggerTranslator::conflict_tail(InsertStep& step, const TriggerTable& table, const std::string& alias) {
  const std::size_t position = position_of(step);
  if (step.upserts.size() > 1) throw SqlError("several ON CONFLICT clauses", position);
  const bool plain = step.conflict == ConflictClause::none || step.conflict == ConflictClause::abort;
  if (!plain && !step.upserts.empty()) throw SqlError("a conflict clause and ON CONFLICT", position);
  if (!plain && table.has_triggers) {
    throw SqlError("a conflict clause, which would hold in the triggers of " + table.source->name + " too", position);
  }
  if (step.conflict == ConflictClause::fail || step.conflict == ConflictClause::rollback) {
    throw SqlError("INSERT OR FAIL, INSERT OR ROLLBACK", position);
  }
  if (!step.upserts.empty()) return upsert_tail(step.upserts.front(), table, alias);
  if (plain) return {};
  remarks_.insert("a conflict clause of the statement that fires it would hold in its INSERT OR ... in SQLite");
  if (keys_in_source(*table.source) != table.unique_keys.size()) {
    throw SqlError("a conflict clause where not every unique key is carried as it is", position);
  }
  if (step.conflict == ConflictClause::replace) return replace_tail(table, position);
  if (!table.source->checks.empty()) throw SqlError("INSERT OR IGNORE into a table with CHECK", position);
  return " ON CONFLICT DO NOTHING";
}

std::string TriggerTranslator::upsert_tail(UpsertClause& clause, const TriggerTable& table, const std::string& alias) {
  if (!clause.target.empty() && clause.target_where)
    throw SqlError("ON CONFLICT with WHERE", clause.target_where->begin);
  const ScopeTable bare = scope_of(*table.plan, *table.source);
  std::set<int> key;
  std::vector<std::string> names;
  for (const Expr& e : clause.target) {
    const auto column = column_of(e, *table.source);
    if (!column || *column < 0) throw SqlError("ON CONFLICT of an expression", e.begin);
    const std::string& name = table.source->columns[static_cast<std::size_t>(*column)].name;
    const auto found = std::ranges::find(bare.columns, name, &ScopeColumn::name);
    if (found == bare.columns.end()) throw SqlError("ON CONFLICT of a column that is not carried", e.begin);
    if (key.insert(*column).second) names.push_back(found->sql);
  }
  if (key.empty() && clause.updates) throw SqlError("ON CONFLICT DO UPDATE of any key", 0);
  if (!key.empty() && std::ranges::count(table.unique_keys, key) == 0) {
    throw SqlError("ON CONFLICT of a key that is not carried as it is", clause.target.front().begin);
  }
  if (table.has_triggers) throw SqlError("ON CONFLICT into a table with triggers", 0);
  const std::string head = " ON CONFLICT " + (names.empty() ? "" : column_list(names) + " ");
  if (!clause.updates) {
    if (names.empty() && keys_in_source(*table.source) != table.unique_keys.size()) {
      throw SqlError("ON CONFLICT DO NOTHING where not every unique key is carried as it is", 0);
    }
    return head + "DO NOTHING";
  }
  Scope scope(&rows_);
  scope.add(scope_of(*table.plan, *table.source, quote_identifier(alias) + "."));
  ScopeTable excluded = scope_of(*table.plan, *table.source, "excluded.");
  excluded.name = "excluded";
  for (ScopeColumn& c : excluded.columns) c.hidden = true;
  scope.add(std::move(excluded));
  const std::string set = set_list(clause.set, scope, bare);
  return head + "DO UPDATE SET " + set + (clause.where ? " WHERE " + translator(scope).truth(*clause.where).sql : "");
}

/// The row that stood there goes and a new one comes: the same as setting all its columns, where nothing can tell.
std::string TriggerTranslator::replace_tail(const TriggerTable& table, std::size_t position) {
  if (table.referenced) throw SqlError("INSERT OR REPLACE into a table that foreign keys refer to", position);
  if (table.unique_keys.size() != 1) throw SqlError("INSERT OR REPLACE with not exactly one unique key", position);
  const std::set<int>& key = table.unique_keys.front();
  std::vector<std::string> names;
  std::string set;
  for (const ColumnPlan& c : table.plan->columns) {
    const std::string name = quote_identifier(c.target);
    if (key.contains(c.source_index))
      names.push_back(name);
    else if (c.source_index >= 0 && !c.generated)
      set += (set.empty() ? "" : ", ") + name + " = excluded." + name;
  }
  return " ON CONFLICT " + column_list(names) + (set.empty() ? " DO NOTHING" : " DO UPDATE SET " + set);
}

}  // namespace lite2pg
