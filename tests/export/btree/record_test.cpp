#include "export/btree/record.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mapping/value/value_text.h"

namespace lite2pg::record_test {
namespace {

/// The values as text; "none" when the bytes are no record.
std::string read(const std::string& bytes, int most = 8) {
  const std::string padded = bytes + std::string(page_slack, '\xff');
  std::vector<Value> values(static_cast<std::size_t>(most));
  const int count =
      record_values({reinterpret_cast<const std::uint8_t*>(padded.data()), bytes.size()}, values.data(), most);
  if (count == no_record) return "none";
  std::string text;
  for (int i = 0; i < count; ++i) text += (i > 0 ? "|" : "") + show(values[static_cast<std::size_t>(i)]);
  return text;
}

std::string bytes(std::initializer_list<int> list) {
  std::string s;
  for (const int b : list) s += static_cast<char>(b);
  return s;
}

TEST(Record, ReadsEachType) {
  EXPECT_EQ(read(bytes({3, 0, 8})), "NULL|0");
  EXPECT_EQ(read(bytes({4, 9, 1, 2, 0xff, 0x80, 0x00})), "1|-1|-32768");
  EXPECT_EQ(read(bytes({3, 3, 4, 0x80, 0, 0, 0x7f, 0xff, 0xff, 0xff})), "-8388608|2147483647");
  EXPECT_EQ(read(bytes({2, 5, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe})), "-2");
  EXPECT_EQ(read(bytes({2, 6, 0x80, 0, 0, 0, 0, 0, 0, 0})), "-9223372036854775808");
  EXPECT_EQ(read(bytes({2, 7, 0x3f, 0xf4, 0, 0, 0, 0, 0, 0})), "1.25");
  EXPECT_EQ(read(bytes({5, 12, 13, 14, 15, 0xab, 'x'})), "x''|''|x'ab'|'x'");
}

TEST(Record, ReadsNanAsNull) { EXPECT_EQ(read(bytes({2, 7, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0})), "NULL"); }

TEST(Record, ReadsTypesOfSeveralBytes) {
  // 13 + 2 * 60 = 133 takes two bytes.
  EXPECT_EQ(read(bytes({3, 0x81, 0x05}) + std::string(60, 'a')), "'" + std::string(60, 'a') + "'");
}

TEST(Record, RefusesWhatIsNoRecord) {
  EXPECT_EQ(read(""), "none");
  EXPECT_EQ(read(bytes({0})), "none") << "a header shorter than its own length";
  EXPECT_EQ(read(bytes({9, 8})), "none") << "a header longer than the record";
  EXPECT_EQ(read(bytes({2, 10})), "none") << "a reserved type";
  EXPECT_EQ(read(bytes({2, 4, 1, 2})), "none") << "a number cut off";
  EXPECT_EQ(read(bytes({2, 15})), "none") << "a text cut off";
  EXPECT_EQ(read(bytes({2, 8, 0})), "none") << "a byte too many";
  EXPECT_EQ(read(bytes({2, 0x81})), "none") << "a type that passes the header's end";
  EXPECT_EQ(read(bytes({10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})), "none") << "a length of 2^63";
  EXPECT_EQ(read(bytes({4, 8, 8, 8}), 2), "none") << "more values than columns";
}

TEST(Record, MayHoldFewerValuesThanColumns) {
  EXPECT_EQ(read(bytes({1})), "");
  EXPECT_EQ(read(bytes({2, 9})), "1");
}

}  // namespace
}  // namespace lite2pg::record_test
