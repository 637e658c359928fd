// Random SQLite schemas with random rows and statements, the same for the same seed. Today's rows are narrower than
// what may come later: whole numbers in a NUMERIC column, REALs alone, midnights, nothing at all.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "mapping/value/value.h"
#include "tests/behaviour/schema_spec.h"
#include "tests/behaviour/two_databases.h"

namespace lite2pg::test {

class RandomSchema {
 public:
  explicit RandomSchema(unsigned seed);

  [[nodiscard]] SchemaSpec& spec() noexcept { return spec_; }
  /// INSERTs of today's rows, as SQLite reads them; a constraint may refuse some.
  [[nodiscard]] std::vector<std::string> todays_rows();
  /// An INSERT, UPDATE or DELETE with values of any kind that the target's types hold.
  [[nodiscard]] StatementPair statement(const TwoDatabases& databases);

 private:
  friend class ExpressionWriter;

  TableSpec table(int number);
  ColumnSpec column(const TableSpec& table, int number);
  void add_key(TableSpec& table);
  void add_generated(TableSpec& table);
  void add_constraints(TableSpec& table);
  void add_foreign_key(TableSpec& table);
  void add_indexes(TableSpec& table);
  std::string default_of(const ColumnSpec& column);

  /// A value for a column: of today, or of any day.
  OwnedValue value(const ColumnSpec& column, bool today);
  OwnedValue number(Domain domain, bool today, int habit);
  OwnedValue text(bool today);
  OwnedValue instant(bool today, int habit);
  StatementPair insert(const TwoDatabases& databases, const TablePlan& plan, const TableSpec& table);
  StatementPair update(const TwoDatabases& databases, const TablePlan& plan, const TableSpec& table);
  StatementPair remove(const TwoDatabases& databases, const TablePlan& plan, const TableSpec& table);
  bool draw(const TwoDatabases& databases, const TablePlan& plan, const ColumnSpec& column, StatementPair& literals);
  std::string condition(const TwoDatabases& databases, const TablePlan& plan, const TableSpec& table,
                        StatementPair& pair);

  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  bool chance(int percent) { return below(100) < percent; }
  std::string one_of(std::initializer_list<const char*> items);
  int habit_of(const ColumnSpec& column) const;

  unsigned seed_;
  std::mt19937 random_;
  SchemaSpec spec_;
};

}  // namespace lite2pg::test
