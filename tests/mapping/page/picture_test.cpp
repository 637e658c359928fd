#include "mapping/page/picture.h"

#include <gmock/gmock.h>

namespace lite2pg::picture_test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(BarPicture, DrawsTheLongestBarOverTheWholeRoomAndOthersInProportion) {
  const std::string svg = bar_picture("t", {{"a", 100, 100, "x"}, {"b", 50, 0, "y"}}).str();
  EXPECT_THAT(svg, HasSubstr("width=\"370.00\""));
  EXPECT_THAT(svg, HasSubstr("width=\"185.00\""));
}

TEST(BarPicture, EscapesItsLabels) {
  EXPECT_THAT(bar_picture("t", {{"<script>", 1, 1, "\""}}).str(), Not(HasSubstr("<script>")));
}

TEST(BarPicture, IsNothingWithoutBarsAndDrawsEmptyOnes) {
  EXPECT_TRUE(bar_picture("t", {}).empty());
  EXPECT_THAT(bar_picture("t", {{"empty", 0, 0, "0 rows"}}).str(), Not(HasSubstr("nan")));
}

TEST(TimePicture, HasALaneForEachWorker) {
  const std::string svg = time_picture("t", {{"worker 1", "users", 0, 2}, {"worker 2", "orders", 1, 3}}).str();
  EXPECT_THAT(svg, HasSubstr(">worker 1<"));
  EXPECT_THAT(svg, HasSubstr("orders: 3"));
}

}  // namespace
}  // namespace lite2pg::picture_test
