// Translates queries: those of views, and the subqueries in them. PostgreSQL gives the same rows as SQLite, in the
// same order where one is asked for; whatever might differ is refused by SqlError with its position.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "mapping/sql/operands/scope.h"
#include "mapping/sql/parser/syntax.h"
#include "mapping/sql/translator/output_column.h"
#include "mapping/sql/translator/translator.h"
#include "mapping/target/identifier.h"

namespace lite2pg {

/// A table or view that queries may read.
struct Relation {
  std::string sql;   ///< Its quoted name.
  ScopeTable table;  ///< Columns with their bare quoted names.
};

/// What there is to read in the source.
class Relations {
 public:
  virtual ~Relations() = default;
  /// Throws SqlError when there is none of this name, or when it is not carried.
  virtual const Relation& find(const std::string& name, std::size_t position) = 0;
  /// Whether PostgreSQL has, or will have, a table or view of this name.
  [[nodiscard]] virtual bool is_taken(const std::string& name) const = 0;
};

/// By which of its columns a query is sorted.
struct ResultOrder {
  std::size_t column = 0;              ///< Those that are carried follow those that are read.
  std::optional<Collation> collation;  ///< Where COLLATE gives one.
  bool descending = false;
  std::optional<bool> nulls_first;
};

/// A translated query.
struct Query {
  std::string sql;
  std::vector<ScopeColumn> columns;  ///< `sql`: the quoted name under which the column is to be read.
  std::vector<ScopeColumn> carried;  ///< Behind them, for its order alone: no name of the source's means one.
  bool single = false;               ///< At most one row, for certain.
  std::vector<ResultOrder> order;    ///< Empty: it has no ORDER BY, or one by other values too.
  bool ordered_apart = false;        ///< No two rows have the same place in it.

  /// ("a", "b"): the names of all, for whoever gives the query a name.
  [[nodiscard]] std::string column_list() const;
};

/// A column that INSERT ... SELECT fills.
struct InsertColumn {
  const ScopeColumn* column = nullptr;  ///< Null: the query's column is left out.
  bool never_null = false;              ///< Refused unless the query's column cannot be NULL.
};

class SelectTranslator : public QueryTranslator {
 public:
  SelectTranslator(Relations& relations, bool utf8) : relations_(relations), utf8_(utf8) {}

  /// `names`: what the columns are to be called, in the order of the query; empty: as SQLite calls them.
  Query translate(const Select& select, const Scope* outer = nullptr, const std::vector<std::string>& names = {});
  /// (query) AS "alias" ("a", "b")
  std::string derived(const Query& query, const std::string& alias) const;
  /// The query with its columns as those of a table store them, in their order; the text behind INSERT INTO t (...).
  std::string insertable(const Select& select, const Scope& outer, const std::vector<InsertColumn>& columns);
  /// An alias that nothing else has.
  [[nodiscard]] std::string fresh_alias(const std::string& wish) { return alias_for(wish); }
  /// What a reader should know: sums of REALs may differ in their last digits, and the like.
  [[nodiscard]] const Notes& notes() const noexcept { return notes_; }

  Operand scalar(const Select& select, const Scope& scope, std::size_t position) override;
  std::string rows(const Select& select, const Scope& scope) override;
  Operand column(const Select& select, const Scope& scope, const ScopeColumn* like, bool apart,
                 std::size_t position) override;
  const ScopeColumn* keep(ScopeColumn column) override;
  void note(const std::string& text) override;

 private:
  /// One SELECT of a compound query.
  struct Part {
    std::unique_ptr<Scope> scope;
    const SelectCore* core = nullptr;  ///< None for a row of VALUES.
    std::string compound;              ///< How it is joined to the part before it.
    std::vector<OutputColumn> columns;
    bool grouped = false;            ///< GROUP BY or aggregates.
    std::set<std::string> group;     ///< SQL of what rows are grouped by.
    std::vector<std::string> terms;  ///< The same in order.
    std::string from, where, having;
  };
  /// A common table expression in force; without relation while it is being translated or comes later.
  struct Common {
    std::string name;
    std::unique_ptr<Relation> relation;
  };

  // recursive_table.cpp
  static bool reads_itself(const CommonTable& table);
  Query translate_recursive(const CommonTable& table, const Scope* outer, Common& common);
  Query recursive_round(const CommonTable& table, const Scope* outer, std::size_t cores);
  void require_recursion(const CommonTable& table);
  // select_translator.cpp
  std::string translate_with(const Select& select, const Scope* outer);
  /// Of its first cores.
  std::vector<Part> translate_parts(const Select& select, const Scope* outer, std::size_t cores);
  Query translate(const Select& select, const Scope* outer, const std::vector<std::string>& names, bool carries);
  std::string write_parts(const std::vector<Part>& parts, Query& query, bool compared, bool typed = false);
  void name_columns(const std::vector<std::string>& names, const Part& first, Query& query);
  [[nodiscard]] std::string alias_for(const std::string& wish, bool hides = false);
  // query_order.cpp
  std::string ordered(const Select& select, std::vector<Part>& parts, const Query& query, const std::string& sql);
  std::string order_terms(const Select& select, Part& part, const Query* wrapped, const std::string& prefix);
  std::optional<std::size_t> output_of(const Expr& e, Part& part, bool required);
  Operand order_value(const Expr& e, Part& part);
  void carry_order(const Select& select, std::vector<Part>& parts);
  void note_order(const Select& select, std::vector<Part>& parts, Query& query);
  [[nodiscard]] std::size_t column_of(const Expr& e, const Part& part) const;
  [[nodiscard]] std::size_t column_named(const Expr& name, const Part& part) const;
  std::string limit_sql(const Select& select, bool single);
  [[nodiscard]] bool gives_one_row(const Select& select, const Part& part) const;
  // select_part.cpp
  Part translate_part(const SelectCore& core, const Scope* outer, const Select* ordered_by);
  Part values_part(const std::vector<Expr>& row, const Scope* outer);
  void add_columns(Part& part);
  void add_star(Part& part, const ResultColumn& column);
  [[nodiscard]] TranslatorOptions options(const Part& part, bool aggregates);
  // grouping.cpp
  void translate_grouping(Part& part);
  void require_grouped(Part& part, const Expr& e);
  void require_column_grouped(Part& part, const ScopeColumn& column, const Expr& e);
  bool is_group_term(Part& part, const Expr& e);
  // select_assignment.cpp
  std::string insertable_rows(const Select& select, const Scope& outer, const std::vector<InsertColumn>& columns);
  // from_clause.cpp
  std::string translate_from(const std::vector<FromItem>& items, Scope& scope);
  std::string translate_item(const FromItem& item, Scope& scope, const std::vector<FromItem>& items);
  // json_rows.cpp
  std::string json_rows(const FromItem& item, Scope& scope, bool alone);
  Operand json_column(const FromItem& item, const Scope& scope, bool alone);
  void require_equality(const FromItem& item, Scope& scope, std::size_t first);
  std::string join_condition(const FromItem& item, Scope& scope, std::size_t first, bool outer);
  // named_join.cpp
  std::string join_by_names(const FromItem& item, Scope& scope, std::size_t first, bool outer);
  std::string join_by_name(const std::string& name, const FromItem& item, Scope& scope, std::size_t first, bool outer);
  const Relation& find_relation(const FromItem& item);

  Relations& relations_;
  bool utf8_;
  void count_query(std::size_t position);

  std::size_t queries_ = 0;        ///< Translated so far; some are translated more than once.
  std::set<std::string> aliases_;  ///< Given so far: no two are alike, so that no inner one hides an outer one.
  std::deque<Common> commons_;     ///< In force, the innermost last.
  std::deque<ScopeColumn> kept_;   ///< Columns that operands point to.
  Notes notes_;
  const Select* exists_ = nullptr;     ///< Of which only counts whether it has rows.
  const SelectCore* core_ = nullptr;   ///< Whose FROM is being translated.
  const SelectCore* apart_ = nullptr;  ///< Whose JSON values come as texts.
  bool joins_rows_ = false;  ///< What is selected now joins the rows of its only table in the order they come.
};

}  // namespace lite2pg
