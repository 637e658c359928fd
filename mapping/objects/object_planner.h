// The objects of a plan in the making: what the parts of plan_objects share.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/choice/mapping_file.h"
#include "mapping/objects/index_sql.h"
#include "mapping/plan/plan.h"
#include "mapping/sql/operands/scope.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/select_translator.h"
#include "mapping/sql/translator/translator.h"
#include "mapping/target/identifier.h"

namespace lite2pg {

/// Of a table or view: https://www.postgresql.org/docs/15/limits.html.
inline constexpr std::size_t most_columns = 1600;

/// Names of columns by their place in the source table; what foreign keys may point to.
using ColumnSet = std::set<int>;

class ObjectPlanner {
 public:
  ObjectPlanner(Plan& plan, const MappingFile& mapping);

  void run();

 private:
  friend class ViewPlanner;
  friend class TriggerPlanner;

  // objects.cpp
  void claim_table_names();
  void plan_table(std::size_t t);
  void plan_left_out_tables();
  // text_collation.cpp
  void plan_collations();
  // objects.cpp
  void plan_comments();
  // column_objects.cpp
  void plan_columns(std::size_t t);
  void plan_default(TablePlan& table, ColumnPlan& column, const Column& source, const ScopeColumn& scope);
  void refuse_lost_default(const TablePlan& table, const ColumnPlan& column, const Column& source,
                           const std::string& why);
  void plan_generated(TablePlan& table, ColumnPlan& column, const Column& source, const ScopeColumn& scope_column,
                      const Scope& scope);
  // key_objects.cpp
  void plan_primary_key(const TablePlan& table, const Table& source);
  void attach_key(ObjectPlan& object, const TablePlan& table, const Index& index, const PlannedIndex& own,
                  const std::string& name);
  static void note_tighter_key(ObjectPlan& object, const TablePlan& table, const Table& source, const Index& index);
  void plan_indexes(const TablePlan& table, const Table& source);
  void plan_unique(const TablePlan& table, const Table& source, const Index& index);
  void plan_index(const TablePlan& table, const Table& source, const Index& index);
  // constraint_objects.cpp
  void plan_checks(const TablePlan& table, const Table& source);
  void plan_foreign_keys();
  void plan_foreign_key(const TablePlan& table, const Table& source, const ForeignKey& key);
  // view_objects.cpp
  void plan_views();
  // trigger_planner.cpp
  void plan_triggers();
  // virtual_objects.cpp
  void plan_virtual_tables();
  void plan_virtual_table(const Table& table);
  void plan_rtree(ObjectPlan& object, const TablePlan& table, const Table& source);
  bool plan_full_text(ObjectPlan& object, const CreateVirtualTable& parsed, const std::string& configuration);

  ObjectPlan& add(ObjectKind kind, std::string name, std::string table);
  /// The constraint's own name, else one as PostgreSQL makes them: table_columns_suffix, with a number when taken.
  [[nodiscard]] std::string constraint_name(ObjectPlan& object, const TablePlan& table, const std::string& own,
                                            const std::string& columns, std::string_view suffix);
  [[nodiscard]] std::string relation_name(ObjectPlan& object, const std::string& wish);
  [[nodiscard]] bool in_scope(std::string_view table) const;
  [[nodiscard]] const Table& source_of(const TablePlan& table) const;
  [[nodiscard]] const TableCensus* census_of(const TablePlan& table) const;

  /// Whether the mapping file skips it, which it is then told.
  bool skip(ObjectPlan& object);
  [[nodiscard]] TranslatorOptions options(Notes& notes) const;

  Plan& plan_;
  const MappingFile& mapping_;
  bool utf8_;
  NameRegistry relations_{NameRegistry::Kind::relation};
  std::map<std::string, NameRegistry> constraints_;     ///< By target table.
  std::map<std::string, std::vector<ColumnSet>> keys_;  ///< By source table: plain unique keys that are carried.
  std::map<std::string, Scope> scopes_;                 ///< By source table.
  std::map<std::string, Relation> views_;               ///< Those that are carried, by name in lower case.
};

/// status and reason at once; several reasons are joined.
void mark(ObjectPlan& object, ObjectStatus status, const std::string& reason);
/// Each makes it `changed`.
void note_all(ObjectPlan& object, const Notes& notes);
/// Nothing of it runs.
void leave_out(ObjectPlan& object, const std::string& reason);

/// The column of the plan that is this one of the source table; nullptr when it is left out.
[[nodiscard]] const ColumnPlan* find_column(const TablePlan& table, int source_index);

/// "why, at byte 12 of: text"
[[nodiscard]] std::string describe(const SqlError& error, std::string_view text);

/// name_column_suffix, shortened as PostgreSQL shortens names of its own making.
[[nodiscard]] std::string composed_name(const std::string& table, const std::string& columns, std::string_view suffix);

}  // namespace lite2pg
