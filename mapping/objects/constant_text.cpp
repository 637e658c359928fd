#include "mapping/objects/constant_text.h"

#include <algorithm>

#include "mapping/sql/parser/walk.h"

namespace lite2pg {
namespace {

bool is_constant(const Expr& e);

bool are_constant(const std::vector<Expr>& args) { return std::ranges::all_of(args, is_constant); }

/// Which of its values it has is known from its first condition, or may be.
bool is_chosen_at_once(const Expr& e) {
  const std::size_t first = e.has_base ? 1 : 0;
  return e.args.size() > first && (!e.has_base || is_constant(e.args[0])) && is_constant(e.args[first]);
}

/// As PostgreSQL's planner folds it, or may.
bool is_constant(const Expr& e) {
  switch (e.kind) {
    case ExprKind::null:
    case ExprKind::integer:
    case ExprKind::real:
    case ExprKind::string:
    case ExprKind::blob: return true;
    case ExprKind::call:
      if (e.text == "coalesce" || e.text == "ifnull" || e.text == "iif")
        return !e.args.empty() && is_constant(e.args[0]);
      return !e.star && are_constant(e.args);
    case ExprKind::case_: return is_chosen_at_once(e);
    case ExprKind::unary:
    case ExprKind::binary:
    case ExprKind::is:
    case ExprKind::is_null:
    case ExprKind::between:
    case ExprKind::in_list:
    case ExprKind::like:
    case ExprKind::cast:
    case ExprKind::collate: return are_constant(e.args);
    default: return false;
  }
}

bool may_compare(const Expr& e) {
  switch (e.kind) {
    case ExprKind::call: return e.text != "coalesce" && e.text != "ifnull" && e.text != "iif";
    case ExprKind::binary:
    case ExprKind::is:
    case ExprKind::between:
    case ExprKind::in_list:
    case ExprKind::like: return e.text != "||";
    case ExprKind::case_: return e.has_base;
    default: return false;
  }
}

bool has_text(const Expr& e) {
  return contains(e, [](const Expr& part) { return part.kind == ExprKind::string || part.kind == ExprKind::cast; });
}

}  // namespace

const Expr* constant_text_in(const Expr& e) {
  const Expr* found = nullptr;
  Visitor visitor;
  visitor.expression = [&](const Expr& part) {
    if (found == nullptr && may_compare(part) && is_constant(part) && has_text(part)) found = &part;
  };
  walk(e, visitor);
  return found;
}

}  // namespace lite2pg
