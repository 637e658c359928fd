// PostgreSQL's expressions, as pg_get_expr() spells them, in words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

struct SqlWord {
  enum class Kind { word, name, number, text, symbol };
  Kind kind;
  std::string text;  ///< As it stands there, with its quotes.
};

/// nullopt when it holds operators, literals or marks that have no like in SQLite. Pure.
[[nodiscard]] std::optional<std::vector<SqlWord>> sql_words(std::string_view sql);

/// "price", "Odd ""Name""" without quotes; empty for what is no word or name.
[[nodiscard]] std::string name_in(const SqlWord& word);

}  // namespace lite2pg
