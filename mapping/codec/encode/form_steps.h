// The parts of encode for forms that tables of applications hold: numbers spelled as text, addresses, bit strings,
// ranges, arrays, documents with values of other classes. As encode/steps.h: nothing here calls decode's code.
#pragma once

#include "mapping/codec/codec.h"
#include "mapping/codec/encode/steps.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// int2, int4, int8 from a number or from TEXT or a BLOB that spells one; with NumberForm::words also from words for
/// true and false.
template <typename T, typename Out>
[[nodiscard]] Misfit encode_spelled_integer(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_spelled_float8(const Codec& codec, const Value& v, Out out);
/// The 4-byte float whose shortest decimal the number has, or that is the number; any with codec.round.
template <typename Out>
[[nodiscard]] Misfit encode_any_float4(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_spelled_numeric(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_money(const Codec& codec, const Value& v, Out out);

template <typename Out>
[[nodiscard]] Misfit encode_network(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_macaddr(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_bits(const Codec& codec, const Value& v, Out out);
template <typename Out>
[[nodiscard]] Misfit encode_hstore(const Value& v, Out out);
/// The bounds are fields of codec.id().
template <typename Out>
[[nodiscard]] Misfit encode_range(const Codec& codec, const Value& v, Out out);
/// The ranges stand in order and apart, as the server keeps them.
template <typename Out>
[[nodiscard]] Misfit encode_multirange(const Codec& codec, const Value& v, Out out);
/// The elements are fields of codec.id().
template <typename Out>
[[nodiscard]] Misfit encode_array(const Codec& codec, const Value& v, Out out);

/// The text of json and jsonb from TEXT, a number, a BLOB of JSON text or of SQLite's own JSONB.
[[nodiscard]] Misfit encode_document(const Codec& codec, const Value& v, FieldBuffer& out);
/// What type jsonb refuses although type json takes it, in a text that is JSON.
[[nodiscard]] Misfit check_jsonb(std::string_view json) noexcept;

/// EWKB, least byte first, with the column's SRID.
template <typename Out>
[[nodiscard]] Misfit encode_geometry(const Codec& codec, const Value& v, Out out);

/// 16 bytes in the order of .NET's Guid.ToByteArray.
template <typename Out>
[[nodiscard]] Misfit encode_uuid_dotnet(const Value& v, Out out);
/// bytea from TEXT in hex or base64; BLOBs as they stand.
template <typename Out>
[[nodiscard]] Misfit encode_bytes_text(CodecId id, const Value& v, Out out);

}  // namespace lite2pg
