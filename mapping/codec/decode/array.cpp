// https://www.postgresql.org/docs/15/arrays.html#ARRAYS-IO; the wire form is array_send's.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <vector>

#include "common/bytes.h"
#include "common/json_text.h"
#include "common/text.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/list_values.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

constexpr std::int32_t most_dimensions = 6;

Codec element_of(const Codec& codec) {
  Codec element = codec;
  element.shape = FieldShape::scalar;
  element.empty_as_null = false;
  return element;
}

bool is_document(const Codec& codec) { return codec.id() == CodecId::json || codec.id() == CodecId::jsonb; }

/// Spells a field of type array as JSON.
class ArrayField {
 public:
  ArrayField(const Codec& codec, std::string_view field, std::string& out)
      : element_(element_of(codec)), whole_(field), rest_(field), out_(out) {}

  void spell() {
    out_.clear();
    const std::int32_t dimensions = take();
    take();
    take();  // The element type: the catalog said which.
    if (dimensions < 0 || dimensions > most_dimensions) fail();
    for (std::int32_t i = 0; i < dimensions; ++i) {
      lengths_.push_back(take());
      if (take() != 1 || lengths_.back() < 1) fail();  // Other lower bounds: nothing of ours.
    }
    if (dimensions == 0) {
      out_ = "[]";
    } else {
      level(0);
    }
    if (!rest_.empty()) fail();
  }

 private:
  [[noreturn]] void fail() const { throw_bad_field("array", whole_); }

  std::int32_t take() {
    if (rest_.size() < 4) fail();
    const auto n = load_be<std::int32_t>(rest_.data());
    rest_.remove_prefix(4);
    return n;
  }

  void level(std::size_t depth) {
    out_ += '[';
    for (std::int32_t i = 0; i < lengths_[depth]; ++i) {
      if (i > 0) out_ += ',';
      depth + 1 == lengths_.size() ? element() : level(depth + 1);
    }
    out_ += ']';
  }

  void element() {
    const std::int32_t size = take();
    if (size == -1) {
      out_ += "null";
      return;
    }
    if (size < 0 || static_cast<std::size_t>(size) > rest_.size()) fail();
    const std::string_view field = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(field.size());
    if (element_.id() == CodecId::json) {
      if (!canonicalize_json(field, scratch_)) fail();
      out_ += scratch_;
    } else if (element_.id() == CodecId::jsonb) {
      out_ += decode(element_, field, scratch_).bytes();
    } else {
      append_json_value(decode(element_, field, scratch_), out_);
    }
  }

  Codec element_;
  std::string_view whole_, rest_;
  std::string& out_;
  std::string scratch_;
  std::vector<std::int32_t> lengths_;
};

/// Writes canonical elements as a JSON array, whatever the array was spelled in.
class ArrayText {
 public:
  ArrayText(const Codec& codec, std::string& out) : element_(element_of(codec)), out_(out) {}

  void open() {
    separate();
    out_ += '[';
    first_ = true;
  }
  void close() {
    out_ += ']';
    first_ = false;
  }
  void null() {
    separate();
    out_ += "null";
  }
  /// Whether an object of a JSON array is an element of the type: pairs are.
  [[nodiscard]] bool takes_objects() const noexcept { return element_.id() == CodecId::hstore; }
  void element(std::string_view text) {
    separate();
    const Value v = canonical(element_, Value::text(text), scratch_);
    // A document stands in the array as it is; what is none stays a text.
    std::string document;
    if (is_document(element_) && canonicalize_json(v.bytes(), document)) {
      out_ += document;
    } else {
      append_json_value(v, out_);
    }
  }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  Codec element_;
  std::string& out_;
  std::string scratch_;
  bool first_ = true;
};

/// JSON, whose numbers stay as they are spelled.
class JsonArray {
 public:
  JsonArray(std::string_view text, ArrayText& to) : rest_(text), to_(to) {}

  bool run() {
    skip();
    if (!rest_.starts_with('[') || !array()) return false;
    skip();
    return rest_.empty();
  }

 private:
  void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
  bool accept(char c) {
    skip();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool array() {
    rest_.remove_prefix(1);
    to_.open();
    if (!accept(']')) {
      do {
        skip();
        if (!item()) return false;
      } while (accept(','));
      if (!accept(']')) return false;
    }
    to_.close();
    return true;
  }

  bool item() {
    if (rest_.starts_with('[')) return array();
    if (rest_.starts_with('"')) return string();
    return rest_.starts_with('{') && to_.takes_objects() ? object() : word();
  }

  /// To the bracket that closes it; whether it is one is the element's to say.
  bool object() {
    std::size_t end = 0;
    int open = 0;
    for (bool quoted = false; end < rest_.size(); ++end) {
      const char c = rest_[end];
      if (quoted && c == '\\') ++end;
      if (c == '"') quoted = !quoted;
      if (!quoted && c == '{') ++open;
      if (!quoted && c == '}' && --open == 0) break;
    }
    if (end >= rest_.size()) return false;
    to_.element(rest_.substr(0, end + 1));
    rest_.remove_prefix(end + 1);
    return true;
  }

  bool string() {
    std::size_t end = 1;
    while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
    const auto text = try_json(rest_.substr(0, end + 1));
    if (!text.is_string()) return false;
    rest_.remove_prefix(end + 1);
    to_.element(text.get_ref<const std::string&>());
    return true;
  }

  bool word() {
    const std::string_view word = rest_.substr(0, rest_.find_first_of(" \t\r\n,]"));
    rest_.remove_prefix(word.size());
    const bool number = !word.empty() && word.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
    if (!number && word != "true" && word != "false" && word != "null") return false;
    word == "null" ? to_.null() : to_.element(word);
    return true;
  }

  std::string_view rest_;
  ArrayText& to_;
};

/// PostgreSQL's own literal.
class Braces {
 public:
  Braces(std::string_view text, ArrayText& to) : rest_(text), to_(to) {}

  bool run() {
    skip();
    if (!array()) return false;
    skip();
    return rest_.empty();
  }

 private:
  void skip() {
    while (!rest_.empty() && (rest_[0] == ' ' || (rest_[0] >= '\t' && rest_[0] <= '\r'))) rest_.remove_prefix(1);
  }
  bool accept(char c) {
    skip();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool array() {
    if (!accept('{')) return false;
    to_.open();
    if (!accept('}')) {
      do {
        skip();
        if (!(rest_.starts_with('{') ? array() : item())) return false;
      } while (accept(','));
      if (!accept('}')) return false;
    }
    to_.close();
    return true;
  }

  bool item() {
    std::string text;
    bool quoted = false, escaped = false;
    std::size_t kept = 0;  // Blanks at the end count only when they are quoted.
    while (!rest_.empty() && (quoted || (rest_[0] != ',' && rest_[0] != '}'))) {
      char c = rest_[0];
      rest_.remove_prefix(1);
      if (c == '"') {
        quoted = !quoted;
        escaped = true;
        kept = text.size();
        continue;
      }
      if (c == '\\') {
        if (rest_.empty()) return false;
        c = rest_[0];
        rest_.remove_prefix(1);
        escaped = true;
      }
      text += c;
      if (quoted || c != ' ') kept = text.size();
    }
    text.resize(kept);
    !escaped&& equals_ignoring_case(text, "null") ? to_.null() : to_.element(text);
    return true;
  }

  std::string_view rest_;
  ArrayText& to_;
};

bool marked(char mark, std::string_view s, ArrayText& to) {
  constexpr std::string_view blanks = " \t\r\n";
  to.open();
  const std::size_t first = s.find_first_not_of(" \t\r"), last = s.find_last_not_of(" \t\r");
  const bool outer = mark != ' ' && first != std::string_view::npos && first < last;
  if (outer && s[first] == mark && s[last] == mark) s = s.substr(first + 1, last - first - 1);
  bool more = s.find_first_not_of(blanks) != std::string_view::npos;
  while (more) {
    const std::size_t end = mark == ' ' ? s.find_first_of(blanks) : s.find(mark);
    std::string_view item = s.substr(0, end);
    more = end != std::string_view::npos;
    if (more) s.remove_prefix(end + 1);
    while (!item.empty() && blanks.find(item.front()) != std::string_view::npos) item.remove_prefix(1);
    while (!item.empty() && blanks.find(item.back()) != std::string_view::npos) item.remove_suffix(1);
    if (mark != ' ' || !item.empty()) to.element(item);
  }
  to.close();
  return true;
}

bool listed(ArrayForm form, std::string_view s, ArrayText& to) {
  const auto values = list_values(form, s);
  if (!values) return false;
  to.open();
  for (const auto& value : *values) value ? to.element(*value) : to.null();
  to.close();
  return true;
}

bool read(const Codec& codec, std::string_view s, ArrayText& to) {
  if (codec.array >= ArrayForm::csv) return listed(codec.array, s, to);
  const std::size_t first = s.find_first_not_of(" \t\r\n");
  const bool braced = first != std::string_view::npos && s[first] == '{';
  if (traits_of(codec.array).mark != 0) return marked(traits_of(codec.array).mark, s, to);
  if (codec.array == ArrayForm::braces || (codec.array == ArrayForm::any && braced)) return Braces(s, to).run();
  return JsonArray(s, to).run();
}

}  // namespace

Value decode_array(const Codec& codec, std::string_view field, std::string& scratch) {
  ArrayField(codec, field, scratch).spell();
  return Value::text(scratch);
}

Value canonical_array(const Codec& codec, const Value& v, std::string& scratch) {
  if (v.storage() != StorageClass::text && v.storage() != StorageClass::blob) return v;
  scratch.clear();
  const std::string_view s = v.bytes();
  const std::size_t first = s.find_first_not_of(" \t\r\n");
  const bool json = traits_of(codec.array).mark == 0 && codec.array < ArrayForm::csv &&
                    first != std::string_view::npos && s[first] == '[';
  if (is_document(codec) && json) return canonicalize_json(s, scratch) ? Value::text(scratch) : v;
  ArrayText to(codec, scratch);
  return read(codec, s, to) ? Value::text(scratch) : v;
}

void append_json_string(std::string_view text, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) {
      out += c;
      continue;
    }
    out += "\\u00";
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[c & 15];
  }
  out += '"';
}

void append_json_value(const Value& v, std::string& out) {
  switch (v.storage()) {
    case StorageClass::null: out += "null"; return;
    case StorageClass::integer: out += std::to_string(v.integer()); return;
    case StorageClass::real: {
      std::array<char, 40> text;
      out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), v.real()).ptr);
      return;
    }
    case StorageClass::text:
    case StorageClass::blob: return append_json_string(v.bytes(), out);
  }
}

}  // namespace lite2pg
