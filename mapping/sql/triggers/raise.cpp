// SELECT in triggers, which is there for RAISE: https://sqlite.org/lang_createtrigger.html section 3. What it gives
// back is lost otherwise.
#include <algorithm>

#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/parser/walk.h"
#include "mapping/sql/triggers/trigger_translator.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

bool is_raise(const Expr& e) { return e.kind == ExprKind::raise; }
bool raises(const Expr& e) { return contains(e, is_raise); }

Expr integer_one(std::size_t position) {
  Expr e;
  e.kind = ExprKind::integer;
  e.text = "1";
  e.begin = e.end = position;
  return e;
}

Expr joined(Expr a, Expr b, const char* op) {
  Expr e;
  e.kind = ExprKind::binary;
  e.text = op;
  e.begin = a.begin;
  e.end = b.end;
  e.args.push_back(std::move(a));
  e.args.push_back(std::move(b));
  return e;
}

bool aggregates(const SelectCore& core) {
  return std::ranges::any_of(core.columns, [](const ResultColumn& c) { return !c.star && has_aggregate(c.expr); });
}

/// The condition of CASE WHEN condition THEN RAISE(...) END, and the RAISE; none for RAISE alone.
struct OneRaise {
  std::optional<Expr> condition;
  Expr raise;
};

OneRaise take_only_raise(Expr& e) {
  if (is_raise(e)) return {std::nullopt, std::move(e)};
  const bool simple = e.kind == ExprKind::case_ && !e.has_base && e.args.size() >= 2 && is_raise(e.args[1]) &&
                      (e.args.size() == 2 || (e.args.size() == 3 && !raises(e.args[2])));
  if (!simple) refuse(e, "RAISE that depends on rows in another way than CASE WHEN ... THEN RAISE");
  return {std::move(e.args[0]), std::move(e.args[1])};
}

}  // namespace

std::string TriggerTranslator::raise(const Expr& e, const std::string& indent) {
  if (e.text == "IGNORE") {
    if (!may_skip_) refuse(e, "RAISE(IGNORE) in a trigger that is not BEFORE");
    std::string lines;
    for (std::size_t at = 0; at < skip_row_.size();) {
      const std::size_t end = skip_row_.find('\n', at);
      lines += indent + skip_row_.substr(at, end - at) + "\n";
      at = end == std::string::npos ? skip_row_.size() : end + 1;
    }
    return lines;
  }
  if (e.names.empty()) refuse(e, "RAISE with a message that is computed");
  if (e.text == "FAIL") {
    notes_.add("RAISE(FAIL) undoes the whole statement; SQLite keeps what it did to rows before");
  }
  return indent + "RAISE EXCEPTION USING MESSAGE = " + quote_literal(e.names.front()) + ", ERRCODE = '23000';\n";
}

std::string TriggerTranslator::branches_of(const Expr& e, const std::string& indent) {
  if (is_raise(e)) return raise(e, indent);
  Translator t = translator(rows_);
  if (!raises(e)) {
    (void)t.translate(e);  // Whatever is not known might do something.
    return indent + "NULL;\n";
  }
  if (e.kind != ExprKind::case_) refuse(e, "RAISE inside of an expression");
  const std::size_t first = e.has_base ? 1 : 0;
  if (e.has_base && raises(e.args[0])) refuse(e, "RAISE inside of an expression");
  std::string sql;
  for (std::size_t i = first; i < e.args.size(); i += 2) {
    const bool is_else = i + 1 == e.args.size();
    if (is_else) {
      sql += indent + "ELSE\n";
    } else {
      if (raises(e.args[i])) refuse(e.args[i], "RAISE inside of a condition");
      const std::string condition = e.has_base
                                        ? t.compare("=", t.translate(e.args[0]), t.translate(e.args[i]), e.args[i]).sql
                                        : t.truth(e.args[i]).sql;
      sql += indent + (i == first ? "IF " : "ELSIF ") + condition + " THEN\n";
    }
    sql += branches_of(e.args[is_else ? i : i + 1], indent + "  ");
  }
  return sql + indent + "END IF;\n";
}

std::string TriggerTranslator::raise_without_rows(SelectCore& core) {
  std::string indent = "  ", sql;
  if (core.where) {
    sql = "  IF " + translator(rows_).truth(*core.where).sql + " THEN\n";
    indent = "    ";
  }
  for (const ResultColumn& column : core.columns) {
    if (column.star) throw SqlError("* without tables", 0);
    sql += branches_of(column.expr, indent);
  }
  return sql + (core.where ? "  END IF;\n" : "");
}

std::string TriggerTranslator::raise_for_rows(Select& select) {
  SelectCore& core = select.cores.front();
  const std::size_t position = select.begin;
  const auto raising =
      std::ranges::find_if(core.columns, [](const ResultColumn& c) { return !c.star && raises(c.expr); });
  if (std::count_if(raising, core.columns.end(), [](const ResultColumn& c) { return !c.star && raises(c.expr); }) > 1) {
    throw SqlError("several RAISE over the rows of one query", position);
  }
  const bool one_row = aggregates(core) && core.group_by.empty();
  OneRaise only = take_only_raise(raising->expr);
  const std::string action = raise(only.raise, "    ");
  core.columns.clear();
  Expr result = integer_one(position);
  if (only.condition && (one_row || !core.group_by.empty())) {
    if (!one_row) throw SqlError("CASE WHEN ... THEN RAISE over groups", position);
    result = std::move(*only.condition);
  } else if (only.condition) {
    core.where =
        core.where ? joined(std::move(*core.where), std::move(*only.condition), "AND") : std::move(*only.condition);
  }
  core.columns.push_back({std::move(result), {}, false, {}, "1"});
  Expr query;
  query.kind = one_row ? ExprKind::subquery : ExprKind::exists;
  query.begin = position;
  query.select = std::make_unique<Select>(std::move(select));
  return "  IF " + translator(rows_).truth(query).sql + " THEN\n" + action + "  END IF;\n";
}

std::string TriggerTranslator::translate(SelectStep& step) {
  Select& select = step.select;
  if (!contains(select, is_raise)) {
    (void)queries_.translate(select, &rows_);  // Whatever is not known might do something.
    return {};
  }
  const bool simple = select.cores.size() == 1 && select.with.empty() && select.cores.front().values.empty();
  if (!simple) throw SqlError("RAISE in a compound query or behind WITH", select.begin);
  SelectCore& core = select.cores.front();
  if (core.from.empty() && core.group_by.empty() && !core.having && !select.limit && !aggregates(core)) {
    return raise_without_rows(core);
  }
  return raise_for_rows(select);
}

}  // namespace lite2pg
