#include <algorithm>

#include "common/text.h"
#include "mapping/codec/encode/steps.h"

namespace lite2pg {
namespace {

struct WordPair {
  std::string_view no, yes;
};

/// By BoolWords; `mixed` and what follows have none of their own.
constexpr WordPair word_pairs[] = {
    {"f", "t"},    {"F", "T"},    {"false", "true"}, {"False", "True"}, {"FALSE", "TRUE"}, {"n", "y"},    {"N", "Y"},
    {"no", "yes"}, {"No", "Yes"}, {"NO", "YES"},     {"off", "on"},     {"Off", "On"},     {"OFF", "ON"}, {"0", "1"}};
static_assert(std::size(word_pairs) == static_cast<std::size_t>(BoolWords::mixed));

/// The pair that has `word` in whatever letter case; null when none does.
const WordPair* find_pair(std::string_view word) noexcept {
  const auto* found = std::ranges::find_if(word_pairs, [word](const WordPair& p) {
    return equals_ignoring_case(word, p.no) || equals_ignoring_case(word, p.yes);
  });
  return found == std::end(word_pairs) ? nullptr : found;
}

template <typename Out>
Misfit encode_any_word(bool nonzero, const Value& v, Out out) {
  if (nonzero && v.storage() == StorageClass::integer) return out.boolean(v.integer() != 0);
  if (nonzero && v.storage() == StorageClass::real) return out.boolean(v.real() != 0);
  if (v.storage() == StorageClass::integer) return encode_boolean_number(v, out);
  if (v.storage() == StorageClass::real)
    return v.real() == 0 || v.real() == 1 ? out.boolean(v.real() == 1) : Misfit::out_of_range;
  if (v.storage() == StorageClass::blob && v.bytes().size() == 1 && static_cast<unsigned char>(v.bytes()[0]) <= 1)
    return out.boolean(v.bytes()[0] == 1);
  const WordPair* pair = find_pair(v.bytes());
  return pair == nullptr ? Misfit::bad_syntax : out.boolean(equals_ignoring_case(v.bytes(), pair->yes));
}

}  // namespace

template <typename Out>
Misfit encode_boolean_number(const Value& v, Out out) {
  if (v.storage() != StorageClass::integer) return Misfit::wrong_class;
  const std::int64_t n = v.integer();
  return n == 0 || n == 1 ? out.boolean(n == 1) : Misfit::out_of_range;
}

template <typename Out>
Misfit encode_boolean_word(BoolWords words, const Value& v, Out out) {
  if (words >= BoolWords::mixed) return encode_any_word(words == BoolWords::nonzero, v, out);
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  const WordPair& pair = word_pairs[static_cast<std::size_t>(words)];
  if (v.bytes() == pair.yes) return out.boolean(true);
  if (v.bytes() == pair.no) return out.boolean(false);
  return find_pair(v.bytes()) == nullptr ? Misfit::bad_syntax : Misfit::not_exact;
}

template Misfit encode_boolean_number(const Value&, FieldBytes);
template Misfit encode_boolean_number(const Value&, FieldText);
template Misfit encode_boolean_word(BoolWords, const Value&, FieldBytes);
template Misfit encode_boolean_word(BoolWords, const Value&, FieldText);

}  // namespace lite2pg
