// INSERT ... SELECT: the query's columns as the columns of a table store them.
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/assignment.h"
#include "mapping/sql/translator/select_translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

void require_count(std::size_t found, std::size_t wanted, const Select& select) {
  if (found != wanted) throw SqlError("the query has another number of columns than it is to fill", select.begin);
}

void require_value(const Operand& value, const InsertColumn& to, const Select& select) {
  if (to.never_null && !is_never_null(value)) {
    throw SqlError("the value for " + to.column->name + " may be NULL, of which SQLite makes something else here",
                   select.begin);
  }
}

void add(std::string& list, const std::string& item) { list += (list.empty() ? "" : ", ") + item; }

}  // namespace

bool is_never_null(const Operand& operand) noexcept {
  if (operand.is_literal()) return !operand.literal->view().is_null();
  return operand.column != nullptr && operand.column->not_null && !operand.uncollated;
}

std::string SelectTranslator::insertable(const Select& select, const Scope& outer,
                                         const std::vector<InsertColumn>& columns) {
  const SelectCore& core = select.cores.front();
  const bool simple = select.cores.size() == 1 && select.with.empty() && select.order_by.empty() && !select.limit &&
                      core.values.empty() && !core.distinct;
  if (!simple) return insertable_rows(select, outer, columns);
  Part part = translate_part(core, &outer, &select);
  require_count(part.columns.size(), columns.size(), select);
  TranslatorOptions here = options(part, part.grouped);
  here.aliases = nullptr;
  Translator translator(*part.scope, here);
  std::string list;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const OutputColumn& output = part.columns[i];
    if (columns[i].column == nullptr) continue;
    require_value(output.value, columns[i], select);
    const bool written = !part.grouped && output.expr->end > 0;  // Not by a star.
    const Assigned assigned = written ? translate_assignment(*columns[i].column, translator, *output.expr)
                                      : stored_value(output.value, *columns[i].column, *output.expr);
    if (!assigned.note.empty()) note(columns[i].column->name + ": " + assigned.note);
    add(list, assigned.sql);
  }
  std::string terms;
  for (const std::string& term : part.terms) terms += (terms.empty() ? " GROUP BY " : ", ") + term;
  return "SELECT " + list + part.from + part.where + terms + part.having;
}

/// By way of the rows that the query gives.
std::string SelectTranslator::insertable_rows(const Select& select, const Scope& outer,
                                              const std::vector<InsertColumn>& columns) {
  Query query = translate(select, &outer);
  require_count(query.columns.size(), columns.size(), select);
  const std::string alias = alias_for("rows");
  std::string list;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].column == nullptr) continue;
    ScopeColumn column = query.columns[i];
    column.sql = quote_identifier(alias) + "." + column.sql;
    const Operand value = column_operand(*keep(std::move(column)));
    require_value(value, columns[i], select);
    Expr place;
    place.begin = select.begin;
    add(list, stored_value(value, *columns[i].column, place).sql);
  }
  return "SELECT " + list + " FROM " + derived(query, alias);
}

}  // namespace lite2pg
