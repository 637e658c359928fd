#include "sync/sqlite/column_sense.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

#include "common/text.h"
#include "sync/sqlite/backward_type.h"

namespace lite2pg {
namespace {

ColumnSense sense_of(const TargetColumn& column) {
  if (column.is_array || column.is_enum) return ColumnSense::other;
  const std::string_view base = column.base;
  if (base == "int2" || base == "int4" || base == "int8") return ColumnSense::integer;
  if (base == "float8") return ColumnSense::decimal;
  if (base == "numeric") {
    return backward_type(column).declared == "TEXT" ? ColumnSense::other : ColumnSense::decimal;
  }
  if (base == "bool") return ColumnSense::truth;
  if (base == "text" || base == "varchar" || base == "name") return ColumnSense::text;
  if (base == "date") return ColumnSense::date;
  if (base == "timestamp") return ColumnSense::moment;
  if (base == "timestamptz") return ColumnSense::zoned_moment;
  return ColumnSense::other;
}

bool is(const SqlWord& word, std::string_view text) { return equals_ignoring_case(word.text, text); }

bool is_any(const SqlWord& word, std::initializer_list<std::string_view> texts) {
  return std::ranges::any_of(texts, [&](std::string_view t) { return is(word, t); });
}

/// A comparison: what stands between AND, OR and NOT.
class Term {
 public:
  Term(const std::vector<SqlWord>& words, std::size_t begin, std::size_t end, const ColumnSenses& columns)
      : words_(words), begin_(begin), end_(end), columns_(columns) {}

  [[nodiscard]] bool is_alike() {
    for (std::size_t i = begin_; i < end_; ++i)
      if (!take(i)) return false;
    const bool text = has(ColumnSense::text);
    if (joins_ && (!text || senses_.size() > 1)) return false;
    if (adds_ && (fraction_ || senses_.empty() || !has(ColumnSense::integer) || senses_.size() > 1)) return false;
    if (text && orders_) return false;
    // Numbers of both kinds are compared by their values; anything else with its like alone.
    senses_.erase(ColumnSense::integer);
    if (senses_.size() == 1 && has(ColumnSense::decimal)) return true;
    return senses_.empty() || (senses_.size() == 1 && !integer_);
  }

 private:
  [[nodiscard]] bool has(ColumnSense s) const { return senses_.contains(s); }

  bool take(std::size_t i) {
    const SqlWord& word = words_[i];
    if (is_any(word, {"<", ">", "<=", ">="})) orders_ = true;
    if (is_any(word, {"+", "-", "*"})) adds_ = true;
    if (is(word, "||")) joins_ = true;
    if (word.kind == SqlWord::Kind::number) return take_number(word.text);
    const bool called = i + 1 < end_ && is(words_[i + 1], "(");
    const auto column = columns_.find(name_in(word));
    if (column == columns_.end() || called || is_null_test(i)) return true;
    ColumnSense sense = column->second;
    if (is_measured(i)) {
      if (sense != ColumnSense::text) return false;
      sense = ColumnSense::integer;
    }
    senses_.insert(sense);
    integer_ = integer_ || sense == ColumnSense::integer;
    return sense != ColumnSense::other;
  }
  /// A double keeps so many digits, 64 bits so many.
  bool take_number(const std::string& text) {
    constexpr std::ptrdiff_t most_of_double = 15, most_of_integer = 18;
    const bool fraction = text.find_first_not_of("0123456789") != std::string::npos;
    const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
    fraction_ = fraction_ || fraction;
    return digits <= (fraction ? most_of_double : most_of_integer);
  }
  [[nodiscard]] bool is_null_test(std::size_t i) const {
    for (++i; i < words_.size() && is(words_[i], ")");) ++i;
    if (i + 1 >= words_.size() || !is(words_[i], "IS")) return false;
    return is(words_[i + 1], "NULL") ||
           (is(words_[i + 1], "NOT") && i + 2 < words_.size() && is(words_[i + 2], "NULL"));
  }
  /// length(...)
  [[nodiscard]] bool is_measured(std::size_t i) const {
    std::size_t open = 0;
    for (; i > begin_ && is(words_[i - 1], "("); --i) ++open;
    return open > 0 && i > begin_ && is_any(words_[i - 1], {"length", "char_length"});
  }

  const std::vector<SqlWord>& words_;
  std::size_t begin_, end_;
  const ColumnSenses& columns_;
  std::set<ColumnSense> senses_;
  bool orders_ = false, adds_ = false, joins_ = false, fraction_ = false, integer_ = false;
};

}  // namespace

ColumnSenses senses_of(const TargetTable& table) {
  ColumnSenses senses;
  for (const TargetColumn& c : table.columns) senses.emplace(c.name, sense_of(c));
  return senses;
}

bool compares_alike(const std::vector<SqlWord>& condition, const ColumnSenses& columns) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= condition.size(); ++i) {
    const bool ends = i == condition.size() || is_any(condition[i], {"AND", "OR"}) ||
                      (is(condition[i], "NOT") && (i == 0 || !is(condition[i - 1], "IS")));
    if (!ends) continue;
    if (!Term(condition, begin, i, columns).is_alike()) return false;
    begin = i + 1;
  }
  return true;
}

}  // namespace lite2pg
