#include "mapping/choice/form_codec.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "common/text.h"
#include "mapping/codec/traits.h"

namespace lite2pg {
namespace {

/// What a choice is made of.
struct Asked {
  const ColumnCensus& census;
  const TargetColumn& column;
  const Reading& reading;
  TargetType type;  ///< Of arrays: of their elements.

  [[nodiscard]] bool has(StorageClass s) const { return census.count(s) > 0; }
  [[nodiscard]] bool has_text() const { return has(StorageClass::text); }
  [[nodiscard]] bool has_blob() const { return has(StorageClass::blob); }
  [[nodiscard]] bool has_number() const { return has(StorageClass::integer) || has(StorageClass::real); }
  /// Whether numbers stand there in letters, or will, as elements of an array.
  [[nodiscard]] bool spells() const { return column.is_array || has_text() || has_blob(); }
  /// Whether numbers stand there as people write them.
  [[nodiscard]] bool writes() const { return spells() && reading.numerals >= NumberForm::point; }
  [[nodiscard]] std::string written() const {
    return "numbers are written with a " + std::string(reading.numerals == NumberForm::comma ? "comma" : "point") +
           " before their fraction";
  }
  [[nodiscard]] NumberForm number() const {
    if (!has(StorageClass::real)) return NumberForm::integer;
    return has(StorageClass::integer) ? NumberForm::either : NumberForm::real;
  }
};

DerivedCodec of(Codec codec, std::string assumption = {}) {
  return {.codec = codec, .assumption = std::move(assumption)};
}

/// A codec that the census cannot tell to fit.
DerivedCodec tried(DerivedCodec derived) {
  derived.form = true;
  return derived;
}

constexpr const char* spelled_numbers = "text that spells a number is that number";

DerivedCodec derive_integer(CodecId id, const Asked& a) {
  if (a.writes()) return tried(of({id, a.reading.numerals}, a.written()));
  if (a.reading.words && a.spells()) return of({id, NumberForm::words}, "words for true and false are 1 and 0");
  return a.spells() || a.reading.round ? of({id, NumberForm::spelled}, spelled_numbers) : of({id, a.number()});
}

DerivedCodec derive_float(CodecId id, const Asked& a) {
  if (a.writes()) return tried(of({id, a.reading.numerals}, a.written()));
  // A 4-byte float is compared as such, whichever decimal stood for it.
  if (id == CodecId::float4) return tried(of({id, NumberForm::spelled}, "numbers are those of the 4-byte float"));
  return a.spells() || a.reading.round ? of({id, NumberForm::spelled}, spelled_numbers) : of({id, a.number()});
}

DerivedCodec derive_numeric(CodecId id, const Asked& a) {
  const bool infinite = a.reading.infinite && a.census.real_nonfinite.count > 0;
  const bool spelled = a.spells() || a.reading.round || id == CodecId::money || infinite;
  const bool exact_text = id == CodecId::numeric && !a.writes() && a.has_text() && !a.has_number() && !a.has_blob() &&
                          !a.reading.round && !a.column.is_array && (a.census.wanted() & evidence::decimal) != 0 &&
                          a.census.text.decimal.others.count == 0;
  Codec codec = exact_text ? Codec(CodecId::numeric_text) : Codec(id);
  DecimalFormat& format = codec.mutable_decimal();
  constexpr std::uint16_t money_digits = 19;  // Of 64 bits.
  format.precision = id == CodecId::money ? money_digits : a.type.precision;
  format.scale = id == CodecId::money ? static_cast<std::int16_t>(a.column.money_digits) : a.type.scale;
  if (!exact_text) format.number = spelled ? NumberForm::spelled : a.number();
  if (a.writes()) {
    format.number = a.reading.numerals;
    return tried(of(codec, a.written()));
  }
  return of(codec, spelled && !exact_text && a.spells() ? spelled_numbers : "");
}

DerivedCodec boolean_codec(CodecId /*id*/, const Asked& a) {
  if (a.reading.words == BoolWords::nonzero) return tried(of({CodecId::boolean_word, BoolWords::nonzero}));
  const bool plain = !a.spells() && !a.has(StorageClass::real);
  return of(plain ? Codec(CodecId::boolean_number) : Codec(CodecId::boolean_word, BoolWords::mixed));
}

DerivedCodec text_codec(CodecId /*id*/, const Asked& a) {
  const TextFormat format{.max_chars = a.type.length,
                          .bad_text = a.reading.bad_text,
                          .cut = a.reading.cut_length,
                          .trimmed = a.reading.cut_length && a.column.base == "bpchar"};
  if (a.has_number()) {
    TextFormat spelled = format;
    spelled.number = a.number();
    // BLOBs spelled as \x... are nothing that the application would read from its text column.
    return a.has_blob() ? of({CodecId::text, format}) : of({CodecId::text_number, spelled});
  }
  return a.has_blob() ? of({CodecId::text_or_blob, format}, "BLOBs are the text that their bytes spell")
                      : of({CodecId::text, format});
}

DerivedCodec bytes_codec(CodecId /*id*/, const Asked& a) {
  const bool base64 = a.reading.bytes == ByteReading::base64;
  if (a.column.is_array) return of(base64 ? CodecId::bytea_base64 : CodecId::bytea_hex);
  if (!a.has_text()) return of(CodecId::bytea);
  switch (a.reading.bytes) {
    case ByteReading::hex: return of(CodecId::bytea_hex, "text spells bytes in hex");
    case ByteReading::base64: return of(CodecId::bytea_base64, "text spells bytes in base64");
    case ByteReading::text: break;
    default:
      // PostgreSQL's own spelling of bytes: it is not taken for bytes, nor for text, without being asked.
      if (a.census.text_like_blob) return tried(of(CodecId::bytea));
  }
  return of(a.has_blob() ? CodecId::bytea_or_text : CodecId::text_bytes, "text is taken as its own bytes");
}

/// 16 bytes are in one of two orders; a column whose bytes could be either says nothing.
DerivedCodec uuid_codec(CodecId /*id*/, const Asked& a) {
  const bool dotnet = a.reading.bytes == ByteReading::dotnet;
  constexpr std::uint64_t shortest_text = 32;
  const bool texts = a.has_text() || (a.has_blob() && a.census.blob_min_bytes >= shortest_text);
  if (texts || a.column.is_array) {
    // 16 bytes beside texts are in the order in which they are written, where nothing speaks against it.
    const bool ordered = a.reading.bytes == ByteReading::big_endian ||
                         (a.census.may_be_uuid(UuidOrder::big_endian) && !a.census.may_be_uuid(UuidOrder::dotnet));
    if (a.has_blob() && a.census.blob_min_bytes < shortest_text && !ordered)
      return tried(of({CodecId::uuid_text, UuidForm::hyphens}));  // It refuses the bytes: their order must be said.
    const bool surveyed = (a.census.wanted() & evidence::uuid) != 0 && !a.column.is_array && !a.has_blob();
    const UuidForm form =
        surveyed && a.census.text.uuid.others.count == 0 ? a.census.text.uuid.form() : UuidForm::mixed;
    return of({CodecId::uuid_text, form});
  }
  if (!a.has_blob() || a.reading.bytes != ByteReading::unset)
    return tried(of(dotnet ? CodecId::uuid_dotnet : CodecId::uuid_blob));
  const bool big_endian = a.census.may_be_uuid(UuidOrder::big_endian), little = a.census.may_be_uuid(UuidOrder::dotnet);
  if (little && !big_endian)
    return tried(of(CodecId::uuid_dotnet, "16 bytes are in .NET's order, as their version says"));
  if (little)
    return tried(of({CodecId::uuid_text, UuidForm::hyphens}));  // It refuses them all: the order must be said.
  return tried(of(CodecId::uuid_blob, "16 bytes are in the order in which they are written"));
}

DerivedCodec document_codec(CodecId id, const Asked& a) {
  const DocumentFormat format{a.reading.bad_text, a.reading.nonfinite, a.reading.last_key, a.reading.json_string};
  const bool plain = id == CodecId::json && !a.has_number() && !a.has_blob() &&
                     a.reading.nonfinite == Nonfinite::refuse && !a.reading.json_string && !a.column.is_array;
  if (plain) return of({CodecId::json, TextFormat{.bad_text = a.reading.bad_text}});
  Codec codec = a.column.is_array && id == CodecId::json
                    ? Codec(CodecId::json)
                    : Codec(id == CodecId::json ? CodecId::json_value : id, format);
  std::string said;
  if (a.has_number()) said = "numbers are JSON numbers";
  if (a.has_blob()) said += std::string(said.empty() ? "" : "; ") + "BLOBs are JSON as text or SQLite's JSONB";
  return tried(of(codec, said));
}

DerivedCodec network_codec(CodecId id, const Asked& a) {
  return of({id, a.reading.numbers == NumberReading::ipv4 ? NumberForm::either : NumberForm::integer});
}

DerivedCodec plain_codec(CodecId id, const Asked& /*a*/) { return of(id); }

DerivedCodec bits_codec(CodecId id, const Asked& a) {
  TextFormat format{.max_chars = a.type.length};
  if (a.reading.numbers == NumberReading::bits) format.number = NumberForm::either;
  if (a.reading.numbers == NumberReading::digits) format.number = NumberForm::spelled;
  return of({id, format}, a.has_blob() ? "BLOBs are the bits of their bytes" : "");
}

/// "geometry(PointZ,4326)", "geography": shape and axes, then the number of the reference system.
GeometryFormat geometry_format(const TargetColumn& column) {
  constexpr std::array<std::string_view, 8> shapes = {
      "geometry",   "point",           "linestring",   "polygon",
      "multipoint", "multilinestring", "multipolygon", "geometrycollection"};
  constexpr std::uint32_t wgs84 = 4326;  // geography's own.
  GeometryFormat format{.srid = column.base == "geography" ? wgs84 : 0};
  const std::size_t open = column.type.find('(');
  if (open == std::string::npos) return format;
  const std::string limits = ascii_lower(column.type.substr(open + 1));
  std::string shape = limits.substr(0, limits.find_first_of(",)"));
  format.m = shape.ends_with('m');
  if (format.m) shape.pop_back();
  format.z = shape.ends_with('z');
  if (format.z) shape.pop_back();
  const auto found = std::ranges::find(shapes, shape);
  if (found == shapes.end()) return format;  // Curves and surfaces: the server alone knows.
  format.typed = true;
  format.shape = static_cast<std::uint8_t>(found - shapes.begin());
  if (const std::size_t comma = limits.find(','); comma != std::string::npos)
    std::from_chars(limits.data() + comma + 1, limits.data() + limits.size(), format.srid);
  return format;
}

DerivedCodec geometry_codec(CodecId id, const Asked& a) {
  const GeometryFormat format = geometry_format(a.column);
  return of({id, format}, format.srid == 0 ? "" : "geometries without a reference system have the column's");
}

/// Elements of arrays and bounds of ranges.
DerivedCodec moment_codec(CodecId id, const Asked& a) {
  Codec codec(id);
  codec.mutable_temporal().unit = TemporalFormat::Unit::any;
  codec.mutable_temporal().places = a.type.fraction_digits;
  return of(codec);
}

struct FormType {
  std::string_view base;  ///< pg_type.typname
  std::uint32_t oid;      ///< 0: not built in.
  CodecId id;
  DerivedCodec (*derive)(CodecId id, const Asked& a);
  bool part_only = false;  ///< A type of dates and times: here as a part of arrays and ranges.
};

constexpr std::array types_with_forms = std::to_array<FormType>({
    {"bool", 16, CodecId::boolean_word, boolean_codec},
    {"bytea", 17, CodecId::bytea, bytes_codec},
    {"int8", 20, CodecId::int8, derive_integer},
    {"int2", 21, CodecId::int2, derive_integer},
    {"int4", 23, CodecId::int4, derive_integer},
    {"text", 25, CodecId::text, text_codec},
    {"json", 114, CodecId::json, document_codec},
    {"cidr", 650, CodecId::cidr, network_codec},
    {"float4", 700, CodecId::float4, derive_float},
    {"float8", 701, CodecId::float8, derive_float},
    {"macaddr8", 774, CodecId::macaddr8, plain_codec},
    {"money", 790, CodecId::money, derive_numeric},
    {"macaddr", 829, CodecId::macaddr, plain_codec},
    {"inet", 869, CodecId::inet, network_codec},
    {"bpchar", 1042, CodecId::text, text_codec},
    {"varchar", 1043, CodecId::text, text_codec},
    {"date", 1082, CodecId::date, moment_codec, true},
    {"time", 1083, CodecId::time, moment_codec, true},
    {"timestamp", 1114, CodecId::timestamp, moment_codec, true},
    {"timestamptz", 1184, CodecId::timestamptz, moment_codec, true},
    {"interval", 1186, CodecId::interval, moment_codec, true},
    {"bit", 1560, CodecId::bit, bits_codec},
    {"varbit", 1562, CodecId::varbit, bits_codec},
    {"numeric", 1700, CodecId::numeric, derive_numeric},
    {"uuid", 2950, CodecId::uuid_text, uuid_codec},
    {"jsonb", 3802, CodecId::jsonb, document_codec},
    {"name", 0, CodecId::text, text_codec},
    {"citext", 0, CodecId::text, text_codec},
    {"hstore", 0, CodecId::hstore, plain_codec},
    {"geometry", 0, CodecId::geometry, geometry_codec},
    {"geography", 0, CodecId::geometry, geometry_codec},
});

struct RangeType {
  std::string_view base, part;
  FieldShape shape = FieldShape::range;
};
constexpr std::array ranges = std::to_array<RangeType>({
    {"int4range", "int4"},
    {"int8range", "int8"},
    {"numrange", "numeric"},
    {"daterange", "date"},
    {"tsrange", "timestamp"},
    {"tstzrange", "timestamptz"},
    {"int4multirange", "int4", FieldShape::multirange},
    {"int8multirange", "int8", FieldShape::multirange},
    {"nummultirange", "numeric", FieldShape::multirange},
    {"datemultirange", "date", FieldShape::multirange},
    {"tsmultirange", "timestamp", FieldShape::multirange},
    {"tstzmultirange", "timestamptz", FieldShape::multirange},
});

const FormType* find_type(std::string_view base) noexcept {
  const auto found = std::ranges::find(types_with_forms, base, &FormType::base);
  return found == types_with_forms.end() ? nullptr : &*found;
}

const RangeType* find_range(std::string_view base) noexcept {
  const auto found = std::ranges::find(ranges, base, &RangeType::base);
  return found == ranges.end() ? nullptr : &*found;
}

/// What (n), (p,s) say, of arrays about their elements. bit and varbit have no type of ours.
TargetType limits_of(const TargetColumn& column) {
  std::string name = column.type;
  while (name.ends_with("[]")) name.resize(name.size() - 2);
  TargetType type;
  const std::size_t open = name.find('(');
  if (column.base == "bit" || column.base == "varbit") {
    if (open != std::string::npos) type.length = static_cast<std::uint32_t>(std::stoul(name.substr(open + 1)));
    if (column.base == "bit" && open == std::string::npos) type.length = 1;
    return type;
  }
  if (column.is_enum || (column.base == "bpchar" && open == std::string::npos)) return type;
  return parse_target_type(name).value_or(type);
}

/// The type of an array's elements, as its fields name it: what is not built in has another number in each database.
/// 0: there is no codec for such arrays. Elements of type name would be changed in ways that we do not check.
std::uint32_t element_of(const TargetColumn& column, const FormType& type) noexcept {
  const bool built_in = !column.is_enum && type.oid != 0;
  const bool known = built_in || column.is_enum || type.base == "citext" || type.base == "hstore";
  if (known && column.element_oid != 0) return column.element_oid;  // Of a domain its own, not its base type's.
  return built_in ? type.oid : 0;
}

DerivedCodec as_array(DerivedCodec element, const FormType& type, const Asked& a) {
  element.codec.shape = FieldShape::array;
  element.codec.element = element_of(a.column, type);
  element.codec.array = a.reading.array;
  const std::string said(traits_of(a.reading.array).said);
  element.assumption =
      said.empty() ? "text is an array in JSON or in PostgreSQL's braces" : "arrays are spelled as " + said;
  element.form = true;
  return element;
}

}  // namespace

std::optional<DerivedCodec> form_codec(const ColumnCensus& census, const TargetColumn& column, const Reading& reading) {
  const Asked asked{census, column, reading, limits_of(column)};
  const RangeType* range = column.is_array || column.is_enum ? nullptr : find_range(column.base);
  const FormType* part = range == nullptr ? nullptr : find_type(range->part);
  const FormType* type = part != nullptr ? part : find_type(column.is_enum ? "text" : std::string_view(column.base));
  if (type == nullptr || (column.is_array && element_of(column, *type) == 0)) return std::nullopt;
  if (type->part_only && part == nullptr && !column.is_array) return std::nullopt;
  DerivedCodec derived;
  if (part != nullptr) {
    TargetColumn bound = column;
    bound.is_array = true;  // Bounds are spelled, as elements are.
    derived = type->derive(type->id, {census, bound, reading, {}});
    derived.codec.shape = range->shape;
    derived.form = true;
  } else {
    derived = type->derive(type->id, asked);
    if (column.is_array) derived = as_array(std::move(derived), *type, asked);
    derived.form = derived.form || std::ranges::find(form_types(), column.base) != form_types().end();
  }
  derived.codec.empty_as_null = reading.empty_as_null;
  const bool rounds = type->derive == derive_numeric || type->derive == derive_float || type->derive == derive_integer;
  derived.codec.round = reading.round && rounds;
  return derived;
}

bool reads_form(const Codec& codec, const TargetColumn& column) noexcept {
  if (column.is_array) {
    const FormType* element = find_type(column.is_enum ? "text" : std::string_view(column.base));
    if (codec.shape != FieldShape::array || element == nullptr) return false;
    // Of what is not built in, the plan may know another number: it was dumped and restored since.
    const bool built_in = element->oid != 0 && !column.is_enum && !column.of_domains;
    return built_in ? codec.element == element->oid : wire_type(codec) == wire_type(element->id);
  }
  if (const RangeType* range = find_range(column.base))
    return codec.shape == range->shape && codec.id() == find_type(range->part)->id;
  const FormType* type = find_type(column.base);
  return codec.shape == FieldShape::scalar && type != nullptr && wire_type(codec) == wire_type(type->id);
}

std::uint32_t element_oid(std::string_view base) noexcept {
  const FormType* type = find_type(base);
  return type == nullptr ? 0 : type->oid;
}

std::span<const std::string_view> form_types() noexcept {
  static constexpr std::array<std::string_view, 22> names = {
      "money",         "inet",           "cidr",         "macaddr",       "macaddr8",       "bit",
      "varbit",        "hstore",         "geometry",     "geography",     "int4range",      "int8range",
      "numrange",      "daterange",      "tsrange",      "tstzrange",     "int4multirange", "int8multirange",
      "nummultirange", "datemultirange", "tsmultirange", "tstzmultirange"};
  return names;
}

}  // namespace lite2pg
