// The parts of encode for forms that tables of applications hold: numbers spelled as text, addresses, bit strings,
// ranges, arrays, documents with values of other classes. As encode/steps.h: nothing here calls decode's code.
#pragma once

#include "mapping/codec/codec.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// int2, int4, int8 from a number or from TEXT or a BLOB that spells one; with NumberForm::words also from words for
/// true and false.
template <typename T>
[[nodiscard]] Misfit encode_spelled_integer(const Codec& codec, const Value& v, FieldBuffer& out);
[[nodiscard]] Misfit encode_spelled_float8(const Codec& codec, const Value& v, FieldBuffer& out);
/// The 4-byte float whose shortest decimal the number has, or that is the number; any with codec.round.
[[nodiscard]] Misfit encode_any_float4(const Codec& codec, const Value& v, FieldBuffer& out);
[[nodiscard]] Misfit encode_spelled_numeric(const Codec& codec, const Value& v, FieldBuffer& out);
/// int64 in the smallest unit of the currency: cash_send in PostgreSQL's cash.c; codec.scale digits after the point.
[[nodiscard]] Misfit encode_money(const Codec& codec, const Value& v, FieldBuffer& out);

/// family (2, 3), bits, is_cidr, bytes, address: network_send in PostgreSQL's network.c.
[[nodiscard]] Misfit encode_network(const Codec& codec, const Value& v, FieldBuffer& out);
/// 6 or 8 bytes.
[[nodiscard]] Misfit encode_macaddr(const Codec& codec, const Value& v, FieldBuffer& out);
/// int32 number of bits, then the bits from the left: varbit_send in PostgreSQL's varbit.c.
[[nodiscard]] Misfit encode_bits(const Codec& codec, const Value& v, FieldBuffer& out);
/// int32 pairs, then per pair the key and the value with int32 lengths (-1: NULL): hstore_send in hstore_io.c.
[[nodiscard]] Misfit encode_hstore(const Value& v, FieldBuffer& out);
/// Flags, then the bounds with int32 lengths: range_send in rangetypes.c. The bounds are fields of codec.id().
[[nodiscard]] Misfit encode_range(const Codec& codec, const Value& v, FieldBuffer& out);
/// How many, then the ranges with int32 lengths: multirange_send in multirangetypes.c. They stand in order and apart,
/// as the server keeps them.
[[nodiscard]] Misfit encode_multirange(const Codec& codec, const Value& v, FieldBuffer& out);
/// Dimensions, flag of NULLs, element type, per dimension length and lower bound, then the elements: array_send in
/// arrayfuncs.c. The elements are fields of codec.id().
[[nodiscard]] Misfit encode_array(const Codec& codec, const Value& v, FieldBuffer& out);

/// json and jsonb from TEXT, a number, a BLOB of JSON text or of SQLite's own JSONB.
[[nodiscard]] Misfit encode_document(const Codec& codec, const Value& v, FieldBuffer& out);
/// What type jsonb refuses although type json takes it, in a text that is JSON.
[[nodiscard]] Misfit check_jsonb(std::string_view json) noexcept;

/// EWKB, least byte first, with the column's SRID.
[[nodiscard]] Misfit encode_geometry(const Codec& codec, const Value& v, FieldBuffer& out);

/// 16 bytes in the order of .NET's Guid.ToByteArray.
[[nodiscard]] Misfit encode_uuid_dotnet(const Value& v, FieldBuffer& out);
/// bytea from TEXT in hex or base64; BLOBs as they stand.
[[nodiscard]] Misfit encode_bytes_text(CodecId id, const Value& v, FieldBuffer& out);

}  // namespace lite2pg
