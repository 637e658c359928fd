// The one table of codecs: what is true of a codec whatever its parameters are. A new codec is an id (codec.h), a row
// here, an encode and a decode; whoever needs to know something of codecs asks for it here.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "mapping/codec/codec.h"

namespace lite2pg {

/// How the bytes of a field are to be understood: PostgreSQL's binary format of one type or of several alike.
enum class FieldForm : std::uint8_t {
  integer,   ///< big-endian, as many bytes as the type has
  boolean,   ///< one byte
  floating,  ///< IEEE, big-endian
  numeric,   ///< numeric_send
  text,
  bytes,
  date,      ///< int32 days from 2000-01-01
  clock,     ///< int64 microseconds since midnight
  zoned,     ///< the same, then int32 seconds west of UTC
  moment,    ///< int64 microseconds from 2000-01-01
  interval,  ///< int64 microseconds, int32 days, int32 months
  uuid,      ///< 16 bytes
  jsonb,     ///< version byte 1, then text
  money,     ///< int64 in the currency's smallest unit
  network,   ///< family, bits, is_cidr, size, address
  hardware,  ///< 6 or 8 bytes
  bits,      ///< int32 number of bits, then the bits
  hstore,    ///< int32 pairs, then keys and values
  geometry,  ///< EWKB
};

/// Which alternative of Codec::Parameters a codec has.
enum class ParameterKind : std::uint8_t { none, number, words, uuid, decimal, text, temporal, document, geometry };

/// Whether decode gives back the bytes that stood in SQLite.
enum class Spelling : std::uint8_t {
  exact,          ///< always
  by_parameters,  ///< unless the parameters say otherwise ("mixed", "any", ...)
  respelled,      ///< never: values come back in canonical form
};

/// How PostgreSQL sorts the fields.
enum class FieldOrder : std::uint8_t {
  as_values,  ///< As SQLite sorts the values.
  as_text,    ///< As SQLite does when they are taken for text, in the column's collation.
  otherwise,
};

struct CodecTraits {
  CodecId id;
  std::string_view name;  ///< In plans, reports and archives.
  std::string_view wire;  ///< The PostgreSQL type of its fields.
  FieldForm form;
  std::uint8_t size;  ///< Bytes of a field; 0: they vary.
  ParameterKind parameters;
  Spelling spelling;
  bool extremes;  ///< PostgreSQL's min() and max() choose the value that SQLite's would.
  FieldOrder order;
};

[[nodiscard]] const CodecTraits& traits_of(CodecId id) noexcept;
/// All codecs, in the order of CodecId.
[[nodiscard]] std::span<const CodecTraits> all_codecs() noexcept;

/// date, time, timestamp, timestamptz, timetz: values that stand on a calendar or a clock. Not interval.
[[nodiscard]] bool is_temporal(CodecId id) noexcept;

}  // namespace lite2pg
