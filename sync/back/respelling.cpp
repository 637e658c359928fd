#include "sync/back/respelling.h"

#include <nlohmann/json.hpp>

namespace lite2pg {
namespace {

std::string mark_between(ArrayForm form) {
  switch (form) {
    case ArrayForm::comma: return ",";
    case ArrayForm::semicolon: return ";";
    case ArrayForm::pipe: return "|";
    case ArrayForm::lines: return "\n";
    default: return "";
  }
}

Value number_of_bits(const Value& v) {
  constexpr std::size_t most = 63;
  std::uint64_t number = 0;
  if (v.bytes().size() > most) return v;
  for (const char bit : v.bytes()) number = number << 1 | (bit == '1' ? 1U : 0U);
  return Value::of(static_cast<std::int64_t>(number));
}

/// What has no such form (a NULL, an array in an array) comes as something that reads as another value.
std::string joined(std::string_view json, const std::string& mark) {
  std::string text;
  const auto values = nlohmann::json::parse(json, nullptr, false);
  for (const auto& value : values)
    text += (text.empty() ? "" : mark) + (value.is_string() ? value.get<std::string>() : value.dump());
  return text;
}

}  // namespace

Respelling::Respelling(const ColumnPlan& column, const Codec& compared)
    : kind_(kind_of(column, compared)), mark_(mark_between(compared.array)) {}

Respelling::Kind Respelling::kind_of(const ColumnPlan& column, const Codec& compared) {
  const Codec& codec = column.codec;
  if (compared.shape == FieldShape::array && !mark_between(compared.array).empty()) return Kind::marked;
  if (codec.shape != FieldShape::scalar || column.via_text || column.via_json) return Kind::none;
  const bool bits = codec.id() == CodecId::bit || codec.id() == CodecId::varbit;
  return bits && codec.number() == NumberForm::either ? Kind::bits : Kind::none;
}

Value Respelling::of(const Value& v) {
  if (v.storage() != StorageClass::text) return v;
  if (kind_ == Kind::bits) return number_of_bits(v);
  if (kind_ != Kind::marked) return v;
  text_ = joined(v.bytes(), mark_);
  return Value::text(text_);
}

}  // namespace lite2pg
