#include "mapping/sql/translator/translator.h"

#include <algorithm>

#include "common/text.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/parser/tokenizer.h"

namespace lite2pg {
namespace {

/// An unquoted TRUE or FALSE, when no column is called so; nullopt for everything else.
std::optional<bool> truth_word(const Expr& e) {
  if (e.kind != ExprKind::name || e.quoted || e.names.size() != 1) return std::nullopt;
  if (equals_ignoring_case(e.names[0], "true")) return true;
  return equals_ignoring_case(e.names[0], "false") ? std::optional(false) : std::nullopt;
}

Operand boolean(std::string sql, Volatility volatility) {
  return make_operand(ValueKind::boolean, std::move(sql), volatility);
}

}  // namespace

void refuse(const Expr& e, const std::string& why) { throw SqlError(why, e.begin); }

Operand known(Operand operand, const Expr& e) {
  if (operand.kind == ValueKind::opaque) refuse(e, operand.column->name + " cannot be used: " + operand.why);
  if (operand.kind == ValueKind::json) refuse(e, operand.apart ? operand.why : "a JSON value may be of any class");
  return settled(std::move(operand));
}

namespace {

/// The COLLATE inside an expression that counts for its value, however deep (sqlite3ExprCollSeq): the first one.
const Expr* inner_collate(const Expr& e) {
  if (e.kind == ExprKind::collate) return &e;
  for (const Expr& arg : e.args) {
    if (const Expr* found = inner_collate(arg)) return found;
  }
  return nullptr;
}

}  // namespace

void check_length(const std::string& sql, const Expr& e) {
  constexpr std::size_t longest = 100'000;
  if (sql.size() > longest) refuse(e, "its translation is longer than 100 kB");
}

Operand Translator::translate(const Expr& e) {
  Operand result = dispatch(e);
  check_length(result.sql, e);
  if (result.kind == ValueKind::text && !result.collation_given) {
    if (const Expr* collate = inner_collate(e)) {
      result.collation = builtin_collation(collate->text);
      result.collation_given = true;
    }
  }
  return result;
}

Operand Translator::dispatch(const Expr& e) {
  if (const auto literal = literal_value(e)) return literal_operand(literal->view());
  switch (e.kind) {
    case ExprKind::name: return translate_name(e);
    case ExprKind::current: return translate_current(e);
    case ExprKind::unary: return translate_unary(e);
    case ExprKind::binary: return translate_binary(e);
    case ExprKind::is: return translate_is(e);
    case ExprKind::is_null: return translate_is_null(e);
    case ExprKind::between: return translate_between(e);
    case ExprKind::in_list: return translate_in(e);
    case ExprKind::in_select: return translate_in_select(e);
    case ExprKind::like: return translate_like(*this, e);
    case ExprKind::case_: return translate_case(e);
    case ExprKind::cast: return translate_cast(*this, e, known(translate(e.args[0]), e.args[0]));
    case ExprKind::collate: return translate_collate(e);
    case ExprKind::call: return translate_call(*this, e);
    case ExprKind::exists:
    case ExprKind::subquery:
      if (options_.queries == nullptr) refuse(e, "a subquery cannot stand here");
      if (e.kind == ExprKind::subquery) return options_.queries->scalar(*e.select, scope_, e.begin);
      return boolean("EXISTS (" + options_.queries->rows(*e.select, scope_) + ")", Volatility::stable);
    default: refuse(e, "not on the list of what is translated");
  }
}

Operand Translator::translate_name(const Expr& e) {
  if (const ScopeColumn* column = scope_.find_here(e)) return column_operand(*column);
  if (const auto alias = translate_alias(e)) return *alias;
  if (const ScopeColumn* column = scope_.find(e)) return column_operand(*column);
  if (const auto word = truth_word(e)) return literal_operand(Value::of(std::int64_t{*word}));
  // https://sqlite.org/quirks.html section 8. In a subquery it might also be an alias further out.
  if (e.double_quoted && scope_.outer() == nullptr) return literal_operand(Value::text(e.names[0]));
  refuse(e, "no column " + e.names.back());
}

/// The result column of that alias, translated where it stands.
std::optional<Operand> Translator::translate_alias(const Expr& e) {
  if (options_.aliases == nullptr || e.names.size() != 1 || alias_depth_ > 0) return std::nullopt;
  for (const ResultColumn& column : *options_.aliases) {
    if (!equals_ignoring_case(column.alias, e.names[0])) continue;
    ++alias_depth_;
    Operand result = translate(column.expr);
    --alias_depth_;
    return result;
  }
  return std::nullopt;
}

Operand Translator::translate_unary(const Expr& e) {
  if (e.text == "NOT") {
    const Operand value = truth(e.args[0]);
    return boolean("(NOT " + value.sql + ")", value.volatility);
  }
  Operand value = as_integer(known(translate(e.args[0]), e.args[0]));
  if (e.text == "+") {  // Takes the affinity away, nothing else.
    value.affinity.reset();
    return value;
  }
  if (value.kind == ValueKind::null) return null_operand();
  if (!is_numeric(value.kind)) refuse(e, e.text + " of " + std::string(name_of(value.kind)));
  if (e.text == "~" && value.kind != ValueKind::integer) refuse(e, "~ of what may be a REAL");
  if (value.is_literal() && e.text == "-")
    return constant_arithmetic("-", literal_operand(Value::of(std::int64_t{0})), value);
  // SQLite takes the number from 0, so that no -0.0 comes out.
  const bool floating = value.kind == ValueKind::real || value.kind == ValueKind::number;
  Operand result =
      make_operand(value.kind, "(" + std::string(floating ? "0 - " : e.text + " ") + value.sql + ")", value.volatility);
  if (value.kind == ValueKind::integer) result.sql = "(" + e.text + " " + as_bigint(value) + ")";
  result.small = value.small && e.text == "-";
  result.bound = bound_of(value);
  if (value.kind == ValueKind::integer && e.text == "-") remark_overflow(result.bound);
  return result;
}

Operand Translator::translate_binary(const Expr& e) {
  if (e.text == "AND" || e.text == "OR") return translate_logic(e);
  if (e.text == "->" || e.text == "->>") return translate_call(*this, e);
  Operand a = translate(e.args[0]);
  Operand b = translate(e.args[1]);
  constexpr std::string_view comparisons[] = {"=", "<>", "<", "<=", ">", ">="};
  if (std::ranges::count(comparisons, e.text) > 0) return compare(e.text, std::move(a), std::move(b), e);
  a = known(std::move(a), e.args[0]);
  b = known(std::move(b), e.args[1]);
  if (e.text == "||") return translate_concatenation(*this, std::move(a), std::move(b), e);
  return translate_arithmetic(*this, e.text, std::move(a), std::move(b), e);
}

/// A chain of the same operator stays flat, as it was written.
Operand Translator::translate_logic(const Expr& e) {
  std::vector<const Expr*> parts;
  const Expr* left = &e;
  for (; left->kind == ExprKind::binary && left->text == e.text; left = left->args.data())
    parts.push_back(&left->args[1]);
  parts.push_back(left);
  std::string sql;
  Volatility volatility = Volatility::immutable;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    const Operand value = truth(**part);
    if (!sql.empty()) sql += " " + e.text + " ";
    sql += value.sql;
    volatility = std::max(volatility, value.volatility);
  }
  return boolean("(" + sql + ")", volatility);
}

Operand Translator::truth(const Expr& e) {
  const Operand value = translate(e);
  return truth_of(value, e);
}

Operand Translator::truth_of(const Operand& raw, const Expr& e) {
  if (raw.is_literal()) {
    const Value v = raw.literal->view();
    if (v.is_null()) return boolean("NULL::boolean", Volatility::immutable);
    const bool holds = v.storage() == StorageClass::integer ? v.integer() != 0
                       : v.storage() == StorageClass::real  ? v.real() != 0
                                                            : (refuse(e, "text as a truth value"), false);
    return boolean(holds ? "true" : "false", Volatility::immutable);
  }
  const Operand value = known(raw, e);
  if (value.kind == ValueKind::boolean) return value;
  if (value.kind == ValueKind::null) return boolean("NULL::boolean", Volatility::immutable);
  if (!is_numeric(value.kind)) refuse(e, std::string(name_of(value.kind)) + " as a truth value");
  return boolean("(" + value.sql + " <> 0)", value.volatility);
}

Operand Translator::translate_is(const Expr& e) {
  if (const auto word = truth_word(e.args[1]); word && scope_.find(e.args[1]) == nullptr) {
    const Operand value = truth(e.args[0]);
    const std::string is = e.negated ? " IS NOT " : " IS ";
    return boolean("(" + value.sql + is + (*word ? "TRUE" : "FALSE") + ")", value.volatility);
  }
  const bool empty_list = e.args[1].kind == ExprKind::in_list && e.args[1].args.size() == 1;
  if (empty_list) refuse(e, "IS of IN (), which is the word TRUE or FALSE");
  Operand a = translate(e.args[0]);
  return compare(e.negated ? "IS NOT" : "IS", std::move(a), translate(e.args[1]), e);
}

Operand Translator::translate_is_null(const Expr& e) {
  const Operand value = settled(translate(e.args[0]));
  const std::string& sql = value.kind == ValueKind::opaque ? value.column->sql : value.sql;
  const std::string& tested = value.column != nullptr ? value.column->sql : sql;
  return boolean("(" + tested + (e.negated ? " IS NOT NULL)" : " IS NULL)"),
                 value.column != nullptr ? Volatility::immutable : value.volatility);
}

Operand Translator::translate_between(const Expr& e) {
  const Operand value = translate(e.args[0]);
  if (value.volatility == Volatility::volatile_) refuse(e, "BETWEEN on a value that changes from call to call");
  const Operand low = compare(">=", value, translate(e.args[1]), e);
  const Operand high = compare("<=", value, translate(e.args[2]), e);
  const std::string both = "(" + low.sql + " AND " + high.sql + ")";
  return boolean(e.negated ? "(NOT " + both + ")" : both, volatility_of(low, high));
}

Operand Translator::translate_case(const Expr& e) {
  const std::size_t first = e.has_base ? 1 : 0;
  std::optional<Operand> base;
  if (e.has_base) base = translate(e.args[0]);
  if (base && base->volatility == Volatility::volatile_) refuse(e, "CASE on a value that changes from call to call");
  std::vector<std::string> conditions;
  std::vector<Operand> branches;
  std::string written;  // Copies of the base could make it any length.
  Volatility volatility = Volatility::immutable;
  for (std::size_t i = first; i < e.args.size(); i += 2) {
    const bool is_else = i + 1 == e.args.size();
    if (!is_else) {
      const Operand when = base ? compare("=", *base, translate(e.args[i]), e.args[i]) : truth(e.args[i]);
      conditions.push_back(when.sql);
      check_length(written += when.sql, e);
      volatility = std::max(volatility, when.volatility);
    }
    const Expr& branch = e.args[is_else ? i : i + 1];
    branches.push_back(known(translate(branch), branch));
  }
  unify(branches, e);
  std::string sql = "(CASE";
  for (std::size_t i = 0; i < branches.size(); ++i) {
    sql += i < conditions.size() ? " WHEN " + conditions[i] + " THEN " : " ELSE ";
    sql += branches[i].sql;
    volatility = std::max(volatility, branches[i].volatility);
  }
  Operand result = make_operand(branches.front().kind, sql + " END)", volatility);
  result.narrow = std::ranges::any_of(branches, &Operand::narrow);
  result.small = std::ranges::all_of(branches, &Operand::small);
  result.non_negative = std::ranges::all_of(branches, &Operand::non_negative);
  return result;
}

void Translator::unify(std::vector<Operand>& branches, const Expr& e) {
  const auto is = [](ValueKind kind) { return [kind](const Operand& o) { return o.kind == kind; }; };
  const auto any = [&](ValueKind kind) { return std::ranges::any_of(branches, is(kind)); };
  const auto all_numeric =
      std::ranges::all_of(branches, [](const Operand& o) { return is_numeric(o.kind) || o.kind == ValueKind::null; });
  const auto first = std::ranges::find_if_not(branches, is(ValueKind::null));
  if (first == branches.end()) return;
  ValueKind kind = first->kind;
  const bool one_kind =
      std::ranges::all_of(branches, [&](const Operand& o) { return o.kind == kind || o.kind == ValueKind::null; });
  if (!one_kind && !all_numeric) refuse(e, "its branches are of different classes");
  if (!one_kind) {
    const bool floating = any(ValueKind::real) || any(ValueKind::number);
    const bool computed = std::ranges::any_of(branches, [](const Operand& o) {
      return (o.kind == ValueKind::real && !o.is_literal()) || o.kind == ValueKind::number;
    });
    // An INTEGER of any size is not a double; numeric holds both.
    const bool large = any(ValueKind::decimal) || std::ranges::any_of(branches, [](const Operand& o) {
                         return o.kind == ValueKind::integer && !o.small;
                       });
    if (large && computed) refuse(e, "its branches are INTEGER and REAL");
    kind = !floating && !any(ValueKind::decimal) ? ValueKind::integer : large ? ValueKind::decimal : ValueKind::number;
  }
  for (Operand& o : branches) {
    if (o.kind == ValueKind::null || o.kind == kind) continue;
    o.sql = kind == ValueKind::number ? as_float8(o) : kind == ValueKind::decimal ? as_numeric(o) : as_integer(o).sql;
    o.narrow = o.narrow || o.kind == ValueKind::boolean;
    o.small = o.small || o.kind == ValueKind::boolean;
  }
  for (Operand& o : branches) o.kind = kind;
}

Operand Translator::translate_collate(const Expr& e) {
  Operand value = translate(e.args[0]);
  const auto collation = builtin_collation(e.text);
  if (!collation) refuse(e, "collation " + e.text + " is not one of SQLite's own");
  value.collation = collation;
  value.collation_given = true;
  return value;
}

}  // namespace lite2pg
