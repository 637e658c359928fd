#include "sync/sqlite/geopackage_index.h"

#include <gtest/gtest.h>

#include <cstring>

namespace lite2pg::geopackage_index_test {
namespace {

std::string number(double v) {
  std::string bytes(8, '\0');
  std::memcpy(bytes.data(), &v, 8);
  return bytes;
}

std::string header(char flags) { return std::string("GP\0", 3) + flags + std::string(4, '\0'); }

TEST(GeopackageBox, IsReadFromTheHeader) {
  const std::string geometry = header(0x03) + number(1) + number(2) + number(3) + number(4) + "rest";
  const GeometryBox found = box_of(geometry);
  ASSERT_TRUE(found.box);
  EXPECT_EQ(*found.box, (std::array<double, 4>{1, 2, 3, 4}));
}

TEST(GeopackageBox, OfAPointIsThePoint) {
  const std::string point = header(0x01) + std::string("\1\1\0\0\0", 5) + number(7) + number(8);
  ASSERT_TRUE(box_of(point).box);
  EXPECT_EQ(*box_of(point).box, (std::array<double, 4>{7, 7, 8, 8}));
}

TEST(GeopackageBox, EmptyGeometriesHaveNone) {
  EXPECT_TRUE(box_of(header(0x11)).known);
  EXPECT_FALSE(box_of(header(0x11)).box);
}

TEST(GeopackageBox, WhatIsNoGeometryIsNotKnown) {
  for (const std::string& bytes :
       {std::string(), std::string("GP"), std::string("XX345678"), header(0x03) + "short", header(0x01) + "line"}) {
    EXPECT_FALSE(box_of(bytes).known);
  }
}

}  // namespace
}  // namespace lite2pg::geopackage_index_test
