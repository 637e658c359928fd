#include "mapping/choice/value_check.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "common/bytes.h"
#include "common/json_text.h"

namespace lite2pg {
namespace {

using Json = nlohmann::json;

constexpr std::size_t longest_name = 63;  // Bytes: NAMEDATALEN of PostgreSQL, less its NUL.

void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

bool append_element(const Json& element, std::string& out);

bool append_array(const Json& array, std::string& out) {
  out += '{';
  bool first = true;
  for (const Json& element : array) {
    if (!first) out += ',';
    first = false;
    if (!append_element(element, out)) return false;
  }
  out += '}';
  return true;
}

bool append_element(const Json& element, std::string& out) {
  switch (element.type()) {
    case Json::value_t::array: return append_array(element, out);
    case Json::value_t::null: out += "NULL"; return true;
    case Json::value_t::string: append_quoted(element.get_ref<const std::string&>(), out); return true;
    case Json::value_t::object: return false;
    default: append_quoted(json_text(element), out); return true;
  }
}

bool is_padded(std::string_view text) noexcept { return text.ends_with(' '); }

/// Dimensions, a flag and the elements' type, two words a dimension, then each element behind its length.
template <typename Predicate>
bool all_elements(std::string_view array, Predicate holds) {
  constexpr std::size_t header_words = 3, words_a_dimension = 2, word_bytes = sizeof(std::int32_t);
  const auto dimensions = static_cast<std::size_t>(load_be<std::int32_t>(array.data()));
  array.remove_prefix((header_words + words_a_dimension * dimensions) * word_bytes);
  while (!array.empty()) {
    const auto size = load_be<std::int32_t>(array.data());
    array.remove_prefix(word_bytes);
    if (size < 0) continue;  // NULL
    const std::string_view element = array.substr(0, static_cast<std::size_t>(size));
    if (!holds(element)) return false;
    array.remove_prefix(element.size());
  }
  return true;
}

}  // namespace

ValueCheck::ValueCheck(const ColumnPlan& column) : refused_(column.refused) {
  if (column.via_json) {
    kind_ = Kind::array;
  } else if (!column.labels.empty()) {
    kind_ = column.codec.shape == FieldShape::array ? Kind::labels : Kind::label;
    labels_ = column.labels;
    std::ranges::sort(labels_);
  } else if (column.type.starts_with("character(") || column.type.starts_with("char(")) {
    kind_ = column.codec.shape == FieldShape::array ? Kind::padded_elements : Kind::padded;
  } else if (column.type == "name") {
    kind_ = Kind::name;
  }
}

Misfit ValueCheck::check(std::string_view field) const {
  if (refused_ != nullptr) {
    const std::size_t version = kind_ == Kind::array ? 1 : 0;
    if (refused_->contains(std::string(field.substr(version)))) return Misfit::bad_syntax;
  }
  return check_kind(field);
}

Misfit ValueCheck::check_kind(std::string_view field) const {
  switch (kind_) {
    case Kind::none: break;
    case Kind::label: return std::ranges::binary_search(labels_, field) ? Misfit::none : Misfit::bad_syntax;
    case Kind::labels: {
      const auto known = [this](std::string_view label) { return std::ranges::binary_search(labels_, label); };
      return all_elements(field, known) ? Misfit::none : Misfit::bad_syntax;
    }
    case Kind::padded: return is_padded(field) ? Misfit::not_exact : Misfit::none;
    case Kind::padded_elements: return all_elements(field, std::not_fn(is_padded)) ? Misfit::none : Misfit::not_exact;
    case Kind::name: return field.size() > longest_name ? Misfit::too_long : Misfit::none;
    case Kind::array: {
      std::string literal;
      return append_array_literal(field.substr(std::min<std::size_t>(1, field.size())), literal) ? Misfit::none
                                                                                                 : Misfit::bad_syntax;
    }
  }
  return Misfit::none;
}

bool append_array_literal(std::string_view json, std::string& out) {
  const Json document = try_json(json);
  return document.is_array() && append_array(document, out);
}

}  // namespace lite2pg
