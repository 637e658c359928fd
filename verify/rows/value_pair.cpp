#include "verify/rows/value_pair.h"

#include <algorithm>

#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

constexpr std::size_t longest_whole = 60;
constexpr std::size_t shown_before = 16;  ///< Bytes of common text before the first difference.

bool has_bytes(const Value& v) { return v.storage() == StorageClass::text || v.storage() == StorageClass::blob; }

bool is_long(const Value& v) { return has_bytes(v) && v.bytes().size() > longest_whole; }

/// Steps back from `at` to where a UTF-8 character begins.
std::size_t character_start(std::string_view text, std::size_t at) {
  at = std::min(at, text.size());
  for (int steps = 0; at > 0 && at < text.size() && steps < 3 && (text[at] & '\xc0') == '\x80'; ++steps) --at;
  return at;
}

/// Of a text or blob.
std::string excerpt(const Value& v, std::size_t from) {
  const std::string_view bytes = v.bytes();
  const bool text = v.storage() == StorageClass::text;
  const std::size_t begin = text ? character_start(bytes, from) : std::min(from, bytes.size());
  const std::size_t end =
      text ? character_start(bytes, begin + longest_whole) : std::min(begin + longest_whole, bytes.size());
  const std::string_view part = bytes.substr(begin, end - begin);
  std::string shown = begin > 0 ? "…" : "";
  shown += show(text ? Value::text(part) : Value::blob(part));
  if (end < bytes.size()) shown += "…";
  if (begin == 0 && end == bytes.size()) return shown;
  return shown + " (from byte " + std::to_string(begin) + " of " + std::to_string(bytes.size()) + ")";
}

}  // namespace

ValuePair show_pair(const Value& source, const Value& target) {
  if (!is_long(source) && !is_long(target)) return {show(source), show(target)};
  if (!has_bytes(source) || !has_bytes(target)) return {show(source), show(target)};
  const std::string_view a = source.bytes(), b = target.bytes();
  const auto differ = std::ranges::mismatch(a, b).in1 - a.begin();
  const std::size_t from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, differ - std::ptrdiff_t{shown_before}));
  return {excerpt(source, from), excerpt(target, from)};
}

}  // namespace lite2pg
