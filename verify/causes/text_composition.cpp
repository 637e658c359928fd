#include "verify/causes/text_composition.h"

#include <array>

namespace lite2pg {
namespace {

/// Letters that take a mark, and in the same order what they become; all of these have two bytes.
struct Mark {
  std::string_view mark, letters, composed;
};

constexpr std::array marks = std::to_array<Mark>({
    {"\u0300", "AEIOUaeiou", "ÀÈÌÒÙàèìòù"},
    {"\u0301", "AEIOUYaeiouyCcLlNnRrSsZz", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹź"},
    {"\u0302", "AEIOUaeiouCcGgHhJjSsWwYy", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ"},
    {"\u0303", "ANOanoIiUu", "ÃÑÕãñõĨĩŨũ"},
    {"\u0304", "AaEeIiOoUu", "ĀāĒēĪīŌōŪū"},
    {"\u0306", "AaEeGgIiOoUu", "ĂăĔĕĞğĬĭŎŏŬŭ"},
    {"\u0307", "CcEeGgIZz", "ĊċĖėĠġİŻż"},
    {"\u0308", "AEIOUaeiouyY", "ÄËÏÖÜäëïöüÿŸ"},
    {"\u030a", "AaUu", "ÅåŮů"},
    {"\u030b", "OoUu", "ŐőŰű"},
    {"\u030c", "CcDdEeLlNnRrSsTtZzAaIiOoUu", "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔ"},
    {"\u0326", "SsTt", "ȘșȚț"},
    {"\u0327", "CcGgKkLlNnRrSsTt", "ÇçĢģĶķĻļŅņŖŗŞşŢţ"},
    {"\u0328", "AaEeIiUu", "ĄąĘęĮįŲų"},
});

/// Appends the letter and the mark of a composed character; false when it is none.
bool append_parts(std::string_view character, std::string& out) {
  for (const Mark& m : marks) {
    for (std::size_t i = 0; i < m.letters.size(); ++i) {
      if (m.composed.substr(2 * i, 2) != character) continue;
      out += m.letters[i];
      out += m.mark;
      return true;
    }
  }
  return false;
}

}  // namespace

std::string decomposed(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const bool two_bytes = (text[i] & '\xe0') == '\xc0' && i + 1 < text.size();
    if (two_bytes && append_parts(text.substr(i, 2), result)) {
      i += 2;
    } else {
      result += text[i++];
    }
  }
  return result;
}

}  // namespace lite2pg
