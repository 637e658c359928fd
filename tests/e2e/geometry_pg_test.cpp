// BLOBs of a GeoPackage into a column of PostGIS.
#include <gmock/gmock.h>

#include "tests/e2e/existing_target.h"

namespace lite2pg::test::geometry_pg_test {
namespace {

using testing::HasSubstr;

bool has_postgis() {
  const TempDatabase database;
  return database.value("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'") == "1";
}

/// POINT(1 2) of reference system 4326: as a GeoPackage has it, as SpatiaLite has it, as EWKB in hex.
constexpr const char* points =
    "(x'47500001e61000000101000000000000000000f03f0000000000000040'), "
    "(x'0001e6100000000000000000f03f0000000000000040000000000000f03f00000000000000407c01000000000000000000f03f"
    "0000000000000040fe'), "
    "('0101000020E6100000000000000000F03F0000000000000040'), (NULL)";

/// A table of the role's with a column of this type: extensions that are not trusted are for superusers.
struct PostgisTarget : ExistingTarget {
  explicit PostgisTarget(const std::string& type)
      : ExistingTarget("CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t(v) VALUES " + std::string(points),
                       "CREATE TABLE t(id int PRIMARY KEY)") {
    psql("CREATE EXTENSION postgis; ALTER TABLE t ADD COLUMN v " + type);
  }
};

TEST(Geometry, GoesIntoPostgis) {
  if (!has_postgis()) GTEST_SKIP() << "PostGIS is not installed (Debian: postgresql-15-postgis-3)";
  for (const std::string type : {"geometry(Point,4326)", "geometry", "geography(Point,4326)"}) {
    const PostgisTarget target(type);
    const CommandResult planned = target.import({"--dry-run"});
    EXPECT_EQ(planned.exit_code, 0) << type << planned.out << planned.err;
    const CommandResult loaded = target.import();
    ASSERT_EQ(loaded.exit_code, 0) << type << loaded.out << loaded.err;
    EXPECT_EQ(target.value("SELECT string_agg(DISTINCT ST_AsEWKT(v), '|') FROM t"), "SRID=4326;POINT(1 2)") << type;
    const CommandResult verified = target.verify();
    EXPECT_EQ(verified.exit_code, 0) << type << verified.out << verified.err;
    target.psql("UPDATE t SET v = 'SRID=4326;POINT(1 2.5)' WHERE id = 1");
    EXPECT_EQ(target.verify().exit_code, 1) << type;
  }
}

TEST(Geometry, OfAnotherShapeOrReferenceSystemIsRefusedInTheDryRun) {
  if (!has_postgis()) GTEST_SKIP() << "PostGIS is not installed (Debian: postgresql-15-postgis-3)";
  for (const std::string type : {"geometry(Point,3857)", "geometry(Polygon,4326)", "geometry(PointZ,4326)"}) {
    const PostgisTarget target(type);
    const CommandResult planned = target.import({"--dry-run"});
    EXPECT_EQ(planned.exit_code, 3) << type << planned.out;
    EXPECT_THAT(planned.out, HasSubstr("beyond the type's range")) << type;
  }
}

}  // namespace
}  // namespace lite2pg::test::geometry_pg_test
