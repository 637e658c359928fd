#include "common/text.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <numeric>
#include <utility>

namespace lite2pg {
namespace {

template <typename... Args>
std::string formatted(const char* format, Args... args) {
  std::array<char, 64> buffer{};
  std::snprintf(buffer.data(), buffer.size(), format, args...);
  return buffer.data();
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Letters that are more, fewer, others, or two that changed places: one each.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  const auto same = [&](std::size_t i, std::size_t j) { return lower(a[i - 1]) == lower(b[j - 1]); };
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same(i, j) ? 0 : 1)});
      if (i > 1 && j > 1 && same(i - 1, j) && same(i, j - 1)) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string with_thousands(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(static_cast<std::size_t>(i), 1, ',');
  }
  return digits;
}

std::string human_bytes(std::uint64_t n) {
  constexpr std::array units = {"B", "kB", "MB", "GB", "TB"};
  if (n < 1000) return formatted("%llu B", static_cast<unsigned long long>(n));
  auto size = static_cast<double>(n);
  std::size_t unit = 0;
  while (size >= 999.95 && unit + 1 < units.size()) {
    size /= 1000;
    ++unit;
  }
  return formatted("%.1f %s", size, units[unit]);
}

std::string human_seconds(double seconds) {
  if (seconds < 9.995) return formatted("%.2f s", seconds);
  if (seconds < 59.95) return formatted("%.1f s", seconds);
  const long whole = std::lround(seconds);
  if (whole < 3600) return formatted("%ld min %02ld s", whole / 60, whole % 60);
  return formatted("%ld h %02ld min", whole / 3600, whole % 3600 / 60);
}

std::size_t display_width(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

bool natural_less(std::string_view a, std::string_view b) noexcept {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto digits = [&](std::string_view s) {
    return static_cast<std::size_t>(std::ranges::find_if_not(s, is_digit) - s.begin());
  };
  while (!a.empty() && !b.empty()) {
    std::size_t n = 1, m = 1;
    if (is_digit(a.front()) && is_digit(b.front())) {
      n = digits(a);
      m = digits(b);
      if (n != m) return n < m;
    }
    if (const int order = a.substr(0, n).compare(b.substr(0, m)); order != 0) return order < 0;
    a.remove_prefix(n);
    b.remove_prefix(m);
  }
  return a.size() < b.size();
}

bool glob_match(const std::string& pattern, const std::string& name) {
  return fnmatch(ascii_lower(pattern).c_str(), ascii_lower(name).c_str(), 0) == 0;
}

bool is_glob(std::string_view name) noexcept { return name.find_first_of("*?[") != std::string_view::npos; }

bool is_selected(const std::string& name, const std::vector<std::string>& tables,
                 const std::vector<std::string>& exclude) {
  const auto matches = [&](const std::string& pattern) { return glob_match(pattern, name); };
  return (tables.empty() || std::ranges::any_of(tables, matches)) && std::ranges::none_of(exclude, matches);
}

std::string ascii_lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string environment_value(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> buffer{};
  std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return buffer.data();
}

}  // namespace lite2pg
