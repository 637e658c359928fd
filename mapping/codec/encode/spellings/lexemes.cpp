// The words of a tsvector as the server prints them: gettoken_tsvector in PostgreSQL's tsvector_parser.c reads them.
#include <algorithm>
#include <charconv>
#include <map>

#include "mapping/codec/encode/spellings/steps.h"

namespace lite2pg {
namespace {

/// Weights by position: 0 is D, which is not printed, 3 is A.
using Positions = std::map<unsigned, int>;
using Lexemes = std::map<std::string, Positions>;  // In the server's order: by bytes, the shorter first.

constexpr unsigned last_position = 16383;  // MAXENTRYPOS: greater ones would all become this one.
constexpr std::size_t most_positions = 255;

class LexemeReader {
 public:
  explicit LexemeReader(std::string_view text) : rest_(text) {}

  bool read(Lexemes& lexemes) {
    while (skip_blanks(), !rest_.empty()) {
      std::string word;
      const bool quoted = rest_[0] == '\'';
      if (!(quoted ? read_quoted(word) : read_plain(word)) || word.empty()) return false;
      Positions& positions = lexemes[word];
      if (rest_.starts_with(':') && !read_positions(positions)) return false;
      if (positions.size() > most_positions) return false;
    }
    return true;
  }

 private:
  static bool is_blank(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
  void skip_blanks() noexcept {
    while (!rest_.empty() && is_blank(rest_[0])) rest_.remove_prefix(1);
  }
  char take() noexcept {
    const char c = rest_[0];
    rest_.remove_prefix(1);
    return c;
  }

  bool read_quoted(std::string& word) {
    take();
    while (!rest_.empty()) {
      char c = take();
      if (c == '\'') {
        if (!rest_.starts_with('\'')) return true;
        take();
      } else if (c == '\\') {
        if (rest_.empty()) return false;
        c = take();
      }
      word += c;
    }
    return false;
  }

  bool read_plain(std::string& word) {
    while (!rest_.empty() && !is_blank(rest_[0]) && rest_[0] != ':') {
      char c = take();
      if (c == '\\') {
        if (rest_.empty()) return false;
        c = take();
      }
      word += c;
    }
    return true;
  }

  /// ":1A,2": of a position that stands there twice the greater weight counts.
  bool read_positions(Positions& positions) {
    do {
      take();
      unsigned position = 0;
      const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), position);
      if (error != std::errc{} || position == 0 || position > last_position) return false;
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      int& weight = positions.try_emplace(position, 0).first->second;
      weight = std::max(weight, read_weight());
    } while (rest_.starts_with(','));
    return rest_.empty() || is_blank(rest_[0]);
  }

  int read_weight() noexcept {
    constexpr std::string_view letters = "DCBA";
    if (rest_.empty()) return 0;
    const std::size_t weight = letters.find(static_cast<char>(rest_[0] & ~0x20));
    if (weight == std::string_view::npos || rest_[0] < 'A') return 0;
    take();
    return static_cast<int>(weight);
  }

  std::string_view rest_;
};

}  // namespace

bool read_lexemes(std::string_view text, std::string& plain) {
  Lexemes lexemes;
  if (!LexemeReader(text).read(lexemes)) return false;
  for (const auto& [word, positions] : lexemes) {
    plain += plain.empty() ? "'" : " '";
    for (const char c : word) plain.append(c == '\'' || c == '\\' ? 2 : 1, c);
    plain += '\'';
    char mark = ':';
    for (const auto& [position, weight] : positions) {
      plain += mark + std::to_string(position);
      if (weight > 0) plain += "DCBA"[weight];
      mark = ',';
    }
  }
  return !lexemes.empty();
}

}  // namespace lite2pg
