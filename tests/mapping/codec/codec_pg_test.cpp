// The codecs against a real server: what encode writes, PostgreSQL takes, sends back to the byte, and understands as it
// understands the text itself.
#include <date/tz.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "common/bytes.h"
#include "mapping/codec/codec.h"
#include "mapping/codec/copy_text.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/codec/temporal_units.h"
#include "mapping/codec/traits.h"
#include "mapping/value/value_text.h"
#include "tests/mapping/codec_domains.h"
#include "tests/support/postgres_server.h"

namespace lite2pg::codec_pg_test {
namespace {

using test::CodecDomain;
using test::Random;
using Unit = TemporalFormat::Unit;

/// A connection with binary COPY.
class Connection {
 public:
  explicit Connection(const std::string& uri) : pg_(PQconnectdb(uri.c_str())) {
    run("SET timezone = 'UTC'; SET extra_float_digits = 1; SET client_min_messages = warning");
  }

  void run(const std::string& sql) { check(PQexec(pg_.get(), sql.c_str()), sql); }

  std::string value(const std::string& sql) {
    const Result r = check(PQexec(pg_.get(), sql.c_str()), sql);
    return PQntuples(r.get()) == 0 ? "" : PQgetvalue(r.get(), 0, 0);
  }

  void copy_in(const std::string& sql, std::string_view bytes) {
    check(PQexec(pg_.get(), sql.c_str()), sql);
    PQputCopyData(pg_.get(), bytes.data(), static_cast<int>(bytes.size()));
    PQputCopyEnd(pg_.get(), nullptr);
    while (PGresult* r = PQgetResult(pg_.get())) check(r, sql);
  }

  /// The one field of each row.
  std::vector<std::string> copy_out(const std::string& sql) {
    check(PQexec(pg_.get(), sql.c_str()), sql);
    std::string all;
    char* message = nullptr;
    for (int n = 0; (n = PQgetCopyData(pg_.get(), &message, 0)) > 0; PQfreemem(message))
      all.append(message, static_cast<std::size_t>(n));
    while (PGresult* r = PQgetResult(pg_.get())) check(r, sql);
    std::vector<std::string> fields;
    constexpr std::size_t header = 19;
    for (const char* p = all.data() + header; load_be<std::int16_t>(p) == 1;) {
      const auto size = load_be<std::int32_t>(p + 2);
      fields.emplace_back(p + 6, static_cast<std::size_t>(size));
      p += 6 + size;
    }
    return fields;
  }

 private:
  struct Clear {
    void operator()(PGresult* r) const noexcept { PQclear(r); }
    void operator()(PGconn* c) const noexcept { PQfinish(c); }
  };
  using Result = std::unique_ptr<PGresult, Clear>;

  Result check(PGresult* r, const std::string& sql) {
    Result result(r);
    const auto status = PQresultStatus(r);
    if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE)
      throw std::runtime_error(sql.substr(0, 200) + ": " + PQerrorMessage(pg_.get()));
    return result;
  }

  std::unique_ptr<PGconn, Clear> pg_;
};

/// Rows of binary COPY: int8, text, and a field of the codec.
class Rows {
 public:
  Rows() { out_.append(std::string_view("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19)); }

  /// False when encode refuses `v`. Remembers the field.
  bool add(const Codec& codec, const Value& v, const std::string& source) {
    FieldBuffer field;
    if (encode(codec, v, field).misfit != Misfit::none) return false;
    append(std::int16_t{3});
    append(std::int32_t{8});
    append(static_cast<std::int64_t>(fields_.size()));
    append(static_cast<std::int32_t>(source.size()));
    out_.append(source);
    append(static_cast<std::int32_t>(field.size()));
    out_.append(field.view());
    fields_.emplace_back(field.view());
    return true;
  }
  std::string_view finish() {
    append(std::int16_t{-1});
    return out_.view();
  }
  [[nodiscard]] const std::vector<std::string>& fields() const { return fields_; }

 private:
  template <typename T>
  void append(T n) {
    store_be(out_.reserve(sizeof n), n);
    out_.commit(sizeof n);
  }

  FieldBuffer out_;
  std::vector<std::string> fields_;
};

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[c & 15];
  }
  return out;
}

bool travels_as_hex(const Codec& codec) {
  return codec.id() == CodecId::text_bytes || codec.id() == CodecId::bytea || codec.id() == CodecId::bytea_or_text ||
         codec.id() == CodecId::uuid_blob;
}

/// The value for PostgreSQL's own reading: in words that owe nothing to encode.
std::string source_of(const Codec& codec, const Value& v) {
  std::array<char, 80> real;
  switch (v.storage()) {
    case StorageClass::null: break;
    case StorageClass::integer: return std::to_string(v.integer());
    case StorageClass::real:
      return {real.data(), static_cast<std::size_t>(std::snprintf(real.data(), real.size(), "%.40g", v.real()))};
    case StorageClass::text:
      if (!travels_as_hex(codec)) return std::string(v.bytes());
      return hex(v.bytes());
    case StorageClass::blob: return hex(v.bytes());
  }
  return {};
}

/// The type of ranges whose bounds the codec writes.
std::string range_type(const Codec& codec) {
  if (codec.id() == CodecId::int4) return "int4range";
  if (codec.id() == CodecId::numeric) return "numrange";
  return codec.id() == CodecId::date ? "daterange" : "tstzrange";
}

std::string column_type(const Codec& codec) {
  const std::string type(wire_type(codec));
  if (codec.shape == FieldShape::array) return type + "[]";
  if (codec.shape == FieldShape::range) return range_type(codec);
  if (codec.shape == FieldShape::multirange) return codec.id() == CodecId::int4 ? "int4multirange" : "nummultirange";
  if (codec.id() == CodecId::money) return type;
  if (codec.id() == CodecId::bit || codec.id() == CodecId::varbit)
    return type + "(" + std::to_string(codec.text().max_chars) + ")";
  if (codec.id() == CodecId::text && codec.text().max_chars > 0)
    return "varchar(" + std::to_string(codec.text().max_chars) + ")";
  if (codec.decimal().precision == 0) return type;
  return type + "(" + std::to_string(codec.decimal().precision) + "," + std::to_string(codec.decimal().scale) + ")";
}

/// What `src` must be to `v`, for numbers that count from an instant: exactly, in numeric arithmetic.
std::string is_counted_from(const Codec& codec) {
  const TemporalFormat& f = codec.temporal();
  std::string zero = "1970-01-01", unit = "1";
  if (f.unit == Unit::cocoa) zero = "2001-01-01";
  if (f.unit == Unit::webkit) zero = "1601-01-01";
  if (f.unit == Unit::millis) unit = "1000";
  if (f.unit == Unit::micros || f.unit == Unit::webkit) unit = "1000000";
  if (f.unit == Unit::nanos) unit = "1000000000";
  if (f.unit == Unit::ticks) unit = "10000000";
  if (f.unit == Unit::ticks) zero = "0001-01-01";
  if (f.unit == Unit::filetime) unit = "10000000", zero = "1601-01-01";
  if (f.unit == Unit::cocoa_ns) unit = "1000000000", zero = "2001-01-01";
  if (codec.id() == CodecId::time) return "(extract(epoch from v) * " + unit + ")::float8 = src::float8";
  const bool days = f.unit == Unit::julian || f.unit == Unit::days || f.unit == Unit::ole;
  if (days)  // The microsecond nearest to it.
    return "abs(extract(epoch from v) - (src::numeric - " +
           std::string(f.unit == Unit::julian ? "2440587.5"
                       : f.unit == Unit::ole  ? "25569"
                                              : "0") +
           ") * 86400) <= 0.0000005";
  if (codec.id() == CodecId::date)
    return "((extract(epoch from v::timestamp) - extract(epoch from '" + zero + "'::timestamp)) * " + unit +
           ")::float8 = src::float8";
  const std::string place = f.place == nullptr ? "UTC" : f.place->name();
  const std::string instant = codec.id() == CodecId::timestamptz ? "v" : "(v at time zone '" + place + "')";
  return "((extract(epoch from " + instant + ") - extract(epoch from '" + zero + "+00'::timestamptz)) * " + unit +
         ")::float8 = src::float8";
}

/// The instant that `v` stands for, when the column has no zone of its own.
std::string instant_of_column(const Codec& codec) {
  const TemporalFormat& f = codec.temporal();
  const std::string place = f.place == nullptr ? "UTC" : f.place->name();
  return codec.id() == CodecId::timestamptz ? "v" : "(v at time zone '" + place + "')";
}

/// Texts as PostgreSQL reads them, without what Go adds to an offset.
std::string is_text_moment(const Codec& codec) {
  const TemporalFormat& f = codec.temporal();
  const std::string src = "regexp_replace(src, '([+-]\\d\\d\\d\\d) .*$', '\\1')";
  if (codec.id() == CodecId::date) return src + "::timestamptz = v";
  const std::string place = f.place == nullptr ? "UTC" : f.place->name();
  const std::string zoned = "src ~ ':\\d\\d[0-9.]* ?([+-]\\d\\d(:?\\d\\d)?|[zZ]|UTC)( .*)?$'";
  const std::string naive = codec.id() == CodecId::timestamptz ? src + "::timestamp at time zone '" + place + "' = v"
                                                               : src + "::timestamp = v";
  return "(case when " + zoned + " then " + src + "::timestamptz = " + instant_of_column(codec) + " else " + naive +
         " end)";
}

std::string is_digits(const Codec& codec) {
  if (codec.id() == CodecId::date) return "to_date(lpad(src, 8, '0'), 'YYYYMMDD') = v";
  return "to_timestamp(lpad(src, 14, '0'), 'YYYYMMDDHH24MISS') = " + instant_of_column(codec);
}

/// Numbers beside texts.
std::string is_mixture(const Codec& codec) {
  Codec counted = codec;
  counted.mutable_temporal().unit = codec.temporal().numbers;
  const std::string number = codec.temporal().numbers == Unit::digits ? is_digits(codec) : is_counted_from(counted);
  return "(case when src ~ '^-?inf$' then v::text = src || 'inity' when src ~ '^-?[0-9.]+(e[+-]?[0-9]+)?$' then " +
         number + " else " + is_text_moment(codec) + " end)";
}

std::string is_moment(const Codec& codec) {
  const TemporalFormat& f = codec.temporal();
  if (f.unit == Unit::digits) return is_digits(codec);
  if (f.cut && (f.numbers != Unit::iso || codec.id() == CodecId::date)) return "true";  // PostgreSQL would round.
  if (f.unit == Unit::any && f.numbers != Unit::iso) return is_mixture(codec);
  if (f.unit != Unit::iso && f.unit != Unit::any) return is_counted_from(codec);
  if (f.cut) {
    const int length = (codec.id() == CodecId::time ? 8 : 19) + (f.places > 0 ? f.places + 1 : 0);
    const std::string src = "left(src, " + std::to_string(length) + ")";
    if (codec.id() == CodecId::time) return src + "::time = v";
    return src + "::timestamptz at time zone 'UTC' = v" +
           (codec.id() == CodecId::timestamptz ? " at time zone 'UTC'" : "");
  }
  if (codec.id() == CodecId::time) return f.dated ? "(src::timestamptz at time zone 'UTC')::time = v" : "src::time = v";
  if (f.zone == TemporalFormat::Zone::none && f.offset_minutes != 0)
    return "(src::timestamp - make_interval(mins => " + std::to_string(f.offset_minutes) + ")) at time zone 'UTC' = v";
  return is_text_moment(codec);
}

/// PostgreSQL reads most forms of lengths as we do; .NET's days before a point it would take for something else.
std::string is_length(const Codec& codec) {
  const TemporalFormat& f = codec.temporal();
  const std::string unit = std::to_string(static_cast<std::int64_t>(unit_of(f.unit == Unit::any     ? f.numbers
                                                                            : f.unit == Unit::ticks ? Unit::ticks
                                                                                                    : f.unit)
                                                                        .per_second));
  const std::string number = "(extract(epoch from v) * " + unit + ")::float8 = src::float8";
  if (f.unit != Unit::any) return number;
  if (f.cut) return "true";
  return "(case when src ~ '^-?[0-9.]+(e[+-]?[0-9]+)?$' then " + (f.numbers == Unit::iso ? "false" : number) +
         " when src ~ '^1970-' then src::timestamp - timestamp '1970-01-01' = v"
         " when src ~ '^(P|1 year)|^-?\\d\\d:|^-?\\d+ (seconds|hours)$' then src::interval = v else true end)";
}

/// The same for forms whose source PostgreSQL reads by itself; "true" where it does not.
std::string form_agreement(const Codec& codec) {
  const std::string as_is = "v = src::" + column_type(codec);
  if (codec.shape == FieldShape::array) return "src not like '{%' or " + as_is;
  if (codec.shape == FieldShape::range || codec.shape == FieldShape::multirange) return as_is;
  switch (codec.id()) {
    case CodecId::inet:
    case CodecId::cidr: return "src ~ '^-?[0-9]+$' or " + as_is;
    case CodecId::macaddr:
    case CodecId::macaddr8: return as_is;
    case CodecId::bit:
    case CodecId::varbit: return "length(src) < 2 or " + as_is;
    case CodecId::hstore: return "src like '{%' or " + as_is;
    case CodecId::money:
      return "v::numeric = replace(replace(src, '$', ''), ',', '')::numeric or v::numeric = "
             "replace(replace(src, '$', ''), ',', '')::float8::text::numeric";
    case CodecId::bytea_hex: return "v = decode(regexp_replace(src, '^(\\\\x|0x)', '', 'i'), 'hex')";
    default: return "true";
  }
}

bool is_form(const Codec& codec) {
  return codec.shape != FieldShape::scalar || codec.number() >= NumberForm::spelled || codec.round ||
         traits_of(codec.id()).form >= FieldForm::money;
}

/// The SQL condition that PostgreSQL's reading of `src` is `v`.
std::string agreement(const Codec& codec) {
  if (is_form(codec)) return form_agreement(codec);
  switch (codec.id()) {
    case CodecId::int2:
    case CodecId::int4:
    case CodecId::int8: return "src::numeric = v or src::float8 = v::float8";
    case CodecId::boolean_number:
    case CodecId::boolean_word: return "case when src ~ '^(-?0|1|0[01])$' then src like '%1' else src::boolean end = v";
    case CodecId::float8:
    case CodecId::float4: return "src::float8 = v and (src like '-%') = (v::text like '-%')";
    case CodecId::numeric:  // float8::text is the shortest decimal, too, by PostgreSQL's own code.
      if (codec.number() == NumberForm::integer) return "src::numeric = v";
      return "(case when src ~ '^-?[0-9]+$' then src else src::float8::text end)::numeric = v or src::float8 = "
             "v::float8";
    case CodecId::numeric_text: return codec.decimal().precision == 0 ? "v::text = src" : "v = src::numeric";
    case CodecId::text:
    case CodecId::json: return "v::text = src";
    case CodecId::text_number: return "v = src or v = '\\x' || src or v::float8 = src::float8";
    case CodecId::text_bytes:
    case CodecId::bytea:
    case CodecId::bytea_or_text: return "v = decode(src, 'hex')";
    case CodecId::date:
    case CodecId::time:
    case CodecId::timestamp:
    case CodecId::timestamptz: return is_moment(codec);
    case CodecId::timetz: return "regexp_replace(src, '([+-]\\d\\d\\d\\d) .*$', '\\1')::timetz = v";
    case CodecId::interval: return is_length(codec);
    case CodecId::uuid_text:
    case CodecId::uuid_blob: return "v = src::uuid";
    case CodecId::uuid_dotnet:
    case CodecId::bytea_hex:
    case CodecId::bytea_base64:
    case CodecId::text_or_blob:
    case CodecId::json_value:
    case CodecId::money:
    case CodecId::inet:
    case CodecId::cidr:
    case CodecId::macaddr:
    case CodecId::macaddr8:
    case CodecId::bit:
    case CodecId::varbit:
    case CodecId::geometry:
    case CodecId::hstore: return form_agreement(codec);
    case CodecId::jsonb:
      // Numbers and BLOBs are spelled in hex or with too many digits here; what is mended is no JSON to the server.
      if (codec.document() != DocumentFormat{} && !codec.document().last_key) return "true";
      return "src ~ '^[0-9a-f.+-]+$' or v = src::jsonb";
  }
  return "false";
}

/// Texts that the server cannot be shown as they are.
bool is_repaired(const Codec& codec) { return codec.id() == CodecId::text && codec.text().bad_text != BadText::refuse; }

/// Whether PostgreSQL's text could hold it.
bool is_text_of_server(const Value& v) {
  FieldBuffer out;
  return v.storage() != StorageClass::text || encode({CodecId::text}, v, out).misfit == Misfit::none;
}

/// A table with values of one domain beside what they were made of.
class Sample {
 public:
  Sample(const CodecDomain& domain, Connection& connection) : codec_(domain.codec), connection_(connection) {
    Random random(42);
    for (int i = 0; i < 2'000; ++i) add(domain.make(random));
    for (const OwnedValue& v : test::edge_values()) add(v);
    connection_.run(
        "CREATE EXTENSION IF NOT EXISTS hstore; DROP TABLE IF EXISTS t; CREATE TABLE t (id int8, src text, v " +
        column_type(codec_) + ")");
    connection_.copy_in("COPY t FROM STDIN (FORMAT binary)", rows_.finish());
  }

  void check_fields_come_back() {
    const auto sent = connection_.copy_out("COPY (SELECT v FROM t ORDER BY id) TO STDOUT (FORMAT binary)");
    ASSERT_EQ(sent.size(), values_.size());
    std::string decoded, wanted;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const Value v = values_[i].view();
      // Discrete ranges come back half open; an array of documents as documents do.
      const bool respells = codec_.id() == CodecId::jsonb || codec_.shape == FieldShape::range ||
                            codec_.shape == FieldShape::multirange || codec_.id() == CodecId::hstore ||
                            (codec_.id() == CodecId::numeric && codec_.shape != FieldShape::scalar);
      if (!respells) {
        ASSERT_EQ(hex(sent[i]), hex(rows_.fields()[i])) << show(v);
      }
      ASSERT_TRUE(same(decode(codec_, sent[i], decoded), canonical(codec_, v, wanted))) << show(v);
    }
  }

  void check_meaning() {
    if (is_repaired(codec_)) return;
    const std::string shown = codec_.id() == CodecId::text_number ? "src <> '' and " : "";
    EXPECT_EQ(connection_.value("SELECT src || ' is not ' || v::text FROM t WHERE " + shown + "(" + agreement(codec_) +
                                ") IS NOT TRUE ORDER BY id LIMIT 1"),
              "")
        << agreement(codec_);
  }

  /// Spelled for COPY's text format, a value is the same to the server.
  void check_text_format() {
    FieldBuffer text;
    for (std::size_t i = 0; i < rows_.fields().size(); ++i) {
      text.append(std::to_string(i) + "\t");
      const std::size_t start = text.size();
      ASSERT_EQ(spell(codec_, values_[i].view(), text).misfit, Misfit::none);
      escape_copy_from(start, text);
      text.append("\n");
    }
    connection_.run("DROP TABLE IF EXISTS u; CREATE TABLE u (id int8 PRIMARY KEY, v " + column_type(codec_) + ")");
    connection_.copy_in("COPY u FROM STDIN (FORMAT text)", text.view());
    EXPECT_EQ(connection_.value("SELECT count(*) FROM t"), connection_.value("SELECT count(*) FROM u"));
    EXPECT_EQ(connection_.value("SELECT t.v::text || ' is not ' || u.v::text FROM t JOIN u USING (id) "
                                "WHERE t.v::text <> u.v::text LIMIT 1"),
              "");
  }

 private:
  void add(const OwnedValue& v) {
    const bool shown = !is_repaired(codec_) && (codec_.id() != CodecId::text_number || is_text_of_server(v.view()));
    if (rows_.add(codec_, v.view(), shown ? source_of(codec_, v.view()) : "")) values_.push_back(v);
  }

  Codec codec_;
  Connection& connection_;
  Rows rows_;
  std::vector<OwnedValue> values_;
};

class CodecOnServer : public testing::TestWithParam<CodecId> {};

TEST_P(CodecOnServer, IsTakenSentBackAndReadAlike) {
  test::TempDatabase database;
  Connection connection(database.uri());
  for (const CodecDomain& domain : test::codec_domains()) {
    if (domain.codec.id() != GetParam()) continue;
    SCOPED_TRACE(domain.name);
    Sample sample(domain, connection);
    sample.check_fields_come_back();
    sample.check_meaning();
    sample.check_text_format();
  }
}

std::vector<CodecId> all_codecs() {
  std::vector<CodecId> ids;
  for (const CodecDomain& d : test::codec_domains())
    if (std::ranges::find(ids, d.codec.id()) == ids.end()) ids.push_back(d.codec.id());
  return ids;
}

INSTANTIATE_TEST_SUITE_P(All, CodecOnServer, testing::ValuesIn(all_codecs()), [](const auto& p) {
  const std::string name = to_string({p.param});
  return name.substr(0, name.find('('));
});

/// Whatever encode takes, the server must take: otherwise a load fails half-way.
TEST(CodecLimits, AreThoseOfTheServer) {
  test::TempDatabase database;
  Connection connection(database.uri());
  connection.run(
      "CREATE TABLE numbers (id int8, src text, v numeric); CREATE TABLE documents (id int8, src text, v jsonb)");
  Rows numbers, documents;
  for (const std::string& s :
       {std::string(131072, '9'), "0." + std::string(16383, '9'), "0." + std::string(16382, '0') + "1"})
    EXPECT_TRUE(numbers.add({CodecId::numeric_text}, Value::text(s), s));
  connection.copy_in("COPY numbers FROM STDIN (FORMAT binary)", numbers.finish());
  EXPECT_EQ(connection.value("SELECT count(*) FROM numbers WHERE v::text = src"), "3");
  for (const std::string s : {"1e131071", "-1e-16383", "0e-16383", "0.5e131072", "0e999999"})
    EXPECT_TRUE(documents.add({CodecId::jsonb}, Value::text(s), s));
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  EXPECT_TRUE(documents.add({CodecId::jsonb}, Value::text(deep), deep));
  connection.copy_in("COPY documents FROM STDIN (FORMAT binary)", documents.finish());
  EXPECT_EQ(connection.value("SELECT count(*) FROM documents WHERE v = src::jsonb"), "6");
}

/// The other way round: what encode refuses for its size, the server refuses, too.
TEST(CodecLimits, AreNoTighterThanTheServers) {
  test::TempDatabase database;
  Connection connection(database.uri());
  for (const std::string s :
       {"1e131072", "1e-16384", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "01", "[1,]"}) {
    FieldBuffer out;
    EXPECT_NE(encode({CodecId::jsonb}, Value::text(s), out).misfit, Misfit::none) << s;
    EXPECT_THROW(connection.run("SELECT '" + s + "'::jsonb"), std::runtime_error) << s;
  }
  for (const std::string s : {"'1' || repeat('0', 131072)", "'0.' || repeat('1', 16384)"})
    EXPECT_THROW(connection.run("SELECT (" + s + ")::numeric"), std::runtime_error) << s;
}

}  // namespace
}  // namespace lite2pg::codec_pg_test
