// Geometries of PostGIS by example: what encode writes for each form that SQLite databases hold, and that canonical
// counts all of them as the same.
#include <gtest/gtest.h>

#include "mapping/codec/codec.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/value/value_text.h"

namespace lite2pg::geometry_test {
namespace {

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  std::string hex;
  for (const char c : bytes) {
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
    hex += "0123456789abcdef"[c & 15];
  }
  return hex;
}

std::string written(const std::string& name, const Value& v) {
  FieldBuffer out;
  const Encoded e = encode(parse_codec(name).value(), v, out);
  return e.misfit == Misfit::none ? to_hex(out.view()) : std::string(describe(e.misfit));
}

std::string written(const std::string& name, const std::string& hex) {
  return written(name, Value::blob(from_hex(hex)));
}

const std::string one = "000000000000f03f", two = "0000000000000040", three = "0000000000000840";
const std::string one_big = "3ff0000000000000", two_big = "4000000000000000";
const std::string nan = "000000000000f87f";
const std::string mbr = one + two + one + two;

/// POINT(1 2) in each form; with reference system 4326 where the form has one.
const std::string wkb = "0101000000" + one + two, ewkb = "0101000020e6100000" + one + two,
                  wkb_big = "0000000001" + one_big + two_big, geopackage = "47500001e6100000" + wkb,
                  geopackage_big = "47500000000010e6" + wkb_big,
                  geopackage_envelope = "47500003e6100000" + one + one + two + two + wkb,
                  spatialite = "0001e6100000" + mbr + "7c01000000" + one + two + "fe";

TEST(Geometry, IsWrittenAsEwkb) {
  EXPECT_EQ(written("geometry", wkb), wkb);
  EXPECT_EQ(written("geometry", wkb_big), wkb);
  for (const std::string& form : {ewkb, geopackage, geopackage_big, geopackage_envelope, spatialite})
    EXPECT_EQ(written("geometry", form), ewkb) << form;
  EXPECT_EQ(written("geometry", Value::text(ewkb)), ewkb);
}

TEST(Geometry, HasTheReferenceSystemOfItsColumn) {
  EXPECT_EQ(written("geometry(point,srid4326)", wkb), ewkb);
  EXPECT_EQ(written("geometry(point,srid4326)", "47500001ffffffff" + wkb), ewkb) << "GeoPackage's unknown";
  EXPECT_EQ(written("geometry(point,srid3857)", ewkb), describe(Misfit::out_of_range));
  EXPECT_EQ(written("geometry(point)", ewkb), ewkb);
}

TEST(Geometry, HasShapeAndAxesOfItsColumn) {
  const std::string iso_z = "01e9030000" + one + two + three, ewkb_z = "0101000080" + one + two + three;
  EXPECT_EQ(written("geometry", iso_z), ewkb_z);
  EXPECT_EQ(written("geometry(pointZ)", iso_z), ewkb_z);
  EXPECT_EQ(written("geometry(geometry)", wkb), wkb);
  const std::string points = "010400000001000000" + wkb;
  EXPECT_EQ(written("geometry(geometrycollection)", points), points);
  for (const auto& [column, form] :
       {std::pair("geometry(point)", iso_z), std::pair("geometry(pointZ)", wkb), std::pair("geometry(polygon)", wkb),
        std::pair("geometry(point)", points), std::pair("geometry(geometry)", iso_z)})
    EXPECT_EQ(written(column, form), describe(Misfit::out_of_range)) << column << " " << form;
}

TEST(Geometry, ComesBackAsOneFormOfAll) {
  const Codec codec = parse_codec("geometry(srid4326)").value();
  std::string decoded, wanted;
  const Value v = decode(codec, from_hex(ewkb), decoded);
  for (const std::string& form : {wkb, wkb_big, ewkb, geopackage, geopackage_big, geopackage_envelope, spatialite}) {
    const std::string bytes = from_hex(form);
    EXPECT_TRUE(same(v, canonical(codec, Value::blob(bytes), wanted))) << form << " " << show(Value::blob(wanted));
  }
  EXPECT_TRUE(same(v, canonical(codec, Value::text(ewkb), wanted)));
  const std::string big = from_hex("0020000001000010e6" + one_big + two_big);
  EXPECT_TRUE(same(v, decode(codec, big, wanted))) << "servers of the other byte order";
}

/// The number of the value's own system stays; what has none, or GeoPackage's -1, has the column's.
TEST(Geometry, CanonicalKeepsTheReferenceSystemOfTheValue) {
  std::string found;
  const Codec other = parse_codec("geometry(srid3857)").value(),
              same_system = parse_codec("geometry(srid4326)").value();
  EXPECT_EQ(to_hex(canonical(other, Value::blob(from_hex(ewkb)), found).bytes()), ewkb);
  EXPECT_EQ(to_hex(canonical(same_system, Value::blob(from_hex("47500001ffffffff" + wkb)), found).bytes()), ewkb);
}

/// ISO's thousands are EWKB's flags.
TEST(Geometry, CanonicalHasTheAxesOfTheValue) {
  const Codec codec = parse_codec("geometry").value();
  std::string found;
  for (const auto& [iso, flagged] : {std::pair("e9030000", "01000080"), std::pair("d1070000", "01000040")}) {
    const Value value = canonical(codec, Value::blob(from_hex("01" + std::string(iso) + one + two + three)), found);
    EXPECT_EQ(to_hex(value.bytes()), "01" + std::string(flagged) + one + two + three) << iso;
  }
}

TEST(Geometry, OfSeveralPartsIsOneOnBothSides) {
  const std::string corner = "00000000000014400000000000001440";
  const std::string ring = "04000000" + one + one + one + two + corner + one + one;
  const std::string polygon = "010300000001000000" + ring;
  const std::string polygons = "010600000002000000" + polygon + polygon;
  const std::string all =
      "010700000004000000" + wkb + polygons + "010200000002000000" + one + one + two + two + "0107000000" + "00000000";
  const std::string inside = "6901000000" + three + three;
  const std::string spatialite_points = "000100000000" + mbr + "7c0400000001000000" + inside + "fe";
  const Codec codec = parse_codec("geometry").value();
  std::string decoded, wanted;
  for (const std::string& form :
       std::vector<std::string>{polygon, polygons, all, "0101000000" + nan + nan, "010200000000000000",
                                "4750001100000000" + std::string("0101000000") + nan + nan, spatialite_points}) {
    const std::string bytes = from_hex(form);
    const std::string field = from_hex(written("geometry", form));
    ASSERT_GT(field.size(), 8U) << form;
    EXPECT_TRUE(same(decode(codec, field, decoded), canonical(codec, Value::blob(bytes), wanted))) << form;
  }
}

TEST(Geometry, ThatPostgisWouldRefuseIsNone) {
  const std::string open_ring =
      "010300000001000000"
      "04000000" +
      one + one + one + two + two + two + two + one;
  for (const std::string& bad : std::vector<std::string>{
           std::string(), std::string("01"), wkb.substr(0, 40), wkb + "00", std::string("0109000000"),
           "010200000001000000" + one + two, open_ring,
           "010400000001000000"
           "010200000000000000",
           "47500121e6100000" + wkb, "0107000000ffffffff", "4750000be6100000" + wkb, "0102000000ffffff7f" + one + two})
    EXPECT_EQ(written("geometry", bad), describe(Misfit::bad_syntax)) << bad;
  EXPECT_EQ(written("geometry", Value::text("POINT(1 2)")), describe(Misfit::bad_syntax));
  EXPECT_EQ(written("geometry", Value::of(1.5)), describe(Misfit::wrong_class));
}

}  // namespace
}  // namespace lite2pg::geometry_test
