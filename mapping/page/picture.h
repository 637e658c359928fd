// The page's pictures as inline SVG: bars and a chart of work over time. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "mapping/page/html.h"

namespace lite2pg {

/// One bar: `part` of `whole` is drawn stronger (0 <= part <= whole); `note` stands behind it.
struct Bar {
  std::string label;
  double whole = 0, part = 0;
  std::string note;
  std::string tone = "bar";  ///< Class of the stronger part: bar, good, warn, bad.
};

/// Horizontal bars under a title for screen readers, the longest as wide as the picture. Nothing for no bars.
[[nodiscard]] Html bar_picture(const std::string& title, const std::vector<Bar>& bars);

/// Something that took `seconds` from `start` (both in seconds since the run began).
struct Stretch {
  std::string lane;  ///< A worker or "phases"; lanes stand in the order in which they first appear.
  std::string name;
  double start = 0, seconds = 0;
};

/// Lanes of stretches over time. Nothing for no stretches.
[[nodiscard]] Html time_picture(const std::string& title, const std::vector<Stretch>& stretches);

}  // namespace lite2pg
