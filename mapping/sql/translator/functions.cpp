#include "mapping/sql/translator/functions.h"

#include <algorithm>
#include <array>

#include "mapping/sql/parser/walk.h"

namespace lite2pg {
namespace {

constexpr int any_number = 100;  // SQLite's own limit is 127.
constexpr auto over_rows = SqlFunction::Use::aggregate, over_window = SqlFunction::Use::window;

constexpr std::array functions = {
    SqlFunction{"abs", 1, 1, translate_abs},
    SqlFunction{"avg", 1, 1, translate_avg, over_rows},
    SqlFunction{"coalesce", 2, any_number, translate_coalesce},
    SqlFunction{"count", 0, 1, translate_count, over_rows},
    SqlFunction{"cume_dist", 0, 0, translate_share_of_rows, over_window},
    SqlFunction{"date", 0, any_number, translate_date},
    SqlFunction{"datetime", 0, any_number, translate_datetime},
    SqlFunction{"dense_rank", 0, 0, translate_rank, over_window},
    SqlFunction{"first_value", 1, 1, translate_value_of_frame, over_window},
    SqlFunction{"format", 1, any_number, translate_printf},
    SqlFunction{"group_concat", 1, 2, translate_group_concat, over_rows},
    SqlFunction{"hex", 1, 1, translate_hex},
    SqlFunction{"ifnull", 2, 2, translate_coalesce},
    SqlFunction{"iif", 3, 3, translate_iif},
    SqlFunction{"instr", 2, 2, translate_instr},
    SqlFunction{"json_array", 0, any_number, translate_json_array},
    SqlFunction{"json_array_length", 1, 2, translate_json_array_length},
    SqlFunction{"json_extract", 2, 2, translate_json_extract},
    SqlFunction{"json_object", 0, any_number, translate_json_object},
    SqlFunction{"json_valid", 1, 1, translate_json_valid},
    SqlFunction{"julianday", 0, any_number, translate_julianday},
    SqlFunction{"lag", 1, 3, translate_neighbour, over_window},
    SqlFunction{"last_value", 1, 1, translate_value_of_frame, over_window},
    SqlFunction{"lead", 1, 3, translate_neighbour, over_window},
    SqlFunction{"length", 1, 1, translate_length},
    SqlFunction{"likelihood", 2, 2, translate_likely},
    SqlFunction{"likely", 1, 1, translate_likely},
    SqlFunction{"lower", 1, 1, translate_lower},
    SqlFunction{"ltrim", 1, 2, translate_trim},
    SqlFunction{"max", 1, 1, translate_max, over_rows},
    SqlFunction{"max", 2, any_number, translate_greatest},
    SqlFunction{"min", 1, 1, translate_min, over_rows},
    SqlFunction{"min", 2, any_number, translate_least},
    SqlFunction{"nth_value", 2, 2, translate_value_of_frame, over_window},
    SqlFunction{"ntile", 1, 1, translate_ntile, over_window},
    SqlFunction{"nullif", 2, 2, translate_nullif},
    SqlFunction{"percent_rank", 0, 0, translate_share_of_rows, over_window},
    SqlFunction{"printf", 1, any_number, translate_printf},
    SqlFunction{"random", 0, 0, translate_random},
    SqlFunction{"randomblob", 1, 1, translate_randomblob},
    SqlFunction{"rank", 0, 0, translate_rank, over_window},
    SqlFunction{"replace", 3, 3, translate_replace},
    SqlFunction{"round", 1, 2, translate_round},
    SqlFunction{"row_number", 0, 0, translate_row_number, over_window},
    SqlFunction{"rtrim", 1, 2, translate_trim},
    SqlFunction{"sign", 1, 1, translate_sign},
    SqlFunction{"strftime", 1, any_number, translate_strftime},
    SqlFunction{"string_agg", 2, 2, translate_group_concat, over_rows},
    SqlFunction{"substr", 2, 3, translate_substr},
    SqlFunction{"substring", 2, 3, translate_substr},
    SqlFunction{"sum", 1, 1, translate_sum, over_rows},
    SqlFunction{"time", 0, any_number, translate_time},
    SqlFunction{"total", 1, 1, translate_total, over_rows},
    SqlFunction{"trim", 1, 2, translate_trim},
    SqlFunction{"typeof", 1, 1, translate_typeof},
    SqlFunction{"unicode", 1, 1, translate_unicode},
    SqlFunction{"unixepoch", 0, any_number, translate_unixepoch},
    SqlFunction{"unlikely", 1, 1, translate_likely},
    SqlFunction{"upper", 1, 1, translate_upper},
};

const SqlFunction* find_function(const Expr& call) {
  const int count = static_cast<int>(call.args.size());
  const auto found = std::ranges::find_if(
      functions, [&](const SqlFunction& f) { return f.name == call.text && count >= f.least && count <= f.most; });
  return found == functions.end() ? nullptr : &*found;
}

bool is_known_name(std::string_view name) {
  return std::ranges::any_of(functions, [&](const SqlFunction& f) { return f.name == name; });
}

/// Whether such a call can stand here, with the clauses that it has.
void require_place(const Translator& t, const SqlFunction& function, const Expr& e) {
  const bool over = e.clauses != nullptr && e.clauses->over.has_value();
  if (over && function.use == SqlFunction::Use::value) refuse(e, e.text + "() with OVER");
  if (over && t.options().windows == nullptr) refuse(e, "a window function cannot stand here");
  if (over && e.distinct) refuse(e, "DISTINCT in a window function");
  if (!over && function.use == over_window) refuse(e, e.text + "() without OVER");
  if (!over && function.use == over_rows && !t.options().aggregates) {
    refuse(e, "aggregate " + e.text + "() cannot stand here");
  }
  if (e.clauses == nullptr) return;
  if (e.clauses->filter && function.use != over_rows) refuse(e, "FILTER in " + e.text + "()");
  const bool joins = function.translate == translate_group_concat;
  if (!e.clauses->order_by.empty() && !joins) refuse(e, "ORDER BY in " + e.text + "()");
}

}  // namespace

std::span<const SqlFunction> sql_functions() noexcept { return functions; }

std::vector<Operand> arguments(Translator& t, const Expr& call) {
  std::vector<Operand> args;
  for (const Expr& arg : call.args) args.push_back(known(t.translate(arg), arg));
  return args;
}

Operand translate_call(Translator& t, const Expr& e) {
  if (e.kind == ExprKind::binary) return translate_json_extract(t, e);  // -> and ->>
  const SqlFunction* function = find_function(e);
  if (function == nullptr) {
    refuse(e, is_known_name(e.text) ? e.text + "() with this number of arguments"
                                    : "function " + e.text + "() is not on the list of what is translated");
  }
  require_place(t, *function, e);
  if (e.distinct && function->use != over_rows) refuse(e, "DISTINCT in " + e.text + "()");
  if (e.star && e.text != "count") refuse(e, e.text + "(*)");
  return function->translate(t, e);
}

bool is_aggregate(const Expr& e) {
  if (e.kind != ExprKind::call || (e.clauses != nullptr && e.clauses->over)) return false;
  const SqlFunction* function = find_function(e);
  return function != nullptr && function->use == over_rows;
}

bool has_aggregate(const Expr& e) {
  return is_aggregate(e) || std::ranges::any_of(parts_of(e), [](const Expr* part) { return has_aggregate(*part); });
}

}  // namespace lite2pg
