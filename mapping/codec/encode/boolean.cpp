#include <algorithm>

#include "common/text.h"
#include "mapping/codec/encode/steps.h"

namespace lite2pg {
namespace {

struct WordPair {
  std::string_view no, yes;
};

/// By BoolWords; `mixed` and what follows have none of their own.
constexpr WordPair pairs[] = {{"f", "t"},    {"F", "T"},    {"false", "true"}, {"False", "True"}, {"FALSE", "TRUE"},
                              {"n", "y"},    {"N", "Y"},    {"no", "yes"},     {"No", "Yes"},     {"NO", "YES"},
                              {"off", "on"}, {"Off", "On"}, {"OFF", "ON"},     {"0", "1"}};
static_assert(std::size(pairs) == static_cast<std::size_t>(BoolWords::mixed));

Misfit put(bool b, FieldBuffer& out) {
  *out.reserve(1) = b ? '\1' : '\0';
  out.commit(1);
  return Misfit::none;
}

/// The pair that has `word` in whatever letter case; null when none does.
const WordPair* find_pair(std::string_view word) noexcept {
  const auto* found = std::ranges::find_if(pairs, [word](const WordPair& p) {
    return equals_ignoring_case(word, p.no) || equals_ignoring_case(word, p.yes);
  });
  return found == std::end(pairs) ? nullptr : found;
}

Misfit encode_any_word(bool nonzero, const Value& v, FieldBuffer& out) {
  if (nonzero && v.storage() == StorageClass::integer) return put(v.integer() != 0, out);
  if (nonzero && v.storage() == StorageClass::real) return put(v.real() != 0, out);
  if (v.storage() == StorageClass::integer) return encode_boolean_number(v, out);
  if (v.storage() == StorageClass::real)
    return v.real() == 0 || v.real() == 1 ? put(v.real() == 1, out) : Misfit::out_of_range;
  if (v.storage() == StorageClass::blob && v.bytes().size() == 1 && static_cast<unsigned char>(v.bytes()[0]) <= 1)
    return put(v.bytes()[0] == 1, out);
  const WordPair* pair = find_pair(v.bytes());
  return pair == nullptr ? Misfit::bad_syntax : put(equals_ignoring_case(v.bytes(), pair->yes), out);
}

}  // namespace

Misfit encode_boolean_number(const Value& v, FieldBuffer& out) {
  if (v.storage() != StorageClass::integer) return Misfit::wrong_class;
  const std::int64_t n = v.integer();
  return n == 0 || n == 1 ? put(n == 1, out) : Misfit::out_of_range;
}

Misfit encode_boolean_word(BoolWords words, const Value& v, FieldBuffer& out) {
  if (words >= BoolWords::mixed) return encode_any_word(words == BoolWords::nonzero, v, out);
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  const WordPair& pair = pairs[static_cast<std::size_t>(words)];
  if (v.bytes() == pair.yes) return put(true, out);
  if (v.bytes() == pair.no) return put(false, out);
  return find_pair(v.bytes()) == nullptr ? Misfit::bad_syntax : Misfit::not_exact;
}

}  // namespace lite2pg
