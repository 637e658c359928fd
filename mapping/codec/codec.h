// The codecs: how a SQLite value becomes the bytes of a PostgreSQL field, and back.
//
// A codec is a closed description (an id and a few parameters), not an object with virtual functions: it is compared,
// printed into plans, parsed from mapping files and stored in the ledger. `encode` (encode/encode.h) serves import;
// `decode` and `canonical` (decode/decode.h) serve verify and are written separately, in a room that encode's does not
// see, so that an encoding bug shows as a difference instead of hiding on both sides.
//
// Field bytes are those of PostgreSQL's binary format (the `..._send` and `..._recv` functions; integers big-endian),
// without the length word of COPY. NULL never reaches a codec: the row writer sends length -1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "mapping/codec/forms.h"
#include "mapping/value/field_buffer.h"
#include "mapping/value/value.h"

namespace date {
class time_zone;
}

namespace lite2pg {

enum class CodecId : std::uint8_t {
  int2,            ///< INTEGER <-> smallint
  int4,            ///< INTEGER <-> integer
  int8,            ///< INTEGER <-> bigint
  boolean_number,  ///< INTEGER 0/1 <-> boolean
  boolean_word,    ///< TEXT, one uniform pair of words <-> boolean; see Codec::words
  float8,          ///< REAL (and INTEGER, by Codec::number) <-> double precision
  float4,          ///< existing targets only; fits only values that a float4 holds exactly
  numeric,         ///< INTEGER and REAL (shortest round-trip decimal), by Codec::number <-> numeric
  numeric_text,   ///< TEXT that spells a plain decimal canonically <-> numeric; canonical form under numeric(p,s) has s
                  ///< digits after the point
  text,           ///< TEXT, valid UTF-8 without NUL <-> text, varchar, char, citext, enum, ...
  text_number,    ///< any of INTEGER, REAL, TEXT (and BLOB as \x hex) <-> text: decode reads a well-formed number as
                  ///< INTEGER or REAL, \xHEX as BLOB, everything else as TEXT; see Codec::number. TEXT that text
                  ///< cannot hold (NUL, invalid UTF-8) is written like a BLOB of its bytes. The canonical form of a
                  ///< TEXT is what it is read as, so this codec takes every value there is.
  text_or_blob,   ///< TEXT, and BLOBs whose bytes are such TEXT <-> text; canonical form is TEXT (equivalent)
  text_bytes,     ///< TEXT of any bytes <-> bytea
  bytea,          ///< BLOB <-> bytea
  bytea_or_text,  ///< BLOB and TEXT mixed <-> bytea; canonical form is BLOB (equivalent)
  date,           ///< see Codec::temporal <-> date
  time,           ///< see Codec::temporal <-> time without time zone
  timestamp,      ///< see Codec::temporal <-> timestamp without time zone
  timestamptz,    ///< see Codec::temporal <-> timestamp with time zone
  timetz,         ///< TEXT, see Codec::temporal <-> time with time zone
  interval,       ///< a length of time, see Codec::temporal <-> interval; canonical form is INTEGER microseconds
  uuid_text,      ///< TEXT in the form Codec::uuid <-> uuid
  uuid_blob,      ///< 16-byte BLOB <-> uuid
  uuid_dotnet,    ///< 16-byte BLOB in the order of .NET's Guid.ToByteArray <-> uuid
  bytea_hex,      ///< TEXT that spells bytes in hex (with \x, 0x or without), BLOB <-> bytea; canonical form is BLOB
  bytea_base64,   ///< TEXT that spells bytes in base64, BLOB <-> bytea; canonical form is BLOB
  json,           ///< TEXT that PostgreSQL's json accepts, kept byte for byte <-> json
  json_value,     ///< TEXT, INTEGER and REAL, BLOB of JSON text or of SQLite's JSONB <-> json; canonical form is TEXT
  jsonb,          ///< the same <-> jsonb; canonical form is the parsed document (equivalent)
  money,          ///< numbers and TEXT that spells them <-> money; canonical form is TEXT, a plain decimal
  inet,           ///< TEXT (INTEGER as an IPv4 address with NumberForm::either) <-> inet
  cidr,           ///< TEXT <-> cidr
  macaddr,        ///< TEXT <-> macaddr
  macaddr8,       ///< TEXT <-> macaddr8
  bit,            ///< TEXT of 0 and 1, as many as TextFormat::max_chars says <-> bit(n); 0 and 1 for bit(1)
  varbit,         ///< the same, at most as many <-> bit varying(n)
  hstore,         ///< TEXT in hstore's form or a JSON object <-> hstore; canonical form is a JSON object
  geometry,       ///< BLOB of GeoPackage, SpatiaLite, WKB, EWKB, TEXT of the latter two in hex <-> geometry, geography;
                  ///< canonical form is a BLOB of EWKB
};

/// Which storage class decode gives a number back in.
enum class NumberForm : std::uint8_t {
  integer,  ///< always INTEGER
  real,     ///< always REAL
  mixed,    ///< INTEGER when integral and within 64 bits, else REAL: what SQLite's NUMERIC affinity stores
  either,   ///< both; decoded, and in canonical form, like `mixed` (equivalent). -0.0 is 0 unless the type has it.
  spelled,  ///< like `either`, and TEXT and BLOBs that spell a number. numeric: canonical form is TEXT, a plain decimal
  words,    ///< int*: like `spelled`, and words for true and false are 1 and 0
  point,    ///< like `spelled`, TEXT with marks between thousands: 1,234.56
  comma,    ///< the same with a comma before the fraction: 1.234,56
};

/// A pair of words for false and true, in the order of the names ("f"/"t", ...). `mixed`: any of them in any letter
/// case; canonical form is INTEGER 0/1 (equivalent). `nonzero`: the same, and any number but 0 is true (lossy).
enum class BoolWords : std::uint8_t {
  t_f,
  T_F,
  true_false,
  True_False,
  TRUE_FALSE,
  y_n,
  Y_N,
  yes_no,
  Yes_No,
  YES_NO,
  on_off,
  On_Off,
  ON_OFF,
  zero_one,
  mixed,
  nonzero
};

/// How the TEXT of a UUID column is spelled, in lower or upper case.
enum class UuidForm : std::uint8_t { hyphens, HYPHENS, hex32, HEX32, braces, BRACES, mixed };

/// What the first number of a date counts: 01.02.2026, 1/2/2026, 26-02-01.
enum class DayOrder : std::uint8_t { unset, day_first, month_first, year_first };

/// How a column writes its instants, times of day or lengths of time. One format a column: what decode needs to spell
/// each value as it stood.
struct TemporalFormat {
  /// What stands in the column. The names and windows of the numeric ones are in codec/temporal_units.h.
  enum class Unit : std::uint8_t {
    iso,       ///< TEXT, YYYY-MM-DD[ HH:MM[:SS[.fff]]][zone]
    seconds,   ///< Unix epoch, INTEGER or REAL by `number`
    millis,    ///< Unix epoch
    micros,    ///< Unix epoch
    julian,    ///< Julian day number (REAL), only on request
    cocoa,     ///< seconds since 2001-01-01, only on request
    webkit,    ///< microseconds since 1601-01-01, only on request
    any,       ///< TEXT in any form that is read; canonical form is INTEGER microseconds since the Unix epoch
               ///< (equivalent); numbers beside it count in `numbers`
    nanos,     ///< Unix epoch
    ticks,     ///< 100 ns since 0001-01-01 (.NET); of a length of time: 100 ns
    digits,    ///< YYYYMMDDHHMMSS, of a date YYYYMMDD: INTEGER, or TEXT when `spelled`
    days,      ///< Unix epoch
    ole,       ///< days since 1899-12-30 (OLE Automation, spreadsheets)
    filetime,  ///< 100 ns since 1601-01-01 (Windows)
    cocoa_ns,  ///< nanoseconds since 2001-01-01
  };
  enum class Fraction : std::uint8_t {
    none,       ///< never
    fixed,      ///< always `digits` digits
    zero_left,  ///< `digits` digits, left out whole when zero (Python's isoformat)
    trimmed,    ///< trailing zeros left out, and the point with them
    threes,     ///< 0, 3 or 6 digits, as few as hold it (Rust's chrono)
  };
  enum class Zone : std::uint8_t {
    none,     ///< no zone
    z,        ///< "Z"
    colon,    ///< +HH:MM
    compact,  ///< +HHMM
    hours,    ///< +HH
  };

  Unit unit = Unit::iso;
  NumberForm number = NumberForm::integer;  ///< For the numeric units.
  bool spelled = false;                     ///< Numeric units: the number stands there as TEXT ("1764370000").
  Unit numbers = Unit::iso;                 ///< With Unit::any: what numbers beside the texts count; iso: none fit.
  char separator = ' ';                     ///< Between date and time: ' ' or 'T'.
  bool seconds = true;                      ///< False: HH:MM only.
  bool midnight = false;                    ///< timestamp codecs: the text is a bare date, meaning 00:00:00.
  Fraction fraction = Fraction::none;
  std::uint8_t digits = 0;  ///< 1 to 9 for `fixed` and `zero_left` (zeros after the sixth); the maximum for `trimmed`.
  Zone zone = Zone::none;
  bool zone_apart = false;          ///< A blank stands before the zone.
  std::int16_t offset_minutes = 0;  ///< The uniform offset of every value; timestamptz keeps none itself. With
                                    ///< Zone::none under timestamptz: the offset that texts without zone mean.
  std::uint8_t places = 6;          ///< The target's time(p), timestamp(p): fraction digits that it keeps.
  bool cut = false;    ///< Digits beyond `places`, of a date its time of day, are cut off (lossy); with Unit::any, or
                       ///< numbers.
  bool dated = false;  ///< time: a date, always the same, stands before the time of day.
  std::int32_t date = 0;             ///< That date, in days from 2000-01-01.
  DayOrder order = DayOrder::unset;  ///< With Unit::any: dates that begin with a day or a month; unset: none is taken.
  std::int16_t century = 0;  ///< With Unit::any: the first of the hundred years that two digits mean; 0: none is read.
  bool infinite = false;     ///< 'infinity', '-infinity' and REAL infinities are those of the type.
  /// The zone on whose clock stand texts without zone (under timestamptz), and columns without zone that hold instants
  /// (under timestamp and date); nullptr: UTC. Lives as long as the process.
  const date::time_zone* place = nullptr;

  friend bool operator==(const TemporalFormat&, const TemporalFormat&) = default;
};

/// What encode does with bytes that PostgreSQL text cannot hold (NUL, invalid UTF-8); anything but `refuse` is lossy.
enum class BadText : std::uint8_t { refuse, strip, replace, latin1, windows1252 };

/// numeric, numeric_text.
struct DecimalFormat {
  std::uint16_t precision = 0;  ///< numeric(p,s): 0 = no limit
  std::int16_t scale = 0;
  NumberForm number = NumberForm::integer;  ///< numeric

  friend bool operator==(const DecimalFormat&, const DecimalFormat&) = default;
};

/// text, text_number, json.
struct TextFormat {
  std::uint32_t max_chars = 0;              ///< text, text_number: varchar(n), 0 = no limit; in characters, not bytes
  NumberForm number = NumberForm::integer;  ///< text_number: which numbers are read
  BadText bad_text = BadText::refuse;       ///< text, json
  bool cut = false;                         ///< text: what is longer than max_chars is cut off (lossy)
  bool trimmed = false;                     ///< text: blanks at the end, which char(n) does not keep, go (lossy)

  friend bool operator==(const TextFormat&, const TextFormat&) = default;
};

/// json_value, jsonb.
struct DocumentFormat {
  BadText bad_text = BadText::refuse;  ///< Also for escapes that jsonb has no place for: \u0000, halves of pairs.
  Nonfinite nonfinite = Nonfinite::refuse;
  bool last_key = false;   ///< jsonb: of equal keys in an object the last one counts (lossy); else they are refused.
  bool as_string = false;  ///< TEXT that is no JSON is a JSON string (lossy: 'a' and '"a"' are the same); else refused.

  friend bool operator==(const DocumentFormat&, const DocumentFormat&) = default;
};

/// A codec: its id, the parameters that this codec has (codec/traits.h says which), and what becomes NULL.
struct Codec {
  /// NumberForm: int*, float*. BoolWords: boolean_word. UuidForm: uuid_text. TemporalFormat: all of dates and times.
  using Parameters = std::variant<std::monostate, NumberForm, BoolWords, UuidForm, DecimalFormat, TextFormat,
                                  TemporalFormat, DocumentFormat, GeometryFormat>;

  FieldShape shape = FieldShape::scalar;  ///< Of ranges and arrays, id and parameters are those of their elements.
  ArrayForm array = ArrayForm::any;       ///< Arrays: how the TEXT is spelled.
  std::uint32_t element = 0;              ///< Arrays: the OID of the element type.
  bool round = false;                     ///< Digits that float4, numeric, money do not keep are rounded (lossy)
  bool empty_as_null = false;             ///< '' becomes NULL (lossy)
  bool zero_as_null = false;  ///< Dates and times: '0000-00-00', with or without a time, and 'NaN' become NULL (lossy)

  Codec() = default;
  /// With the parameters that the codec has, all at their defaults. Not explicit: an id alone says it all.
  Codec(CodecId codec);  // NOLINT(google-explicit-constructor)
  /// Throws std::invalid_argument when the codec has no such parameters.
  Codec(CodecId codec, Parameters given);
  /// The rest of the parameters at their defaults. Throws std::bad_variant_access when the codec has no number form.
  Codec(CodecId codec, NumberForm form) : Codec(codec) { set(form); }

  [[nodiscard]] CodecId id() const noexcept { return id_; }
  /// Another codec; parameters of the same kind stay.
  void become(CodecId codec);

  // What the codec has of these; for codecs that have none, the defaults.
  [[nodiscard]] NumberForm number() const noexcept;
  [[nodiscard]] BoolWords words() const noexcept;
  [[nodiscard]] UuidForm uuid() const noexcept;
  [[nodiscard]] const DecimalFormat& decimal() const noexcept;
  [[nodiscard]] const TextFormat& text() const noexcept;
  [[nodiscard]] const TemporalFormat& temporal() const noexcept;
  [[nodiscard]] const DocumentFormat& document() const noexcept;
  [[nodiscard]] const GeometryFormat& geometry() const noexcept;
  // To change them. Throws std::bad_variant_access for codecs that have none.
  void set(NumberForm form);
  void set(BoolWords words) { std::get<BoolWords>(parameters_) = words; }
  void set(UuidForm form) { std::get<UuidForm>(parameters_) = form; }
  [[nodiscard]] DecimalFormat& mutable_decimal() { return std::get<DecimalFormat>(parameters_); }
  [[nodiscard]] TextFormat& mutable_text() { return std::get<TextFormat>(parameters_); }
  [[nodiscard]] DocumentFormat& mutable_document() { return std::get<DocumentFormat>(parameters_); }
  [[nodiscard]] TemporalFormat& mutable_temporal() { return std::get<TemporalFormat>(parameters_); }

  /// nullptr: the codec has other parameters.
  template <typename P>
  [[nodiscard]] P* find() noexcept {
    return std::get_if<P>(&parameters_);
  }
  template <typename P>
  [[nodiscard]] const P* find() const noexcept {
    return std::get_if<P>(&parameters_);
  }
  template <typename Visitor>
  decltype(auto) visit(Visitor&& visitor) {
    return std::visit(std::forward<Visitor>(visitor), parameters_);
  }
  template <typename Visitor>
  decltype(auto) visit(Visitor&& visitor) const {
    return std::visit(std::forward<Visitor>(visitor), parameters_);
  }

  friend bool operator==(const Codec&, const Codec&) = default;

 private:
  CodecId id_ = CodecId::text;
  Parameters parameters_ = TextFormat{};
};

/// Why encode refused a value; `none` when it did not.
enum class Misfit : std::uint8_t {
  none,
  wrong_class,   ///< a storage class that the type has no place for
  out_of_range,  ///< a number, date or length beyond the type's range
  not_exact,     ///< the type would round or re-spell it
  too_long,      ///< more characters than varchar(n)
  nul_byte,      ///< PostgreSQL text cannot hold NUL
  invalid_utf8,
  bad_syntax,  ///< text that does not parse as the type (a date, a number, a UUID, JSON, a word)
  not_null,    ///< NULL in a column that must not have it
  invented,    ///< (rows) misses a value for a target column
};

/// A person's words for it, for instance "text in a number column does not parse".
[[nodiscard]] std::string_view describe(Misfit m) noexcept;

/// How encode ended for one value.
struct Encoded {
  Misfit misfit = Misfit::none;
  bool null = false;  ///< The field is NULL although the value is not (empty_as_null).
};

/// The codec as plan, report and mapping file show it: "int8", "boolean_word(yes_no)",
/// "timestamp(T,seconds,zero_left6,z)", "numeric(10,2,mixed)". parse_codec(to_string(c)) == c.
[[nodiscard]] std::string to_string(const Codec& codec);
/// nullopt when `text` names no codec.
[[nodiscard]] std::optional<Codec> parse_codec(std::string_view text);

/// The binary-format PostgreSQL type the codec writes: "bigint", "timestamp without time zone", "numeric", ...
[[nodiscard]] std::string_view wire_type(const Codec& codec) noexcept;

/// The zone of that name in the time-zone database; nullptr when there is none (or no database on this machine).
[[nodiscard]] const date::time_zone* find_time_zone(std::string_view name) noexcept;

}  // namespace lite2pg
