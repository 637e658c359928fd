// Translates SQLite expressions to PostgreSQL so that both give the same values. What is not known to be the same is
// refused by SqlError with its position; no text of the source is passed through.
//
// The list of what is translated is functions.cpp (functions) and the switch of Translator::translate (everything
// else); docs/schema.md shows it to users.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/sql/operands/operand.h"
#include "mapping/sql/operands/scope.h"
#include "mapping/sql/parser/syntax.h"

namespace lite2pg {

class Translator;

/// Translates the queries inside expressions; SelectTranslator does.
class QueryTranslator {
 public:
  virtual ~QueryTranslator() = default;
  /// (SELECT ...) with one column; the operand is its value.
  virtual Operand scalar(const Select& select, const Scope& scope, std::size_t position) = 0;
  /// The text between EXISTS ( and ).
  virtual std::string rows(const Select& select, const Scope& scope) = 0;
  /// One column of rows, for IN: the text between the parentheses, as an operand of the rows' kind. When the rows are
  /// those of a column that is kept as `like` is (may be null), they come as they are, and `column` is `like`.
  /// `apart`: they are compared with a text that no document is like, so that JSON values may come as texts.
  virtual Operand column(const Select& select, const Scope& scope, const ScopeColumn* like, bool apart,
                         std::size_t position) = 0;
  /// Holds what is like a column without being one, for as long as operands may point to it.
  virtual const ScopeColumn* keep(ScopeColumn column) = 0;
  /// Something that whoever reads the query should know.
  virtual void note(const std::string& text) = 0;
};

/// What a reader of the translated object should know, each thing once.
class Notes {
 public:
  void add(const std::string& text) { add_to(texts_, text); }
  /// What is only to be known: an error in some rows, never another value.
  void remark(const std::string& text) { add_to(remarks_, text); }
  [[nodiscard]] const std::vector<std::string>& texts() const noexcept { return texts_; }
  [[nodiscard]] const std::vector<std::string>& remarks() const noexcept { return remarks_; }

 private:
  static void add_to(std::vector<std::string>& list, const std::string& text) {
    if (std::ranges::count(list, text) == 0) list.push_back(text);
  }

  std::vector<std::string> texts_, remarks_;
};

struct TranslatorOptions {
  QueryTranslator* queries = nullptr;  ///< Null: subqueries are refused (CHECK, indexes, defaults, generated columns).
  bool aggregates = false;             ///< sum(), count(*), ... are meant as aggregates.
  /// Those that WINDOW names; null: no window function can stand here.
  const std::vector<NamedWindow>* windows = nullptr;
  const std::vector<ResultColumn>* aliases = nullptr;  ///< Result columns whose aliases names may mean.
  bool utf8 = true;        ///< SQLite compares the bytes of its own encoding: in UTF-16 files text has another order.
  int sqlite_version = 0;  ///< As Schema::sqlite_version.
  Notes* notes = nullptr;  ///< Null: nobody asks.
  bool immutable = false;  ///< Only what PostgreSQL calls immutable serves: generated columns, indexes.
};

class Translator {
 public:
  Translator(const Scope& scope, TranslatorOptions options) : scope_(scope), options_(options) {}

  /// The value of an expression. Throws SqlError.
  Operand translate(const Expr& e);
  /// The expression as SQLite reads it in WHERE, CHECK, CASE WHEN and as operand of AND, OR and NOT: not zero. Text of
  /// type boolean.
  Operand truth(const Expr& e);
  Operand truth_of(const Operand& value, const Expr& e);
  /// `op` is = <> < <= > >= IS or IS NOT. Affinity and collation are applied as SQLite does.
  Operand compare(std::string_view op, Operand a, Operand b, const Expr& e);
  /// The values of several branches (CASE, coalesce) as operands of one kind.
  void unify(std::vector<Operand>& branches, const Expr& e);
  void note(const std::string& text) const {
    if (options_.notes != nullptr) options_.notes->add(text);
  }
  void remark(const std::string& text) const {
    if (options_.notes != nullptr) options_.notes->remark(text);
  }
  /// The one rule for + - * and - of INTEGERs, in whatever kind of object: `bound` is how great, either way, the result
  /// may be.
  void remark_overflow(long double bound) const;

  [[nodiscard]] const Scope& scope() const noexcept { return scope_; }
  [[nodiscard]] const TranslatorOptions& options() const noexcept { return options_; }

 private:
  Operand dispatch(const Expr& e);
  Operand translate_name(const Expr& e);
  std::optional<Operand> translate_alias(const Expr& e);
  Operand translate_unary(const Expr& e);
  Operand translate_binary(const Expr& e);
  Operand translate_logic(const Expr& e);
  Operand translate_is(const Expr& e);
  Operand translate_is_null(const Expr& e);
  Operand translate_between(const Expr& e);
  Operand translate_in(const Expr& e);
  Operand translate_in_select(const Expr& e);
  Operand translate_case(const Expr& e);
  Operand translate_collate(const Expr& e);

  const Scope& scope_;
  TranslatorOptions options_;
  int alias_depth_ = 0;
};

/// Throws SqlError at the expression.
[[noreturn]] void refuse(const Expr& e, const std::string& why);
/// Refuses what grows beyond 100 kB: some forms write their operands more than once.
void check_length(const std::string& sql, const Expr& e);
/// Refuses opaque columns and JSON values, for whatever needs the value itself; takes NaN out.
[[nodiscard]] Operand known(Operand operand, const Expr& e);

// Each translates one construct whose arguments are translated; see the .cpp files.
Operand translate_arithmetic(const Translator& t, std::string_view op, Operand a, Operand b, const Expr& e);
/// + - * / of two literals, % of INTEGERs: SQLite's result as a literal.
Operand constant_arithmetic(std::string_view op, const Operand& a, const Operand& b);
/// Without what is behind its point, held within 64 bits, as SQLite converts a REAL.
[[nodiscard]] std::int64_t integer_of_real(double v) noexcept;
/// The same of a REAL or a number that is not known: text of type bigint. Throws SqlError for a value that changes from
/// call to call.
[[nodiscard]] std::string integer_of_real(const Operand& number, const Expr& e);
/// How great an INTEGER may be, either way.
[[nodiscard]] long double bound_of(const Operand& operand) noexcept;
/// How great any number may be, either way; HUGE_VALL when it is not known.
[[nodiscard]] long double magnitude_of(const Operand& operand) noexcept;
Operand translate_concatenation(const Translator& t, Operand a, Operand b, const Expr& e);
Operand translate_like(Translator& t, const Expr& e);
Operand translate_cast(const Translator& t, const Expr& e, Operand value);
Operand translate_call(Translator& t, const Expr& e);
/// CURRENT_TIME, CURRENT_DATE, CURRENT_TIMESTAMP.
Operand translate_current(const Expr& e);

/// The operand as text, as SQLite's conversion to TEXT spells it; refuses REALs.
[[nodiscard]] Operand as_text(Operand operand, const Expr& e);
/// The same; in queries and triggers, where the reader is told of it, REALs too.
[[nodiscard]] Operand as_text(const Translator& t, Operand operand, const Expr& e);
/// Whether an expression calls an aggregate function (not looking into subqueries); with OVER it is none.
[[nodiscard]] bool has_aggregate(const Expr& e);
/// Text that an object or an array of JSON might be equal to.
[[nodiscard]] inline bool is_document_like(std::string_view text) noexcept {
  return text.starts_with('{') || text.starts_with('[');
}
/// Whether it is such a call itself.
[[nodiscard]] bool is_aggregate(const Expr& e);

}  // namespace lite2pg
