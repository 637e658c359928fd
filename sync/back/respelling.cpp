#include "sync/back/respelling.h"

#include <nlohmann/json.hpp>

#include "common/json_text.h"

namespace lite2pg {
namespace {

Value number_of_bits(const Value& v) {
  constexpr std::size_t most = 63;
  std::uint64_t number = 0;
  if (v.bytes().size() > most) return v;
  for (const char bit : v.bytes()) number = number << 1 | (bit == '1' ? 1U : 0U);
  return Value::of(static_cast<std::int64_t>(number));
}

/// A value as a text; of numbers and words their JSON.
std::string text_of(const nlohmann::json& value) {
  return value.is_string() ? value.get<std::string>() : json_text(value);
}

std::string csv_field(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_of("\",\n\r") == std::string::npos && text.front() != ' ' &&
                     text.back() != ' ' && text.front() != '\t' && text.back() != '\t';
  if (plain) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + '"';
}

std::string php_value(const nlohmann::json& value) {
  if (value.is_null()) return "N;";
  if (value.is_boolean()) return value.get<bool>() ? "b:1;" : "b:0;";
  if (value.is_number()) return (value.is_number_integer() ? "i:" : "d:") + json_text(value) + ";";
  const std::string text = text_of(value);
  return "s:" + std::to_string(text.size()) + ":\"" + text + "\";";
}

std::string python_value(const nlohmann::json& value) {
  if (value.is_null()) return "None";
  if (value.is_boolean()) return value.get<bool>() ? "True" : "False";
  if (!value.is_string()) return json_text(value);
  std::string text = "'";
  for (const char c : value.get_ref<const std::string&>()) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return text + "'";
}

/// What has no such form (an array in an array, a NULL between marks) comes as something that reads as another value.
std::string list_of(std::string_view json, ArrayForm form) {
  const auto values = try_json(json);
  if (form == ArrayForm::yaml && values.empty()) return "--- []\n";
  std::string text = form == ArrayForm::yaml ? "---\n" : "";
  std::size_t number = 0;
  for (const auto& value : values) {
    if (form == ArrayForm::yaml) {
      text += "- " + (value.is_null() ? "" : json_text(value)) + "\n";
    } else if (form == ArrayForm::python) {
      text += (number > 0 ? ", " : "") + python_value(value);
    } else if (form == ArrayForm::php) {
      text += "i:" + std::to_string(number) + ";" + php_value(value);
    } else {
      const bool csv = form == ArrayForm::csv;
      if (number > 0) text += csv ? ',' : traits_of(form).mark;
      text += csv ? csv_field(text_of(value)) : text_of(value);
    }
    ++number;
  }
  if (form == ArrayForm::python) return "[" + text + "]";
  if (form == ArrayForm::php) return "a:" + std::to_string(number) + ":{" + text + "}";
  return text;
}

bool is_list(ArrayForm form) noexcept { return form >= ArrayForm::comma; }

}  // namespace

Respelling::Respelling(const ColumnPlan& column, const Codec& compared)
    : kind_(kind_of(column, compared)), form_(compared.array) {}

Respelling::Kind Respelling::kind_of(const ColumnPlan& column, const Codec& compared) {
  const Codec& codec = column.codec;
  if (compared.shape == FieldShape::array && is_list(compared.array)) return Kind::marked;
  if (codec.shape != FieldShape::scalar || column.via_text || column.via_json) return Kind::none;
  const bool bits = codec.id() == CodecId::bit || codec.id() == CodecId::varbit;
  return bits && codec.number() == NumberForm::either ? Kind::bits : Kind::none;
}

Value Respelling::of(const Value& v) {
  if (v.storage() != StorageClass::text) return v;
  if (kind_ == Kind::bits) return number_of_bits(v);
  if (kind_ != Kind::marked) return v;
  text_ = list_of(v.bytes(), form_);
  return Value::text(text_);
}

}  // namespace lite2pg
