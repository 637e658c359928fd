// json and jsonb from all that applications keep in their JSON columns: TEXT, numbers that a column of numeric affinity
// made of a text, BLOBs of JSON text, SQLite's own JSONB; and what is no JSON to PostgreSQL, as the mapping file says.
#include <array>
#include <charconv>
#include <cmath>

#include "common/utf8.h"
#include "mapping/codec/encode/form_steps.h"
#include "mapping/codec/encode/json_keys.h"
#include "mapping/codec/encode/sqlite_jsonb.h"
#include "mapping/codec/encode/steps.h"
#include "mapping/codec/json_syntax.h"

namespace lite2pg {
namespace {

/// Rewrites what jsonb has no place for. `from` may be no JSON: then neither is what comes out.
class Mender {
 public:
  Mender(const Codec& codec, std::string_view from, FieldBuffer& out) : codec_(codec), rest_(from), out_(out) {}

  void run() {
    while (!rest_.empty()) {
      if (rest_.front() == '"') {
        string();
      } else if (!nonfinite()) {
        copy(1);
      }
    }
  }

 private:
  void copy(std::size_t n) {
    out_.append(rest_.substr(0, n));
    rest_.remove_prefix(std::min(n, rest_.size()));
  }

  bool nonfinite() {
    if (codec_.document().nonfinite == Nonfinite::refuse) return false;
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
      if (!rest_.starts_with(word)) continue;
      const bool as_text = codec_.document().nonfinite == Nonfinite::text;
      if (as_text) out_.append("\"");
      out_.append(as_text ? word : "null");
      if (as_text) out_.append("\"");
      rest_.remove_prefix(word.size());
      return true;
    }
    return false;
  }

  void string() {
    copy(1);
    while (!rest_.empty() && rest_.front() != '"') {
      if (rest_.front() != '\\') {
        copy(1);
      } else if (const std::size_t bad = unholdable(); bad > 0 && codec_.document().bad_text != BadText::refuse) {
        if (codec_.document().bad_text == BadText::replace) out_.append("\\ufffd");
        rest_.remove_prefix(bad);
      } else {
        copy(bad > 0 ? bad : is_pair() ? 12 : 2);
      }
    }
    copy(1);
  }

  [[nodiscard]] unsigned code_at(std::size_t i) const noexcept {
    unsigned code = 0x10000;
    if (rest_.size() < i + 6 || rest_[i] != '\\' || rest_[i + 1] != 'u') return code;
    std::from_chars(rest_.data() + i + 2, rest_.data() + i + 6, code, 16);
    return code;
  }
  [[nodiscard]] bool is_pair() const noexcept {
    const unsigned high = code_at(0), low = code_at(6);
    return high >= 0xD800 && high <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF;
  }
  /// The length of an escape that stands for NUL or for half a surrogate pair; 0 for all others.
  [[nodiscard]] std::size_t unholdable() const noexcept {
    const unsigned code = code_at(0);
    const bool half = code >= 0xD800 && code <= 0xDFFF && !is_pair();
    return code == 0 || half ? 6 : 0;
  }

  const Codec& codec_;
  std::string_view rest_;
  FieldBuffer& out_;
};

Misfit append_number(const Codec& codec, const Value& v, FieldBuffer& out) {
  if (v.storage() == StorageClass::real && !std::isfinite(v.real())) {
    if (codec.document().nonfinite == Nonfinite::refuse || std::isnan(v.real())) return Misfit::out_of_range;
    const std::string_view word = v.real() > 0 ? "\"Infinity\"" : "\"-Infinity\"";
    out.append(codec.document().nonfinite == Nonfinite::text ? word : "null");
    return Misfit::none;
  }
  char* p = out.reserve(40);
  char* end = v.storage() == StorageClass::integer ? std::to_chars(p, p + 40, v.integer()).ptr
                                                   : std::to_chars(p, p + 40, v.real()).ptr;
  const std::string_view spelled(p, static_cast<std::size_t>(end - p));
  const bool bare = v.storage() == StorageClass::real && spelled.find_first_of(".e") == std::string_view::npos;
  out.commit(spelled.size());
  if (bare) out.append(".0");  // It stays a real number to whoever reads the text.
  return Misfit::none;
}

Misfit append_text(const Codec& codec, std::string_view text, FieldBuffer& out) {
  const bool mends = codec.document().nonfinite != Nonfinite::refuse || codec.document().bad_text == BadText::strip ||
                     codec.document().bad_text == BadText::replace;
  const Codec as_text(CodecId::text, TextFormat{.bad_text = codec.document().bad_text});
  if (!mends) return encode_text(as_text, Value::text(text), out);
  FieldBuffer repaired;
  if (const Misfit m = encode_text(as_text, Value::text(text), repaired); m != Misfit::none) return m;
  Mender(codec, repaired.view(), out).run();
  return Misfit::none;
}

/// As a JSON string: https://datatracker.ietf.org/doc/html/rfc8259 section 7.
void append_quoted(std::string_view text, FieldBuffer& out) {
  out.append("\"");
  for (const char& c : text) {
    if (c == '"' || c == '\\') out.append("\\");
    if (static_cast<unsigned char>(c) >= 0x20) {
      out.append({&c, 1});
    } else {
      constexpr std::string_view digits = "0123456789abcdef";
      out.append("\\u00");
      out.append(digits.substr(static_cast<unsigned char>(c) >> 4, 1));
      out.append(digits.substr(c & 15, 1));
    }
  }
  out.append("\"");
}

/// TEXT that is JSON as such, all other as a string.
Misfit append_text_or_string(const Codec& codec, std::string_view text, FieldBuffer& out) {
  FieldBuffer document, plain;
  if (const Misfit m = append_text(codec, text, document); m != Misfit::none) return m;
  if (is_json(document.view())) return out.append(document.view()), Misfit::none;
  const Codec as_text(CodecId::text, TextFormat{.bad_text = codec.document().bad_text});
  if (const Misfit m = encode_text(as_text, Value::text(text), plain); m != Misfit::none) return m;
  append_quoted(plain.view(), out);
  return Misfit::none;
}

/// A BLOB that is JSON as text, else SQLite's JSONB.
Misfit append_blob(const Codec& codec, std::string_view bytes, FieldBuffer& out) {
  if (utf8_facts(bytes).clean() && is_json(bytes)) return append_text(codec, bytes, out);
  FieldBuffer document;
  if (append_sqlite_jsonb(bytes, document) && utf8_facts(document.view()).clean() && is_json(document.view()))
    return append_text(codec, document.view(), out);
  return append_text(codec, bytes, out);  // For its reason.
}

}  // namespace

Misfit encode_document(const Codec& codec, const Value& v, FieldBuffer& out) {
  const std::size_t start = out.size();
  Misfit m = Misfit::wrong_class;
  if (v.storage() == StorageClass::integer || v.storage() == StorageClass::real) m = append_number(codec, v, out);
  if (v.storage() == StorageClass::text)
    m = codec.document().as_string ? append_text_or_string(codec, v.bytes(), out) : append_text(codec, v.bytes(), out);
  if (v.storage() == StorageClass::blob) m = append_blob(codec, v.bytes(), out);
  if (m != Misfit::none) return m;
  const std::string_view document = out.view().substr(start);
  if (!is_json(document)) return Misfit::bad_syntax;
  if (codec.id() != CodecId::jsonb) return Misfit::none;
  if (m = check_jsonb(document); m != Misfit::none) return m;
  return codec.document().last_key || !has_repeated_key(document) ? Misfit::none : Misfit::not_exact;
}

}  // namespace lite2pg
