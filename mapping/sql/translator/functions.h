// The functions that are translated: one table. Everything else is refused by name.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/sql/translator/translator.h"

namespace lite2pg {

struct SqlFunction {
  std::string_view name;
  int least, most;  ///< Numbers of arguments.
  Operand (*translate)(Translator&, const Expr&);
  enum class Use : std::uint8_t { value, aggregate, window };
  Use use = Use::value;  ///< Aggregates serve with OVER too, `window` ones with nothing else.
};

/// Sorted by name. min and max stand twice: with one argument they are aggregates.
[[nodiscard]] std::span<const SqlFunction> sql_functions() noexcept;

/// The arguments of a call, translated, none of them opaque.
[[nodiscard]] std::vector<Operand> arguments(Translator& t, const Expr& call);

/// What stands behind the parentheses of an aggregate or window function: FILTER and OVER; may be empty.
[[nodiscard]] std::string clauses_sql(Translator& t, const Expr& call);
/// An argument of an aggregate or window function, not settled: a bare column may stay one.
[[nodiscard]] Operand raw_argument(Translator& t, const Expr& call, std::size_t index = 0);
/// A value of the column `value` is, taken from some row by `sql`.
[[nodiscard]] Operand value_of_column(Translator& t, const ScopeColumn& column, std::string sql);
/// Says of a column of instants that it is compared, or ordered, as such: of a date there is one text, of an instant
/// there are several.
void note_instants(const Translator& t, const ScopeColumn& column);
/// Whether one row at most has the same values of all these expressions (SQL of bare columns).
[[nodiscard]] bool tells_rows_apart(const Scope& scope, const std::set<std::string>& values);

// number_functions.cpp
Operand translate_abs(Translator&, const Expr&);
Operand translate_round(Translator&, const Expr&);
Operand translate_sign(Translator&, const Expr&);
Operand translate_random(Translator&, const Expr&);
Operand translate_least(Translator&, const Expr&);
Operand translate_greatest(Translator&, const Expr&);
// choice_functions.cpp
Operand translate_coalesce(Translator&, const Expr&);
Operand translate_nullif(Translator&, const Expr&);
Operand translate_iif(Translator&, const Expr&);
Operand translate_likely(Translator&, const Expr&);
Operand translate_typeof(Translator&, const Expr&);
// text_functions.cpp
Operand translate_length(Translator&, const Expr&);
Operand translate_lower(Translator&, const Expr&);
Operand translate_upper(Translator&, const Expr&);
Operand translate_trim(Translator&, const Expr&);
Operand translate_substr(Translator&, const Expr&);
Operand translate_replace(Translator&, const Expr&);
Operand translate_instr(Translator&, const Expr&);
Operand translate_unicode(Translator&, const Expr&);
Operand translate_hex(Translator&, const Expr&);
Operand translate_randomblob(Translator&, const Expr&);
// json_functions.cpp
Operand translate_json_valid(Translator&, const Expr&);
Operand translate_json_extract(Translator&, const Expr&);
Operand translate_json_object(Translator&, const Expr&);
Operand translate_json_array(Translator&, const Expr&);
Operand translate_json_array_length(Translator&, const Expr&);
// time_functions.cpp
Operand translate_date(Translator&, const Expr&);
Operand translate_time(Translator&, const Expr&);
Operand translate_datetime(Translator&, const Expr&);
Operand translate_strftime(Translator&, const Expr&);
Operand translate_julianday(Translator&, const Expr&);
Operand translate_unixepoch(Translator&, const Expr&);
// aggregate_functions.cpp
Operand translate_count(Translator&, const Expr&);
Operand translate_sum(Translator&, const Expr&);
Operand translate_total(Translator&, const Expr&);
Operand translate_avg(Translator&, const Expr&);
Operand translate_min(Translator&, const Expr&);
Operand translate_max(Translator&, const Expr&);
// group_concat.cpp
Operand translate_group_concat(Translator&, const Expr&);
// printf_function.cpp
Operand translate_printf(Translator&, const Expr&);
// window_functions.cpp
Operand translate_row_number(Translator&, const Expr&);
Operand translate_rank(Translator&, const Expr&);
Operand translate_share_of_rows(Translator&, const Expr&);
Operand translate_ntile(Translator&, const Expr&);
Operand translate_neighbour(Translator&, const Expr&);
Operand translate_value_of_frame(Translator&, const Expr&);

}  // namespace lite2pg
