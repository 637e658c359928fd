#include "sync/sqlite/backward_expression.h"

#include <algorithm>
#include <array>
#include <vector>

#include "common/text.h"
#include "sync/sqlite/sql_words.h"

namespace lite2pg {
namespace {

class Translation {
 public:
  /// `columns`: of a condition; nullptr: a default, which has none.
  Translation(std::vector<SqlWord> tokens, const ColumnSenses* columns)
      : tokens_(std::move(tokens)), columns_(columns) {}

  std::optional<std::string> text() {
    while (at_ < tokens_.size())
      if (!take()) return std::nullopt;
    return out_;
  }

 private:
  [[nodiscard]] bool next_is(std::string_view text, std::size_t ahead = 0) const {
    return at_ + ahead < tokens_.size() && equals_ignoring_case(tokens_[at_ + ahead].text, text);
  }
  void put(std::string_view text) {
    const bool close = out_.empty() || out_.ends_with('(') || text == ")" || text == "," || (text == "(" && function_);
    function_ = text == "length";
    out_ += (close ? "" : " ") + std::string(text);
  }

  /// A literal stands before, alone or as (0).
  [[nodiscard]] bool follows_value() const {
    const auto is_value = [&](std::size_t back) {
      return at_ >= back &&
             (tokens_[at_ - back].kind == SqlWord::Kind::text || tokens_[at_ - back].kind == SqlWord::Kind::number);
    };
    return is_value(1) || (is_value(2) && at_ >= 3 && tokens_[at_ - 1].text == ")" && tokens_[at_ - 3].text == "(");
  }

  bool take() {
    if (next_is("::")) return skip_cast();
    if (next_is("=") && next_is("ANY", 1)) return take_list();
    const SqlWord& token = tokens_[at_];
    if (token.kind == SqlWord::Kind::word) return take_word();
    if (token.kind == SqlWord::Kind::name) return take_column(token.text);
    if (token.kind == SqlWord::Kind::text && next_is("::", 1) && is_number_type(2)) return take_quoted_number();
    if (token.text == "[" || token.text == "]" || token.text == ".") return false;
    put(token.text);
    ++at_;
    return true;
  }

  bool take_word() {
    constexpr std::array<std::string_view, 8> keywords = {"AND", "OR", "NOT", "IS", "NULL", "DISTINCT", "FROM", "IN"};
    const std::string& word = tokens_[at_].text;
    const bool clock = columns_ == nullptr;  // SQLite refuses it in a condition
    if (clock && (next_is("CURRENT_TIMESTAMP") || next_is("CURRENT_DATE") || next_is("CURRENT_TIME"))) {
      put(word);
    } else if (clock && next_is("now") && next_is("(", 1) && next_is(")", 2)) {
      put("CURRENT_TIMESTAMP");
      at_ += 2;
    } else if (next_is("true") || next_is("false")) {
      put(next_is("true") ? "1" : "0");
    } else if (next_is("length", 0) || next_is("char_length")) {
      if (!next_is("(", 1)) return take_column('"' + word + '"');
      put("length");
    } else if (std::ranges::any_of(keywords, [&](std::string_view k) { return equals_ignoring_case(k, word); })) {
      put(word);
    } else {
      return take_column('"' + word + '"');
    }
    ++at_;
    return true;
  }

  /// A function that is not on the list ends it; so does what only looks like a column: CURRENT_USER, LOCALTIMESTAMP.
  bool take_column(const std::string& quoted) {
    if (next_is("(", 1) || next_is(".", 1)) return false;
    if (columns_ == nullptr || !columns_->contains(name_in(tokens_[at_]))) return false;
    put(quoted);
    ++at_;
    return true;
  }

  [[nodiscard]] bool is_number_type(std::size_t ahead) const {
    return next_is("integer", ahead) || next_is("bigint", ahead) || next_is("smallint", ahead) ||
           next_is("numeric", ahead) || next_is("double", ahead);
  }
  [[nodiscard]] bool is_whole_number_type() const {
    return next_is("integer") || next_is("bigint") || next_is("smallint");
  }

  /// '-5'::integer: how the server spells what is below zero. As a text it would be greater than every number.
  bool take_quoted_number() {
    const std::string& text = tokens_[at_].text;
    const std::string number = text.substr(1, text.size() - 2);
    const std::size_t digits = number.starts_with('-') ? 1 : 0;
    const std::size_t end = number.find_first_not_of("0123456789", digits);
    const bool whole = end == std::string::npos && number.size() > digits;
    const bool fraction = end != std::string::npos && end > digits && number[end] == '.' && end + 1 < number.size() &&
                          number.find_first_not_of("0123456789", end + 1) == std::string::npos;
    if (!whole && !fraction) return false;
    put(number);
    ++at_;
    return skip_cast();
  }

  /// Of a column, alone or in parentheses, that is text.
  [[nodiscard]] bool follows_text_column() const {
    const auto is_text = [&](std::size_t back) {
      if (columns_ == nullptr || at_ < back) return false;
      const auto found = columns_->find(name_in(tokens_[at_ - back]));
      return found != columns_->end() && found->second == ColumnSense::text;
    };
    return is_text(1) || (is_text(2) && at_ >= 3 && tokens_[at_ - 1].text == ")" && tokens_[at_ - 3].text == "(");
  }
  [[nodiscard]] bool follows_fraction() const {
    const auto has_point = [&](std::size_t back) {
      return at_ >= back && tokens_[at_ - back].text.find('.') != std::string::npos;
    };
    return has_point(1) || has_point(2);
  }

  /// What the server adds to a literal, or to a varchar column that is compared as text.
  bool skip_cast() {
    constexpr std::array<std::string_view, 11> types = {"text",    "character", "varying",  "bpchar",
                                                        "integer", "bigint",    "smallint", "numeric",
                                                        "date",    "double",    "precision"};
    const bool of_value = follows_value(), of_text = follows_text_column(), of_fraction = follows_fraction();
    ++at_;
    if (of_fraction && is_whole_number_type()) return false;  // the server would round
    bool text = false, any = false;
    while (at_ < tokens_.size() && tokens_[at_].kind == SqlWord::Kind::word &&
           std::ranges::find(types, tokens_[at_].text) != types.end()) {
      text = text || tokens_[at_].text == "text" || tokens_[at_].text == "character";
      any = true;
      ++at_;
    }
    if (next_is("(")) return false;
    if (next_is("[")) at_ += next_is("]", 1) ? 2 : 0;
    return any && (of_value || (of_text && text));
  }

  /// = ANY (ARRAY[a, b]) and = ANY ((ARRAY[a, b])::text[])
  bool take_list() {
    at_ += 2;
    std::size_t open = 0;
    for (; next_is("("); ++at_) ++open;
    if (open == 0 || !next_is("ARRAY") || !next_is("[", 1)) return false;
    at_ += 2;
    put("IN (");
    while (at_ < tokens_.size() && !next_is("]")) {
      const bool plain = tokens_[at_].kind == SqlWord::Kind::text || tokens_[at_].kind == SqlWord::Kind::number ||
                         next_is("::") || next_is(",") || next_is("-") || next_is("(") || next_is(")");
      if (!plain || !take()) return false;
    }
    put(")");
    ++at_;
    while (open > 0) {
      if (next_is("::")) {
        if (!skip_array_cast()) return false;
      } else if (next_is(")")) {
        ++at_;
        --open;
      } else {
        return false;
      }
    }
    return true;
  }

  bool skip_array_cast() {
    ++at_;
    const bool known = next_is("text") || next_is("character");
    while (at_ < tokens_.size() && tokens_[at_].kind == SqlWord::Kind::word) ++at_;
    if (!known || !next_is("[") || !next_is("]", 1)) return false;
    at_ += 2;
    return true;
  }

  std::vector<SqlWord> tokens_;
  const ColumnSenses* columns_;
  std::size_t at_ = 0;
  std::string out_;
  bool function_ = false;  ///< The last word was one's name.
};

}  // namespace

std::optional<std::string> backward_default(std::string_view sql) {
  auto words = sql_words(sql);
  if (!words || words->empty()) return std::nullopt;
  return Translation(*std::move(words), nullptr).text();
}

std::optional<std::string> backward_condition(std::string_view sql, const ColumnSenses& columns) {
  auto words = sql_words(sql);
  if (!words || words->empty() || !compares_alike(*words, columns)) return std::nullopt;
  return Translation(*std::move(words), &columns).text();
}

}  // namespace lite2pg
