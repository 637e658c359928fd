#include "tests/verify/wrong_encode.h"

#include <limits>
#include <mutex>

#include "common/bytes.h"

namespace lite2pg {

// What --wrap calls the function itself and the one in its place.
Encoded encode_as_it_is(const Codec& codec, const Value& v, FieldBuffer& out) __asm__(
    "__real__ZN7lite2pg6encodeERKNS_5CodecERKNS_5ValueERNS_11FieldBufferE");
Encoded encode_of_tests(const Codec& codec, const Value& v, FieldBuffer& out) __asm__(
    "__wrap__ZN7lite2pg6encodeERKNS_5CodecERKNS_5ValueERNS_11FieldBufferE");

namespace {

struct Mistake {
  std::optional<CodecId> codec;
  std::optional<std::size_t> only;
  std::size_t values = 0;
};

std::mutex lock;
Mistake mistake;

bool is_due(const Codec& codec) {
  const std::scoped_lock guard(lock);
  if (mistake.codec != codec.id()) return false;
  const std::size_t number = mistake.values++;
  return !mistake.only || *mistake.only == number;
}

void flip(char& c, int bits) { c = static_cast<char>(c ^ bits); }

/// Another number: the other sign, or 10000 for 0 (1 would be rounded away in a column with negative scale).
void spoil_numeric(FieldBuffer& out, std::size_t start) {
  char* p = out.data() + start;
  if (load_be<std::int16_t>(p) != 0) return flip(p[4], 0x40);
  store_be(p, std::int16_t{1});
  store_be(p + 2, std::int16_t{1});
  store_be(out.reserve(2), std::int16_t{1});
  out.commit(2);
}

/// Another text, which is UTF-8 without NUL as before.
void spoil_text(FieldBuffer& out, std::size_t start) {
  if (out.size() == start) return out.append("x");
  char& last = out.data()[out.size() - 1];
  flip(last, last == 1 ? 2 : 1);
}

/// The document as the only item of a list.
void spoil_document(FieldBuffer& out, std::size_t start) {
  const std::string document(out.view().substr(start));
  out.truncate(start);
  out.append("[" + document + "]");
}

/// Another moment: the other infinity (what lies beside one is out of range), else one microsecond or day away.
template <typename T>
void spoil_moment(FieldBuffer& out, std::size_t start) {
  using Limits = std::numeric_limits<T>;
  char* p = out.data() + start;
  const T moment = load_be<T>(p);
  store_be(p, moment == Limits::max() ? Limits::min() : moment == Limits::min() ? Limits::max() : T(moment ^ 1));
}

void spoil(CodecId codec, FieldBuffer& out, std::size_t start) {
  switch (codec) {
    case CodecId::numeric:
    case CodecId::numeric_text: return spoil_numeric(out, start);
    case CodecId::text:
    case CodecId::text_number: return spoil_text(out, start);
    case CodecId::timestamp:
    case CodecId::timestamptz: return spoil_moment<std::int64_t>(out, start);
    case CodecId::date: return spoil_moment<std::int32_t>(out, start);
    case CodecId::json: return out.append(" ");
    case CodecId::json_value: return spoil_document(out, start);
    case CodecId::jsonb: return spoil_document(out, start + 1);  // After the version.
    default: break;
  }
  if (out.size() == start) return out.append("x");
  flip(out.data()[out.size() - 1], 1);
}

}  // namespace

Encoded encode_of_tests(const Codec& codec, const Value& v, FieldBuffer& out) {
  const std::size_t start = out.size();
  const Encoded encoded = encode_as_it_is(codec, v, out);
  if (encoded.misfit == Misfit::none && !encoded.null && is_due(codec)) spoil(codec.id(), out, start);
  return encoded;
}

}  // namespace lite2pg

namespace lite2pg::test {

WrongEncode::WrongEncode(CodecId codec, std::optional<std::size_t> only) {
  const std::scoped_lock guard(lock);
  mistake = {codec, only};
}

WrongEncode::~WrongEncode() {
  const std::scoped_lock guard(lock);
  mistake = {};
}

}  // namespace lite2pg::test
