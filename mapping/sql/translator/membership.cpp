// IN: https://sqlite.org/lang_expr.html section 8. The right side's own affinity does not count.
#include <algorithm>

#include "mapping/sql/operands/temporal_text.h"
#include "mapping/sql/translator/translator.h"

namespace lite2pg {
namespace {

/// The right side of "(left = right)"; empty when the text is of another form.
std::string right_side(const std::string& equality, const std::string& left) {
  const std::string head = "(" + left + " = ";
  if (!equality.starts_with(head)) return {};
  return equality.substr(head.size(), equality.size() - head.size() - 1);
}

/// (left IN (...)) when all the comparisons are "(left = ...)" with the same left; else they are joined by OR.
std::string join(const std::vector<std::string>& equalities, const std::vector<std::string>& lefts) {
  for (const std::string& left : lefts) {
    std::string list;
    const bool all = std::ranges::all_of(equalities, [&](const std::string& equality) {
      const std::string right = right_side(equality, left);
      list += (list.empty() ? "" : ", ") + right;
      return !right.empty();
    });
    if (all) return "(" + left + " IN (" + list + "))";
  }
  std::string any;
  for (const std::string& equality : equalities) any += (any.empty() ? "" : " OR ") + equality;
  return "(" + any + ")";
}

Operand negated_if(bool negated, std::string sql, Volatility volatility) {
  return make_operand(ValueKind::boolean, negated ? "(NOT " + sql + ")" : std::move(sql), volatility);
}

}  // namespace

Operand Translator::translate_in(const Expr& e) {
  const Operand value = translate(e.args[0]);
  if (e.args.size() == 1) return literal_operand(Value::of(std::int64_t{e.negated}));
  if (value.volatility == Volatility::volatile_) refuse(e, "IN on a value that changes from call to call");
  std::vector<std::string> equalities;
  std::string written;
  Volatility volatility = value.volatility;
  for (std::size_t i = 1; i < e.args.size(); ++i) {
    Operand item = translate(e.args[i]);
    if (item.collation_given) refuse(e.args[i], "COLLATE within IN, which counts only where one value stands there");
    item.affinity.reset();
    item.collation.reset();
    const Operand equality = compare("=", value, std::move(item), e.args[i]);
    check_length(written += equality.sql, e);
    equalities.push_back(equality.sql);
    volatility = std::max(volatility, equality.volatility);
  }
  std::vector<std::string> lefts = {value.sql, folded(value.sql), "rtrim(" + value.sql + ")", value.sql + "::integer"};
  if (value.column != nullptr) lefts.push_back(value.column->sql);
  return negated_if(e.negated, join(equalities, lefts), volatility);
}

Operand Translator::translate_in_select(const Expr& e) {
  if (options_.queries == nullptr) refuse(e, "a subquery cannot stand here");
  const Operand value = translate(e.args[0]);
  const ScopeColumn* column = value.column;
  const bool keyed = column != nullptr && !column->by_hand && !column->doubtful &&
                     compares_as_it_is(column->codec, true) && value.affinity == column->affinity;
  const bool apart = value.is_literal() && value.storage() == StorageClass::text && !value.collation_given &&
                     !is_document_like(value.literal->view().bytes());
  const Operand rows = options_.queries->column(*e.select, scope_, keyed ? column : nullptr, apart, e.begin);
  if (keyed && rows.column == column)
    return negated_if(e.negated, "(" + column->sql + " IN (" + rows.sql + "))", Volatility::stable);
  const Operand left = as_integer(known(value, e.args[0]));
  const bool binary = !left.collation_given && (left.column == nullptr || left.collation == Collation::binary);
  if (left.kind != rows.kind || !binary) refuse(e, "IN with rows of another class or collation");
  return negated_if(e.negated, "(" + left.sql + " IN (" + rows.sql + "))", Volatility::stable);
}

}  // namespace lite2pg
