#include <array>
#include <charconv>
#include <cmath>

#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

/// Where a string that begins at `i` ends: behind its quote.
std::size_t string_end(std::string_view s, std::size_t i) {
  for (++i; i < s.size() && s[i] != '"'; ++i)
    if (s[i] == '\\') ++i;
  return std::min(i + 1, s.size());
}

/// NaN and Infinity outside strings as null or as text.
std::string without_nonfinite(Nonfinite how, std::string_view s) {
  std::string out;
  for (std::size_t i = 0; i < s.size();) {
    if (s[i] == '"') {
      const std::size_t end = string_end(s, i);
      out += s.substr(i, end - i);
      i = end;
      continue;
    }
    const std::string_view rest = s.substr(i);
    const std::size_t length = rest.starts_with("NaN")         ? 3
                               : rest.starts_with("Infinity")  ? 8
                               : rest.starts_with("-Infinity") ? 9
                                                               : 0;
    if (length == 0) {
      out += s[i++];
      continue;
    }
    out += how == Nonfinite::null ? "null" : "\"" + std::string(rest.substr(0, length)) + "\"";
    i += length;
  }
  return out;
}

unsigned escape_code(std::string_view s) {
  unsigned code = 0x10000;
  if (s.size() >= 6 && s[0] == '\\' && s[1] == 'u') std::from_chars(s.data() + 2, s.data() + 6, code, 16);
  return code;
}

/// Escapes in strings that stand for no character of jsonb are taken out, or become U+FFFD.
std::string without_bad_escapes(bool mark, std::string_view s) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < s.size();) {
    if (s[i] == '"') quoted = !quoted;
    if (!quoted || s[i] != '\\') {
      out += s[i++];
      continue;
    }
    const unsigned code = escape_code(s.substr(i)), next = escape_code(s.substr(std::min(i + 6, s.size())));
    const bool pair = (code >> 10) == 0x36 && (next >> 10) == 0x37;
    const bool bad = code == 0 || ((code >> 11) == 0x1B && !pair);
    if (bad && mark) out += "\\ufffd";
    if (!bad) out += s.substr(i, pair ? 12 : 2);
    i += bad ? 6 : pair ? 12 : 2;
  }
  return out;
}

std::string number_text(const Codec& codec, const Value& v) {
  if (v.storage() == StorageClass::integer) return std::to_string(v.integer());
  if (!std::isfinite(v.real())) {
    const std::string word = v.real() > 0 ? "Infinity" : "-Infinity";
    return codec.document().nonfinite == Nonfinite::text   ? '"' + word + '"'
           : codec.document().nonfinite == Nonfinite::null ? "null"
                                                           : word;
  }
  std::array<char, 40> text;
  std::string s(text.data(), std::to_chars(text.data(), text.data() + text.size(), v.real()).ptr);
  if (s.find('.') == std::string::npos && s.find('e') == std::string::npos) s += ".0";
  return s;
}

std::string mended(const Codec& codec, std::string_view s) {
  std::string scratch;
  std::string text(canonical_text({.bad_text = codec.document().bad_text}, Value::text(s), scratch).bytes());
  if (codec.document().nonfinite != Nonfinite::refuse) text = without_nonfinite(codec.document().nonfinite, text);
  const bool strip = codec.document().bad_text == BadText::strip, mark = codec.document().bad_text == BadText::replace;
  return strip || mark ? without_bad_escapes(mark, text) : text;
}

/// The text of the document, whatever it was kept in.
std::string text_of(const Codec& codec, const Value& v) {
  if (v.storage() == StorageClass::integer || v.storage() == StorageClass::real) return number_text(codec, v);
  std::string scratch;
  if (v.storage() == StorageClass::blob && !canonicalize_json(v.bytes(), scratch)) {
    std::string spelled;
    const bool read = spell_sqlite_jsonb(v.bytes(), spelled);
    if (read && canonicalize_json(without_bad_escapes(true, spelled), scratch)) return mended(codec, spelled);
  }
  const std::string text = mended(codec, v.bytes());
  if (!codec.document().as_string || v.storage() != StorageClass::text || canonicalize_json(text, scratch)) return text;
  std::string quoted, repaired;
  append_json_string(canonical_text({.bad_text = codec.document().bad_text}, v, repaired).bytes(), quoted);
  return quoted;
}

}  // namespace

Value canonical_document(const Codec& codec, const Value& v, std::string& scratch) {
  const bool plain = v.storage() == StorageClass::text && codec.document().nonfinite == Nonfinite::refuse &&
                     codec.document().bad_text == BadText::refuse && !codec.document().as_string;
  if (codec.id() == CodecId::jsonb && plain) return canonicalize_json(v.bytes(), scratch) ? Value::text(scratch) : v;
  const std::string text = text_of(codec, v);
  if (codec.id() == CodecId::jsonb) return canonicalize_json(text, scratch) ? Value::text(scratch) : v;
  scratch = text;
  return Value::text(scratch);
}

}  // namespace lite2pg
