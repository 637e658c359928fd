// Small text helpers: numbers for people, nearest words for hints, globs for table selection.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

/// 1234567 -> "1,234,567"
[[nodiscard]] std::string with_thousands(std::uint64_t n);
/// "512 B", "1.4 kB", "37.2 MB" (powers of 1000)
[[nodiscard]] std::string human_bytes(std::uint64_t n);
/// "0.35 s", "12.4 s", "3 min 05 s", "2 h 07 min"
[[nodiscard]] std::string human_seconds(double seconds);
/// Code points in UTF-8 text: the width of a table cell.
[[nodiscard]] std::size_t display_width(std::string_view text) noexcept;

/// The candidate nearest to `word` by edit distance; empty when none is near enough to be what was meant.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// Whether `a` stands before `b` in a list for people: runs of digits compare as numbers, "id=9" before "id=10".
[[nodiscard]] bool natural_less(std::string_view a, std::string_view b) noexcept;

/// Shell-style match with * ? [..], ASCII letters without case, as SQLite compares names.
[[nodiscard]] bool glob_match(const std::string& pattern, const std::string& name);
/// Whether `name` is a pattern for glob_match() rather than a name.
[[nodiscard]] bool is_glob(std::string_view name) noexcept;
/// Whether `--tables` and `--exclude` let a table through. No pattern in `tables` means all.
[[nodiscard]] bool is_selected(const std::string& name, const std::vector<std::string>& tables,
                               const std::vector<std::string>& exclude);

/// ASCII letters in lower case, everything else as it is: how SQLite folds names.
[[nodiscard]] std::string ascii_lower(std::string_view text);
[[nodiscard]] bool equals_ignoring_case(std::string_view a, std::string_view b) noexcept;

/// What the environment says of `name`; empty when it says nothing.
[[nodiscard]] std::string environment_value(const char* name);

/// Now, in UTC: "2026-11-21T10:15:00Z".
[[nodiscard]] std::string utc_now();

/// The member `name` of each.
[[nodiscard]] std::vector<std::string> item_names(const auto& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.name);
  return names;
}

}  // namespace lite2pg
