// The parts of decode and canonical for forms that tables of applications hold; see encode/form_steps.h. As
// decode/steps.h: nothing here calls encode's code.
#pragma once

#include <string>
#include <string_view>

#include "mapping/codec/codec.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// INTEGER for what spells one, words for true and false too with NumberForm::words.
[[nodiscard]] Value canonical_spelled_integer(const Codec& codec, const Value& v, std::string& scratch);
/// The number as float8 gives it back in NumberForm::mixed; what the type would round stays, unless the codec rounds.
[[nodiscard]] Value canonical_spelled_float8(const Codec& codec, const Value& v, std::string& scratch);
/// The double that the number becomes as a 4-byte float; what the type would round stays, unless the codec rounds.
[[nodiscard]] Value canonical_any_float4(const Codec& codec, const Value& v, std::string& scratch);
/// TEXT: a plain decimal without useless zeros.
[[nodiscard]] Value decode_spelled_numeric(std::string_view field, std::string& scratch);
[[nodiscard]] Value canonical_spelled_numeric(const Codec& codec, const Value& v, std::string& scratch);
[[nodiscard]] Value decode_money(const Codec& codec, std::string_view field, std::string& scratch);
[[nodiscard]] Value canonical_money(const Codec& codec, const Value& v, std::string& scratch);

[[nodiscard]] Value decode_network(const Codec& codec, std::string_view field, std::string& scratch);
[[nodiscard]] Value canonical_network(const Codec& codec, const Value& v, std::string& scratch);
[[nodiscard]] Value decode_macaddr(const Codec& codec, std::string_view field, std::string& scratch);
[[nodiscard]] Value canonical_macaddr(const Codec& codec, const Value& v, std::string& scratch);
[[nodiscard]] Value decode_bits(const Codec& codec, std::string_view field, std::string& scratch);
[[nodiscard]] Value canonical_bits(const Codec& codec, const Value& v, std::string& scratch);
/// A JSON object of texts and nulls, its keys by length, then by bytes.
[[nodiscard]] Value decode_hstore(std::string_view field, std::string& scratch);
[[nodiscard]] Value canonical_hstore(const Value& v, std::string& scratch);
/// "[low,high)" with canonical bounds; "empty". Ranges of whole numbers and days are half open.
[[nodiscard]] Value decode_range(const Codec& codec, std::string_view field, std::string& scratch);
[[nodiscard]] Value canonical_range(const Codec& codec, const Value& v, std::string& scratch);
/// "{[low,high),[low,high)}", each as decode_range has it.
[[nodiscard]] Value decode_multirange(const Codec& codec, std::string_view field, std::string& scratch);
[[nodiscard]] Value canonical_multirange(const Codec& codec, const Value& v, std::string& scratch);
/// A JSON array of canonical elements.
[[nodiscard]] Value decode_array(const Codec& codec, std::string_view field, std::string& scratch);
[[nodiscard]] Value canonical_array(const Codec& codec, const Value& v, std::string& scratch);

/// The document as TEXT; of jsonb in canonical form.
[[nodiscard]] Value canonical_document(const Codec& codec, const Value& v, std::string& scratch);
/// The canonical form of a JSON text; false when it is none. `out` is cleared first.
[[nodiscard]] bool canonicalize_json(std::string_view text, std::string& out);
/// SQLite's JSONB as JSON text, appended; false when it is none.
[[nodiscard]] bool spell_sqlite_jsonb(std::string_view bytes, std::string& out);
/// Appends a JSON string.
void append_json_string(std::string_view text, std::string& out);
/// Appends TEXT as a JSON string, a number as it is spelled, NULL as null.
void append_json_value(const Value& v, std::string& out);

/// A BLOB of EWKB, least byte first.
[[nodiscard]] Value decode_geometry(const Codec& codec, std::string_view field, std::string& scratch);
[[nodiscard]] Value canonical_geometry(const Codec& codec, const Value& v, std::string& scratch);

[[nodiscard]] Value decode_uuid_dotnet(std::string_view field, std::string& scratch);
/// BLOB for TEXT in hex or base64.
[[nodiscard]] Value canonical_bytes_text(CodecId id, const Value& v, std::string& scratch);

}  // namespace lite2pg
