// https://sqlite.org/windowfunctions.html: the same functions and frames on both sides. What depends on the place of a
// row among those that ORDER BY puts in the same place is said; without ORDER BY it is refused.
#include <algorithm>
#include <array>
#include <set>

#include "common/text.h"
#include "mapping/sql/operands/literal.h"
#include "mapping/sql/parser/walk.h"
#include "mapping/sql/translator/functions.h"
#include "mapping/sql/translator/output_column.h"

namespace lite2pg {
namespace {

using Kind = FrameBound::Kind;

bool is_over(const Expr& call) noexcept { return call.clauses != nullptr && call.clauses->over.has_value(); }

std::optional<std::int64_t> whole(const Expr& e) {
  const auto value = literal_value(e);
  if (!value || value->view().storage() != StorageClass::integer) return std::nullopt;
  return value->view().integer();
}

/// Inside of an aggregate no other one can stand; inside of a window function no other window function.
Translator inside(const Translator& t, const Expr& call) {
  TranslatorOptions options = t.options();
  options.aggregates = options.aggregates && is_over(call);
  options.windows = nullptr;
  options.aliases = nullptr;
  return {t.scope(), options};
}

/// A window with what it takes from the one it begins with.
struct WholeWindow {
  std::vector<const Expr*> partition;
  std::vector<const OrderTerm*> order;
  const WindowClause* frame = nullptr;
};

class WindowWriter {
 public:
  WindowWriter(Translator& outer, const Expr& call)
      : outer_(outer), t_(inside(outer, call)), call_(call), named_(*outer.options().windows) {}

  std::string write() {
    const WholeWindow window = resolve(*call_.clauses->over, 0);
    refuse_forgotten_filter(window);
    const std::string partition = partition_sql(window), order = order_terms(window);
    const std::string frame = window.frame == nullptr ? "" : frame_sql(window);
    if (depends_on_place(window)) require_order(order);
    std::string sql = partition;
    for (const std::string* part : {&order, &frame}) sql += (sql.empty() || part->empty() ? "" : " ") + *part;
    return " OVER (" + sql + ")";
  }

 private:
  const WindowClause& find(const std::string& name) const {
    const auto found =
        std::ranges::find_if(named_, [&](const NamedWindow& w) { return equals_ignoring_case(w.name, name); });
    if (found == named_.end()) refuse(call_, "no window " + name);
    return found->window;
  }

  WholeWindow resolve(const WindowClause& window, std::size_t depth) const {
    if (depth > named_.size()) refuse(call_, "a window that begins with itself");
    WholeWindow result;
    if (!window.base.empty()) result = resolve(find(window.base), depth + 1);
    if (!window.partition_by.empty() && !window.base.empty()) refuse(call_, "PARTITION BY in a window with a base");
    for (const Expr& e : window.partition_by) result.partition.push_back(&e);
    if (!window.order_by.empty() && !result.order.empty()) refuse(call_, "ORDER BY twice in a window");
    for (const OrderTerm& term : window.order_by) result.order.push_back(&term);
    if (!window.unit.empty()) result.frame = &window;
    return result;
  }

  /// The value, which tells rows apart where it is a bare column.
  Operand term(const Expr& e) {
    Operand value = t_.translate(e);
    if (value.volatility == Volatility::volatile_) refuse(e, "a value that changes from call to call");
    const bool binary = value.kind != ValueKind::text || value.collation == Collation::binary;
    if (value.column != nullptr && binary) columns_.insert(value.column->sql);
    return value;
  }

  std::string partition_sql(const WholeWindow& window) {
    std::string sql;
    for (const Expr* e : window.partition) {
      add_term(sql, sort_key(term(*e), *e, t_.options().utf8));
    }
    return sql.empty() ? sql : "PARTITION BY " + sql;
  }

  std::string order_terms(const WholeWindow& window) {
    std::string sql;
    for (const OrderTerm* by : window.order) {
      const Operand value = term(by->expr);
      last_kind_ = as_integer(value).kind;
      add_term(sql, order_sql(value, *by, t_.options().utf8));
    }
    return sql.empty() ? sql : "ORDER BY " + sql;
  }

  std::string bound_sql(const FrameBound& bound, const WholeWindow& window) const {
    constexpr std::array<std::string_view, 5> words = {"UNBOUNDED PRECEDING", "PRECEDING", "CURRENT ROW", "FOLLOWING",
                                                       "UNBOUNDED FOLLOWING"};
    const std::string word(words[static_cast<std::size_t>(bound.kind)]);
    if (!bound.distance) return word;
    const auto distance = whole(*bound.distance);
    if (!distance || *distance < 0) refuse(*bound.distance, "a frame of other than a whole number");
    const bool numbers = window.order.size() == 1 && last_kind_ == ValueKind::integer;
    if (window.frame->unit == "RANGE" && !numbers) refuse(*bound.distance, "RANGE over other than INTEGERs");
    return std::to_string(*distance) + " " + word;
  }

  std::string frame_sql(const WholeWindow& window) const {
    const WindowClause& f = *window.frame;
    const std::string exclude = f.exclude.empty() ? "" : " EXCLUDE " + f.exclude;
    return f.unit + " BETWEEN " + bound_sql(f.from, window) + " AND " + bound_sql(f.to, window) + exclude;
  }

  /// SQLite (3.40) looks at every row of a frame that moves when it searches for the least or the greatest value.
  void refuse_forgotten_filter(const WholeWindow& window) const {
    const bool moves = window.frame != nullptr && window.frame->from.kind != Kind::unbounded_preceding;
    if (!moves || !call_.clauses->filter || (call_.text != "min" && call_.text != "max")) return;
    refuse(call_, call_.text + "() with FILTER over a frame that moves: SQLite takes rows that the filter leaves out");
  }

  [[nodiscard]] bool depends_on_place(const WholeWindow& window) const {
    constexpr std::array<std::string_view, 9> by_place = {
        "row_number", "ntile", "lag", "lead", "nth_value", "first_value", "last_value", "string_agg", "group_concat"};
    if (std::ranges::count(by_place, call_.text) > 0) return true;
    if (window.frame == nullptr || window.frame->unit != "ROWS") return false;
    return window.frame->from.kind != Kind::unbounded_preceding || window.frame->to.kind != Kind::unbounded_following;
  }

  void require_order(const std::string& order) const {
    if (order.empty()) refuse(call_, call_.text + "() without ORDER BY: which row comes first is left open");
    if (tells_rows_apart(t_.scope(), columns_)) return;
    outer_.options().queries->note(call_.text + "(): rows that ORDER BY puts in the same place may come otherwise");
  }

  Translator& outer_;
  Translator t_;
  const Expr& call_;
  const std::vector<NamedWindow>& named_;
  std::set<std::string> columns_;
  ValueKind last_kind_ = ValueKind::null;
};

std::int64_t literal_argument(const Expr& call, std::size_t index, std::int64_t least) {
  const auto value = whole(call.args[index]);
  if (!value || *value < least || *value > INT32_MAX) {
    refuse(call.args[index], call.text + "() by other than a whole number from " + std::to_string(least));
  }
  return *value;
}

Operand counted(Translator& t, const Expr& e, const std::string& arguments) {
  Operand result =
      make_operand(ValueKind::integer, e.text + "(" + arguments + ")" + clauses_sql(t, e), Volatility::stable);
  result.small = result.non_negative = true;
  return result;
}

/// A bare column's value stays what the column is.
Operand taken(Translator& t, const Expr& e, const std::string& more) {
  const Operand raw = raw_argument(t, e);
  const auto sql = [&](const std::string& value) { return e.text + "(" + value + more + ")" + clauses_sql(t, e); };
  if (raw.column != nullptr && !raw.uncollated) return value_of_column(t, *raw.column, sql(raw.column->sql));
  const Operand value = known(raw, e.args[0]);
  if (value.kind == ValueKind::null) refuse(e, e.text + "() of NULL");
  Operand result = make_operand(
      value.kind, sql(value.is_literal() && value.kind == ValueKind::text ? value.sql + "::text" : value.sql),
      Volatility::stable);
  result.narrow = value.narrow;
  result.small = value.small;
  return result;
}

}  // namespace

Operand raw_argument(Translator& t, const Expr& call, std::size_t index) {
  return inside(t, call).translate(call.args[index]);
}

std::string clauses_sql(Translator& t, const Expr& call) {
  if (call.clauses == nullptr) return {};
  std::string sql;
  if (call.clauses->filter) sql += " FILTER (WHERE " + inside(t, call).truth(*call.clauses->filter).sql + ")";
  if (call.clauses->over) sql += WindowWriter(t, call).write();
  return sql;
}

Operand value_of_column(Translator& t, const ScopeColumn& of, std::string sql) {
  ScopeColumn column;
  column.name = of.name;
  column.sql = std::move(sql);
  column.codec = of.codec;
  column.by_hand = of.by_hand;
  column.doubtful = of.doubtful;
  Operand result = column_operand(*t.options().queries->keep(std::move(column)));
  result.uncollated = true;
  result.volatility = std::max(result.volatility, Volatility::stable);
  return result;
}

bool tells_rows_apart(const Scope& scope, const std::set<std::string>& values) {
  return std::ranges::all_of(scope.tables(), [&](const ScopeTable& table) {
    return table.has_key && std::ranges::all_of(table.columns, [&](const ScopeColumn& c) {
             return c.key_position == 0 || values.contains(c.sql);
           });
  });
}

Operand translate_row_number(Translator& t, const Expr& e) { return counted(t, e, ""); }
Operand translate_rank(Translator& t, const Expr& e) { return counted(t, e, ""); }

Operand translate_ntile(Translator& t, const Expr& e) {
  Operand result = counted(t, e, std::to_string(literal_argument(e, 0, 1)));
  result.narrow = true;
  return result;
}

/// percent_rank, cume_dist: a quotient of two counts of rows.
Operand translate_share_of_rows(Translator& t, const Expr& e) {
  return make_operand(ValueKind::real, e.text + "()" + clauses_sql(t, e), Volatility::stable);
}

/// lag, lead
Operand translate_neighbour(Translator& t, const Expr& e) {
  const std::string distance = e.args.size() < 2 ? "" : ", " + std::to_string(literal_argument(e, 1, 0));
  if (e.args.size() < 3) return taken(t, e, distance);
  std::vector<Operand> values;
  for (const std::size_t i : {0U, 2U}) values.push_back(known(raw_argument(t, e, i), e.args[i]));
  if (values[0].kind == ValueKind::null) refuse(e, e.text + "() of NULL");
  t.unify(values, e);
  const std::string list = values[0].sql + distance + ", " + values[1].sql;
  Operand result = make_operand(values[0].kind, e.text + "(" + list + ")" + clauses_sql(t, e), Volatility::stable);
  result.narrow = values[0].narrow || values[1].narrow;
  result.small = values[0].small && values[1].small;
  return result;
}

/// first_value, last_value, nth_value
Operand translate_value_of_frame(Translator& t, const Expr& e) {
  return taken(t, e, e.args.size() < 2 ? "" : ", " + std::to_string(literal_argument(e, 1, 1)));
}

}  // namespace lite2pg
