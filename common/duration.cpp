#include "common/duration.h"

#include <array>
#include <charconv>
#include <string>
#include <utility>

#include "common/error.h"

namespace lite2pg {
namespace {

constexpr std::array duration_units = std::to_array<std::pair<std::string_view, double>>(
    {{"ms", 0.001}, {"s", 1}, {"m", 60}, {"min", 60}, {"h", 3600}, {"d", 86400}});

/// Seconds of one unit; 0 for a word that is none.
double unit(std::string_view word) {
  for (const auto& [name, seconds] : duration_units) {
    if (name == word) return seconds;
  }
  return 0;
}

}  // namespace

double parse_duration(std::string_view option, std::string_view text) {
  double seconds = 0;
  std::string_view rest = text;
  bool sound = !rest.empty();
  while (sound && !rest.empty()) {
    double number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number, std::chars_format::fixed);
    sound = error == std::errc() && number >= 0 && number < 1e9;
    if (!sound) break;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    const std::size_t length = std::min(rest.find_first_of("0123456789."), rest.size());
    const double factor = length == 0 && rest.empty() && seconds == 0 ? 1 : unit(rest.substr(0, length));
    sound = factor > 0;
    seconds += number * factor;
    rest.remove_prefix(length);
  }
  if (sound) return seconds;
  throw Error(ExitCode::usage, "--" + std::string(option) + " '" + std::string(text) + "' is no length of time",
              "for example 90s, 10m, 1h30m");
}

}  // namespace lite2pg
