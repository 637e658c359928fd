// The body of a trigger in PL/pgSQL: each statement so that it does for every row what SQLite's does; whatever is not
// known to do that is refused by SqlError with its position.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "mapping/plan/plan.h"
#include "mapping/sql/parser/trigger_statement.h"
#include "mapping/sql/translator/select_translator.h"
#include "mapping/sql/triggers/own_row.h"

namespace lite2pg {

/// A table that statements write.
struct TriggerTable {
  const TablePlan* plan = nullptr;
  const Table* source = nullptr;
  std::string sql;                         ///< Its quoted name, with its schema.
  std::vector<std::set<int>> unique_keys;  ///< Plain unique keys that PostgreSQL has too, by columns of the source.
  bool has_triggers = false;
  bool referenced = false;  ///< By foreign keys.
};

/// What the statements of triggers may read and write. Relations have their schema in their names.
class TriggerCatalog : public Relations {
 public:
  /// Throws SqlError when there is no such table, or when it is not carried.
  virtual TriggerTable table(const std::string& name, std::size_t position) = 0;
};

/// NEW and OLD, as the trigger's function has them.
struct TriggerRows {
  ScopeTable fresh;  ///< NEW; without columns when there is none.
  ScopeTable old;
  bool may_skip = false;  ///< RAISE(IGNORE) can be RETURN NULL.
};

/// The rows of a trigger on a table or view: `columns` with their bare quoted names.
[[nodiscard]] TriggerRows rows_of(const CreateTrigger& trigger, const ScopeTable& columns);

class TriggerTranslator {
 public:
  TriggerTranslator(TriggerCatalog& catalog, const CreateTrigger& trigger, TriggerRows rows, bool utf8);

  /// The text of a condition over NEW and OLD, of type boolean.
  std::string condition(const Expr& e);
  /// PL/pgSQL statements, a line each, indented by two blanks.
  std::string step(TriggerStep& step);
  /// NEW."column" := value; for the UPDATE of the row that fires the trigger.
  std::string assign_new(const UpdateStep& step, const Table& table);

  /// What is different, and what is only to be known.
  [[nodiscard]] std::vector<std::string> notes() const;
  [[nodiscard]] std::set<std::string> remarks() const;
  /// What RAISE(IGNORE) does: set before step().
  void skip_row_by(std::string statements) { skip_row_ = std::move(statements); }

 private:
  /// A column that a statement sets.
  struct Target {
    const ScopeColumn* column;
    int index;  ///< In Table::columns.
  };
  struct Branch {
    std::string condition;  ///< Empty: ELSE.
    const Expr* value;
  };

  // insert.cpp
  std::string translate(InsertStep& step);
  std::string insert_rows(InsertStep& step, const TriggerTable& table, const std::vector<Target>& targets,
                          const std::string& head, const std::string& tail);
  std::string insert_row(const InsertStep& step, const TriggerTable& table, const std::vector<Target>& targets,
                         const std::vector<Expr>& row, const std::string& head, const std::string& tail, bool numbered);
  std::string number_that_may_be_null(const std::vector<Target>& targets, const std::vector<Expr>& row);
  std::string insert_query(const InsertStep& step, const TriggerTable& table, const std::vector<Target>& targets,
                           const std::string& head, const std::string& tail);
  std::string conflict_tail(InsertStep& step, const TriggerTable& table, const std::string& alias);
  std::string upsert_tail(UpsertClause& clause, const TriggerTable& table, const std::string& alias);
  std::string replace_tail(const TriggerTable& table, std::size_t position);
  std::vector<Target> targets_of(const InsertStep& step, const TriggerTable& table, const ScopeTable& columns);
  // update.cpp
  std::string translate(UpdateStep& step);
  std::string translate(DeleteStep& step);
  std::string set_list(const std::vector<ColumnAssignment>& set, const Scope& scope, const ScopeTable& bare);
  std::string own_row_condition(const OwnRow& row, const TablePlan& plan, const std::string& alias, const Scope& scope);
  // raise.cpp
  std::string translate(SelectStep& step);
  std::string raise_without_rows(SelectCore& core);
  std::string raise_for_rows(Select& select);
  std::string branches_of(const Expr& e, const std::string& indent);
  std::string raise(const Expr& e, const std::string& indent);

  [[nodiscard]] Translator translator(const Scope& scope);
  std::string assign(const ScopeColumn& column, const Scope& scope, const Expr& e, bool never_null = false);

  TriggerCatalog& catalog_;
  const CreateTrigger& trigger_;
  Scope rows_;
  SelectTranslator queries_;
  bool utf8_;
  bool may_skip_;
  std::string skip_row_;
  Notes notes_;
  std::set<std::string> remarks_;
};

}  // namespace lite2pg
