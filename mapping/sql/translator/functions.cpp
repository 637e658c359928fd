#include "mapping/sql/translator/functions.h"

#include <algorithm>
#include <array>

namespace lite2pg {
namespace {

constexpr int any = 100;  // SQLite's own limit is 127.

constexpr std::array functions = {
    SqlFunction{"abs", 1, 1, translate_abs},
    SqlFunction{"avg", 1, 1, translate_avg, true},
    SqlFunction{"coalesce", 2, any, translate_coalesce},
    SqlFunction{"count", 0, 1, translate_count, true},
    SqlFunction{"date", 0, any, translate_date},
    SqlFunction{"datetime", 0, any, translate_datetime},
    SqlFunction{"group_concat", 1, 2, translate_group_concat, true},
    SqlFunction{"hex", 1, 1, translate_hex},
    SqlFunction{"ifnull", 2, 2, translate_coalesce},
    SqlFunction{"iif", 3, 3, translate_iif},
    SqlFunction{"instr", 2, 2, translate_instr},
    SqlFunction{"json_extract", 2, 2, translate_json_extract},
    SqlFunction{"json_valid", 1, 1, translate_json_valid},
    SqlFunction{"julianday", 0, any, translate_julianday},
    SqlFunction{"length", 1, 1, translate_length},
    SqlFunction{"likelihood", 2, 2, translate_likely},
    SqlFunction{"likely", 1, 1, translate_likely},
    SqlFunction{"lower", 1, 1, translate_lower},
    SqlFunction{"ltrim", 1, 2, translate_trim},
    SqlFunction{"max", 1, 1, translate_max, true},
    SqlFunction{"max", 2, any, translate_greatest},
    SqlFunction{"min", 1, 1, translate_min, true},
    SqlFunction{"min", 2, any, translate_least},
    SqlFunction{"nullif", 2, 2, translate_nullif},
    SqlFunction{"random", 0, 0, translate_random},
    SqlFunction{"randomblob", 1, 1, translate_randomblob},
    SqlFunction{"replace", 3, 3, translate_replace},
    SqlFunction{"round", 1, 2, translate_round},
    SqlFunction{"rtrim", 1, 2, translate_trim},
    SqlFunction{"sign", 1, 1, translate_sign},
    SqlFunction{"strftime", 1, any, translate_strftime},
    SqlFunction{"substr", 2, 3, translate_substr},
    SqlFunction{"substring", 2, 3, translate_substr},
    SqlFunction{"sum", 1, 1, translate_sum, true},
    SqlFunction{"time", 0, any, translate_time},
    SqlFunction{"total", 1, 1, translate_total, true},
    SqlFunction{"trim", 1, 2, translate_trim},
    SqlFunction{"typeof", 1, 1, translate_typeof},
    SqlFunction{"unicode", 1, 1, translate_unicode},
    SqlFunction{"unixepoch", 0, any, translate_unixepoch},
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
  if (function->aggregate && !t.options().aggregates) refuse(e, "aggregate " + e.text + "() cannot stand here");
  if (e.has_clause) refuse(e, "FILTER, OVER and ORDER BY of a function");
  if (e.distinct && !function->aggregate) refuse(e, "DISTINCT in " + e.text + "()");
  if (e.star && e.text != "count") refuse(e, e.text + "(*)");
  return function->translate(t, e);
}

bool has_aggregate(const Expr& e) {
  if (e.kind == ExprKind::call) {
    const SqlFunction* function = find_function(e);
    if (function != nullptr && function->aggregate) return true;
  }
  return std::ranges::any_of(e.args, has_aggregate);
}

}  // namespace lite2pg
