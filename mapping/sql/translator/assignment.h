// Expressions whose values a column stores: DEFAULT and GENERATED ALWAYS AS. The column's affinity and codec decide
// what becomes of the value.
#pragma once

#include <string>
#include <string_view>

#include "mapping/plan/plan.h"
#include "mapping/sql/operands/scope.h"
#include "mapping/sql/translator/translator.h"

namespace lite2pg {

struct Assigned {
  std::string sql;   ///< Of the column's type.
  std::string note;  ///< Where it is not to the letter what SQLite would store; else empty.
};

/// `expression` is what PRAGMA table_xinfo gives. Throws SqlError when the column would not hold what SQLite stores.
[[nodiscard]] Assigned translate_default(const ScopeColumn& column, std::string_view expression, Notes& notes);

/// What a statement stores in the column. Throws as above.
[[nodiscard]] Assigned translate_assignment(const ScopeColumn& column, Translator& translator, const Expr& e);
/// The same of a value that is translated already.
[[nodiscard]] Assigned stored_value(const Operand& value, const ScopeColumn& column, const Expr& e);

/// `scope` has the table's columns. Throws SqlError also for what PostgreSQL does not compute as it is stored: what is
/// not immutable or refers to other generated columns.
[[nodiscard]] Assigned translate_generated(const ScopeColumn& column, const Scope& scope, std::string_view expression,
                                           TranslatorOptions options);

}  // namespace lite2pg
