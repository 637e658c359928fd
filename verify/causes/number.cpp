#include "verify/causes/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <optional>

#include "common/text.h"

namespace lite2pg {
namespace {

bool is_number(const Value& v) { return v.storage() == StorageClass::integer || v.storage() == StorageClass::real; }

double as_double(const Value& v) {
  return v.storage() == StorageClass::integer ? static_cast<double>(v.integer()) : v.real();
}

bool is_truth_word(std::string_view text) {
  constexpr std::array<std::string_view, 8> words = {"t", "f", "true", "false", "y", "n", "yes", "no"};
  return std::ranges::find(words, ascii_lower(text)) != words.end();
}

std::string number_and_text(const Value& number, const Value& text, std::string_view change) {
  if (text.storage() != StorageClass::text) return {};
  if (is_truth_word(text.bytes())) return "a word for true or false " + std::string(change) + " 0 or 1";
  if (number_in(text.bytes()) != as_double(number)) return {};
  return change == "instead of" ? "the number stored as text" : "the text stored as a number";
}

double as_printed(double v, const char* format) {
  std::array<char, 512> digits{};
  (void)std::snprintf(digits.data(), digits.size(), format, v);
  return std::strtod(digits.data(), nullptr);
}

double rounded(double v, int decimals) {
  std::array<char, 512> digits{};
  (void)std::snprintf(digits.data(), digits.size(), "%.*f", decimals, v);
  return std::strtod(digits.data(), nullptr);
}

std::string real_cause(double source, double target) {
  if (source == target) return std::signbit(source) != std::signbit(target) ? "the sign of zero" : "";
  constexpr double float_max = std::numeric_limits<float>::max();
  if (std::abs(source) <= float_max && static_cast<double>(static_cast<float>(source)) == target) {
    return "float4 rounding";
  }
  if (as_printed(source, "%.15g") == target) return "printed with 15 digits";
  if (as_printed(source, "%.6g") == target) return "printed with 6 digits";
  if (source == -target) return "the sign";
  if (std::isfinite(source) && std::trunc(source) == target) return "the fraction cut off";
  for (int decimals = 0; decimals <= 12; ++decimals) {
    if (rounded(source, decimals) == target) return "rounded to " + std::to_string(decimals) + " decimals";
  }
  return {};
}

/// How many of a number's units make a second, judged by its size as an instant after 1980; 0: no instant.
std::int64_t units_a_second(std::int64_t v) {
  if (v > 300'000'000'000'000) return 1'000'000;
  if (v > 300'000'000'000) return 1'000;
  return v > 300'000'000 ? 1 : 0;
}

std::string instant_cause(std::int64_t source, std::int64_t target) {
  for (const std::int64_t factor : {1'000, 1'000'000}) {
    if (source != 0 && source / factor == target)
      return "cut to a coarser unit of time (1/" + std::to_string(factor) + ")";
    if (source != 0 && target / factor == source) return "a finer unit of time (" + std::to_string(factor) + " times)";
  }
  const std::int64_t second = units_a_second(source);
  if (second == 0 || units_a_second(target) != second) return {};
  const std::int64_t shift = target - source;
  if (shift % (3600 * second) == 0 && std::abs(shift) <= std::int64_t{14} * 3600 * second) {
    return "shifted by " + std::to_string(shift / (3600 * second)) + " h";
  }
  if (second > 1 && std::abs(shift) < second && target % second == 0) return "lost fraction of a second";
  return {};
}

std::string integer_cause(std::int64_t source, std::int64_t target) {
  if (static_cast<std::int32_t>(source) == target) return "cut to 32 bits";
  if (static_cast<std::int16_t>(source) == target) return "cut to 16 bits";
  if (source != std::numeric_limits<std::int64_t>::min() && -source == target) return "the sign";
  if (target == (source != 0 ? 1 : 0)) return "boolean instead of the number";
  if (static_cast<std::int64_t>(static_cast<double>(source)) == target && std::abs(target) < (std::int64_t{1} << 62)) {
    return "passed through a floating-point number";
  }
  return instant_cause(source, target);
}

}  // namespace

std::optional<double> number_in(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string number_cause(const Value& source, const Value& target) {
  if (is_number(source) && !is_number(target)) return number_and_text(source, target, "instead of");
  if (!is_number(source) && is_number(target)) return number_and_text(target, source, "became");
  if (!is_number(source)) return {};
  if (source.storage() == StorageClass::integer && target.storage() == StorageClass::integer) {
    return integer_cause(source.integer(), target.integer());
  }
  if (source.storage() != target.storage() && as_double(source) == as_double(target)) {
    return target.storage() == StorageClass::real ? "a real number instead of the integer"
                                                  : "an integer instead of the real number";
  }
  return real_cause(as_double(source), as_double(target));
}

}  // namespace lite2pg
