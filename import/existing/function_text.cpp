#include "import/existing/function_text.h"

#include <algorithm>
#include <array>

#include "common/text.h"

namespace lite2pg {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Behind the comment, blank or nothing that stands there.
std::size_t behind_blanks(std::string_view text, std::size_t at) {
  for (;;) {
    const std::string_view rest = text.substr(std::min(at, text.size()));
    std::size_t end = at;
    if (rest.starts_with("--")) {
      end = text.find('\n', at);
    } else if (rest.starts_with("/*")) {
      end = text.find("*/", at + 2);
      if (end != text.npos) end += 2;
    } else if (!rest.empty() && (rest[0] == ' ' || (rest[0] >= '\t' && rest[0] <= '\r'))) {
      end = at + 1;
    } else {
      return at;
    }
    at = std::min(end, text.size());
  }
}

/// Behind the quote that ends what begins at `at`; a doubled one does not.
std::size_t behind_quotes(std::string_view text, std::size_t at) {
  const char quote = text[at];
  for (++at; at < text.size(); ++at) {
    if (text[at] != quote) continue;
    if (at + 1 >= text.size() || text[at + 1] != quote) return at + 1;
    ++at;
  }
  return text.size();
}

constexpr std::array statement_words = std::to_array<std::string_view>({";", "begin", "then", "else", "loop"});

}  // namespace

FunctionText::FunctionText(std::string text) : text_(std::move(text)) {
  for (std::size_t at = behind_blanks(text_, 0); at < text_.size(); at = behind_blanks(text_, at)) read_word(at);
}

void FunctionText::read_word(std::size_t& at) {
  const std::size_t begin = at;
  const std::string_view all = text_;
  if (all[at] == '\'' || all[at] == '"') {
    at = behind_quotes(all, at);
    const bool name = all[begin] == '"' && at > begin + 1;
    words_.push_back({name ? std::string(all.substr(begin + 1, at - begin - 2)) : "'", begin, at});
    return;
  }
  while (at < all.size() && is_letter(all[at])) ++at;
  if (at == begin) at += all.substr(at).starts_with(":=") ? 2 : 1;
  words_.push_back({ascii_lower(all.substr(begin, at - begin)), begin, at});
}

bool FunctionText::is(std::size_t word, std::string_view text) const {
  return word < words_.size() && words_[word].text == text;
}

bool FunctionText::is_new_column(std::size_t word, std::string_view column) const {
  return is(word, "new") && is(word + 1, ".") && is(word + 2, column);
}

std::size_t FunctionText::statement_begin(std::size_t word) const {
  while (word > 0 && std::ranges::find(statement_words, words_[word - 1].text) == statement_words.end()) --word;
  return word;
}

std::size_t FunctionText::statement_end(std::size_t word) const {
  while (word < words_.size() && words_[word].text != ";") ++word;
  return word;
}

bool FunctionText::mentions(std::size_t begin, std::size_t end, std::string_view text) const {
  return std::any_of(words_.begin() + static_cast<std::ptrdiff_t>(begin),
                     words_.begin() + static_cast<std::ptrdiff_t>(end), [&](const Word& w) { return w.text == text; });
}

/// Whether NEW.column, which stands at `word`, is assigned to there.
bool FunctionText::assigns_at(std::size_t word) const {
  const std::size_t begin = statement_begin(word);
  return is(word + 3, ":=") || (is(word + 3, "=") && begin == word) || mentions(begin, word, "into");
}

bool FunctionText::assigns(std::string_view column) const {
  for (std::size_t w = 0; w < words_.size(); ++w)
    if (is_new_column(w, column) && assigns_at(w)) return true;
  return false;
}

/// The words as they stand there, but for "NEW.".
std::string FunctionText::without_new(std::size_t begin, std::size_t end) const {
  std::string text;
  for (std::size_t w = begin; w < end; ++w) {
    if (w > begin && words_[w].begin > words_[w - 1].end) text += ' ';
    if (is(w, "new") && is(w + 1, ".") && w + 2 < end) w += 2;
    text += text_.substr(words_[w].begin, words_[w].end - words_[w].begin);
  }
  return text;
}

std::string FunctionText::assigned_value(std::string_view column) const {
  std::string value;
  for (std::size_t w = 0; w < words_.size(); ++w) {
    if (!is_new_column(w, column) || !assigns_at(w)) continue;
    if (!value.empty() || mentions(statement_begin(w), w, "into")) return {};
    value = without_new(w + 4, statement_end(w));
  }
  return value;
}

/// Whether the words are an UPDATE of `table` that sets `column`.
bool FunctionText::sets(std::size_t begin, std::size_t end, std::string_view table, std::string_view column) const {
  std::size_t at = begin + (is(begin + 1, "only") ? 2 : 1);
  if (is(at + 1, ".")) at += 2;
  if (!is(at, table)) return false;
  while (at < end && words_[at].text != "set") ++at;
  const bool together = is(at + 1, "(");
  for (++at; at < end && words_[at].text != "where" && words_[at].text != "from"; ++at) {
    if (!is(at, column)) continue;
    if (is(at + 1, "=") && (is(at - 1, "set") || is(at - 1, ","))) return true;
    if (together && (is(at + 1, ",") || is(at + 1, ")"))) return true;
  }
  return false;
}

std::string FunctionText::update_of(std::string_view table, std::string_view column) const {
  std::string last;
  for (std::size_t w = 0; w < words_.size(); ++w) {
    const std::size_t end = statement_end(w);
    if (!is(w, "update") || !sets(w, end, table, column)) continue;
    const std::string statement = text_.substr(words_[w].begin, words_[end - 1].end - words_[w].begin);
    if (!mentions(w, end, "old")) return statement;
    last = statement;
  }
  return last;
}

}  // namespace lite2pg
