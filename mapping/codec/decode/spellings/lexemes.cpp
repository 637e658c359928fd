// The words of a tsvector: split into tokens first, which are sorted and joined afterwards.
#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "mapping/codec/decode/spellings/steps.h"

namespace lite2pg {
namespace {

struct Place {
  unsigned number = 0;
  char weight = 'D';
};
struct Lexeme {
  std::string word;
  std::vector<Place> places;
};

constexpr std::string_view blanks = " \t\n\v\f\r";

/// From `at` on to the end of a word, without its quotes and escapes; nullopt: it has no end.
std::optional<std::string> word_at(std::string_view text, std::size_t& at) {
  const bool quoted = text[at] == '\'';
  std::string word;
  for (at += quoted ? 1 : 0;; ++at) {
    const bool end = at == text.size();
    if (end && quoted) return std::nullopt;
    if (end || (!quoted && (text[at] == ':' || blanks.find(text[at]) != blanks.npos))) return word;
    if (text[at] == '\\') {
      if (++at == text.size()) return std::nullopt;
    } else if (quoted && text[at] == '\'') {
      if (text.substr(at + 1, 1) != "'") return ++at, word;
      ++at;
    }
    word += text[at];
  }
}

/// "1A" or "2": a number, and the letter of its weight.
std::optional<Place> place_of(std::string_view text) {
  Place place;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place.number);
  const std::string_view letter = text.substr(static_cast<std::size_t>(end - text.data()));
  if (error != std::errc{} || place.number == 0 || place.number > 16383 || letter.size() > 1) return std::nullopt;
  if (letter.empty()) return place;
  constexpr std::string_view letters = "abcdABCD";
  const std::size_t weight = letters.find(letter[0]);
  if (weight == std::string_view::npos) return std::nullopt;
  place.weight = letters[weight % 4 + 4];
  return place;
}

/// What stands behind a colon.
bool read_places(std::string_view text, std::vector<Place>& places) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t comma = std::min(text.find(',', begin), text.size());
    const auto place = place_of(text.substr(begin, comma - begin));
    if (!place) return false;
    places.push_back(*place);
    begin = comma + 1;
  }
  return true;
}

std::optional<std::vector<Lexeme>> lexemes_of(std::string_view text) {
  std::vector<Lexeme> all;
  for (std::size_t at = text.find_first_not_of(blanks); at < text.size(); at = text.find_first_not_of(blanks, at)) {
    auto word = word_at(text, at);
    if (!word || word->empty()) return std::nullopt;
    Lexeme lexeme{*std::move(word), {}};
    if (at < text.size() && text[at] == ':') {
      const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
      if (!read_places(text.substr(at + 1, end - at - 1), lexeme.places)) return std::nullopt;
      at = end;
    }
    all.push_back(std::move(lexeme));
  }
  return all;
}

/// Equal words become one, and equal places of theirs too, of the first weight of the alphabet.
void join_equals(std::vector<Lexeme>& all) {
  std::ranges::stable_sort(all, {}, &Lexeme::word);
  std::vector<Lexeme> joined;
  for (Lexeme& lexeme : all) {
    if (joined.empty() || joined.back().word != lexeme.word) joined.push_back({lexeme.word, {}});
    joined.back().places.insert(joined.back().places.end(), lexeme.places.begin(), lexeme.places.end());
  }
  for (Lexeme& lexeme : joined) {
    std::ranges::sort(lexeme.places, {}, [](const Place& p) { return std::pair(p.number, p.weight); });
    const auto same = [](const Place& a, const Place& b) { return a.number == b.number; };
    lexeme.places.erase(std::unique(lexeme.places.begin(), lexeme.places.end(), same), lexeme.places.end());
  }
  all = std::move(joined);
}

}  // namespace

bool mean_lexemes(std::string_view text, std::string& plain) {
  auto all = lexemes_of(text);
  if (!all || all->empty()) return false;
  join_equals(*all);
  for (const Lexeme& lexeme : *all) {
    if (!plain.empty()) plain += ' ';
    std::string word = lexeme.word;
    for (std::size_t at = 0; (at = word.find_first_of("'\\", at)) != std::string::npos; at += 2)
      word.insert(at, 1, word[at]);
    plain += '\'' + word + '\'';
    for (std::size_t i = 0; i < lexeme.places.size(); ++i) {
      plain += (i == 0 ? ":" : ",") + std::to_string(lexeme.places[i].number);
      if (lexeme.places[i].weight != 'D') plain += lexeme.places[i].weight;
    }
  }
  return true;
}

}  // namespace lite2pg
