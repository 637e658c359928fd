#include "import/ledger/rejected_row.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "common/json_text.h"
#include "common/utf8.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

Json document_of(const Value& v) {
  switch (v.storage()) {
    case StorageClass::null: return nullptr;
    case StorageClass::integer: return v.integer();
    case StorageClass::real:
      if (std::isfinite(v.real())) return v.real();
      return {{"real", v.real() > 0 ? "Infinity" : "-Infinity"}};
    case StorageClass::text:
      if (is_valid_utf8(v.bytes())) return std::string(v.bytes());
      return {{"text", hex(v.bytes())}};
    case StorageClass::blob: return {{"blob", hex(v.bytes())}};
  }
  return nullptr;
}

}  // namespace

std::string row_document(const Table& table, Row row) {
  Json document = Json::object();
  for (std::size_t i = 0; i < row.size() && i < table.columns.size(); ++i) {
    document[table.columns[i].name] = document_of(row[i]);
  }
  return json_text(document, NotUtf8::replaced);
}

}  // namespace lite2pg
