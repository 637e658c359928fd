// https://sqlite.org/lang_corefunc.html
#include <algorithm>

#include "mapping/sql/translator/functions.h"

namespace lite2pg {

Operand translate_coalesce(Translator& t, const Expr& e) {
  std::vector<Operand> args = arguments(t, e);
  t.unify(args, e);
  std::string list;
  Volatility volatility = Volatility::immutable;
  for (const Operand& arg : args) {
    list += (list.empty() ? "" : ", ") + arg.sql;
    volatility = std::max(volatility, arg.volatility);
  }
  Operand result = make_operand(args.front().kind, "coalesce(" + list + ")", volatility);
  result.narrow = std::ranges::any_of(args, &Operand::narrow);
  result.small = std::ranges::all_of(args, &Operand::small);
  result.non_negative = std::ranges::all_of(args, &Operand::non_negative);
  return result;
}

/// Compares without affinity: it is a function.
Operand translate_nullif(Translator& t, const Expr& e) {
  std::vector<Operand> args = arguments(t, e);
  for (Operand& arg : args) {
    arg.affinity.reset();
    if (arg.volatility == Volatility::volatile_) refuse(e, "a value that changes from call to call");
  }
  // The first argument that has a collation decides, COLLATE or not.
  const auto has_collation = [](const Operand& o) {
    return o.collation_given || (o.column != nullptr && !o.uncollated);
  };
  if (has_collation(args[0])) {
    args[1].collation_given = false;
    args[1].uncollated = true;
  }
  const Operand equal = t.compare("=", args[0], args[1], e);
  Operand result = make_operand(args[0].kind, "(CASE WHEN " + equal.sql + " THEN NULL ELSE " + args[0].sql + " END)",
                                volatility_of(args[0], args[1]));
  result.narrow = args[0].narrow;
  result.small = args[0].small;
  result.non_negative = args[0].non_negative;
  return result;
}

Operand translate_iif(Translator& t, const Expr& e) {
  const Operand condition = t.truth(e.args[0]);
  std::vector<Operand> branches = {known(t.translate(e.args[1]), e.args[1]), known(t.translate(e.args[2]), e.args[2])};
  t.unify(branches, e);
  Operand result =
      make_operand(branches[0].kind,
                   "(CASE WHEN " + condition.sql + " THEN " + branches[0].sql + " ELSE " + branches[1].sql + " END)",
                   std::max(condition.volatility, volatility_of(branches[0], branches[1])));
  result.narrow = branches[0].narrow || branches[1].narrow;
  result.small = branches[0].small && branches[1].small;
  return result;
}

Operand translate_likely(Translator& t, const Expr& e) {
  Operand value = t.translate(e.args[0]);
  value.affinity.reset();
  return value;
}

Operand translate_typeof(Translator& t, const Expr& e) {
  const Operand value = known(t.translate(e.args[0]), e.args[0]);
  if (value.volatility == Volatility::volatile_) refuse(e, "a value that changes from call to call");
  std::string name;
  switch (value.kind) {
    case ValueKind::null: return make_operand(ValueKind::text, "'null'");
    case ValueKind::boolean:
    case ValueKind::integer: name = "'integer'"; break;
    case ValueKind::real: name = "'real'"; break;
    case ValueKind::text: name = "'text'"; break;
    case ValueKind::blob: name = "'blob'"; break;
    default: refuse(e, "typeof() of " + std::string(name_of(value.kind)));
  }
  const std::string tested = value.column != nullptr ? value.column->sql : value.sql;
  return make_operand(ValueKind::text, "(CASE WHEN " + tested + " IS NULL THEN 'null' ELSE " + name + " END)",
                      value.column != nullptr ? Volatility::immutable : value.volatility);
}

}  // namespace lite2pg
