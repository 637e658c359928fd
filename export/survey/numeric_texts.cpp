#include "export/survey/numeric_texts.h"

#include <algorithm>

#include "common/ascii.h"

namespace lite2pg {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
std::size_t take_digits(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto taken = static_cast<std::size_t>(end - text.begin());
  text.remove_prefix(taken);
  return taken;
}

void take_sign(std::string_view& text) {
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
}

}  // namespace

bool is_numeric_text(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  take_sign(text);
  std::size_t digits = take_digits(text);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    digits += take_digits(text);
  }
  if (digits == 0) return false;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  take_sign(text);
  return take_digits(text) > 0 && text.empty();
}

NumericTexts::NumericTexts(const Table& table) {
  for (std::size_t i = 0; i < table.columns.size() && !table.strict; ++i) {
    const Affinity affinity = affinity_of(table.columns[i].declared_type);
    if (affinity != Affinity::text && affinity != Affinity::blob) columns_.push_back(i);
  }
}

}  // namespace lite2pg
