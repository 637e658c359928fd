// hstore from its own text form ("a"=>"1", b=>NULL) or from a JSON object of texts, numbers, truth values and nulls.
// https://www.postgresql.org/docs/15/hstore.html
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "common/json_text.h"
#include "common/text.h"
#include "common/utf8.h"
#include "mapping/codec/encode/form_steps.h"
#include "mapping/codec/encode/json_keys.h"

namespace lite2pg {
namespace {

struct HstorePair {
  std::string key;
  std::optional<std::string> value;
};

class HstoreText {
 public:
  explicit HstoreText(std::string_view text) : rest_(text) {}

  bool read(std::vector<HstorePair>& pairs) {
    blanks();
    while (!rest_.empty()) {
      HstorePair pair;
      bool quoted = false;
      if (!word(pair.key, quoted)) return false;
      blanks();
      if (!rest_.starts_with("=>")) return false;
      rest_.remove_prefix(2);
      blanks();
      std::string value;
      if (!word(value, quoted)) return false;
      if (quoted || !equals_ignoring_case(value, "null")) pair.value = std::move(value);
      pairs.push_back(std::move(pair));
      blanks();
      if (rest_.empty()) return true;
      if (rest_.front() != ',') return false;
      rest_.remove_prefix(1);
      blanks();
    }
    return true;
  }

 private:
  void blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n\v\f"), rest_.size())); }

  bool word(std::string& to, bool& quoted) {
    quoted = rest_.starts_with('"');
    if (quoted) rest_.remove_prefix(1);
    while (!rest_.empty()) {
      char c = rest_.front();
      if (quoted ? c == '"' : std::string_view(" \t\r\n\v\f,=").find(c) != std::string_view::npos) break;
      if (!quoted && c == '"') return false;
      if (c == '\\') {
        rest_.remove_prefix(1);
        if (rest_.empty()) return false;
        c = rest_.front();
      }
      to += c;
      rest_.remove_prefix(1);
    }
    if (quoted) {
      if (rest_.empty()) return false;
      rest_.remove_prefix(1);
    }
    return quoted || !to.empty();
  }

  std::string_view rest_;
};

bool read_object(std::string_view text, std::vector<HstorePair>& pairs) {
  const auto document = try_ordered_json(text);
  if (!document.is_object() || has_repeated_key(text)) return false;
  for (const auto& [key, value] : document.items()) {
    if (value.is_structured() || value.is_number_float()) return false;
    HstorePair& pair = pairs.emplace_back(HstorePair{key, std::nullopt});
    if (value.is_string()) pair.value = value.get<std::string>();
    if (!value.is_string() && !value.is_null()) pair.value = json_text(value);
  }
  return true;
}

/// int32 pairs, then per pair the key and the value with int32 lengths (-1: NULL): hstore_send in hstore_io.c.
void put(const std::vector<HstorePair>& pairs, FieldBytes out) {
  const auto part = [&](const std::string& s) {
    out.integer(static_cast<std::int32_t>(s.size()));
    out.buffer().append(s);
  };
  out.integer(static_cast<std::int32_t>(pairs.size()));
  for (const HstorePair& pair : pairs) {
    part(pair.key);
    pair.value ? part(*pair.value) : static_cast<void>(out.integer(std::int32_t{-1}));
  }
}

/// "key"=>"value" or NULL.
void put(const std::vector<HstorePair>& pairs, FieldText out) {
  const auto part = [&](const std::string& s) { out.quoted([&] { return out.buffer().append(s), Misfit::none; }); };
  for (const HstorePair& pair : pairs) {
    if (&pair != &pairs.front()) out.buffer().append(",");
    part(pair.key);
    out.buffer().append("=>");
    pair.value ? part(*pair.value) : out.buffer().append("NULL");
  }
}

}  // namespace

template <typename Out>
Misfit encode_hstore(const Value& v, Out out) {
  if (v.storage() != StorageClass::text) return Misfit::wrong_class;
  const Utf8Facts facts = utf8_facts(v.bytes());
  if (!facts.valid) return Misfit::invalid_utf8;
  if (facts.has_nul) return Misfit::nul_byte;
  std::vector<HstorePair> pairs;
  const bool object = v.bytes().substr(0, v.bytes().find_first_not_of(" \t\r\n") + 1).ends_with('{');
  if (object ? !read_object(v.bytes(), pairs) : !HstoreText(v.bytes()).read(pairs)) return Misfit::bad_syntax;
  std::ranges::sort(pairs, {}, &HstorePair::key);
  // Which of two values would be kept is the server's choice.
  if (std::ranges::adjacent_find(pairs, {}, &HstorePair::key) != pairs.end()) return Misfit::not_exact;
  for (const HstorePair& pair : pairs)
    if (pair.key.find('\0') != std::string::npos) return Misfit::nul_byte;
  put(pairs, out);
  return Misfit::none;
}

template Misfit encode_hstore(const Value&, FieldBytes);
template Misfit encode_hstore(const Value&, FieldText);

}  // namespace lite2pg
