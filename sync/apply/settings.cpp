#include "sync/apply/settings.h"

#include <cmath>
#include <cstdlib>

#include "common/error.h"
#include "common/source_name.h"
#include "common/text.h"

namespace lite2pg {
namespace {

/// "1", "2.5": without zeros behind.
std::string plain(double n) {
  std::string text = std::to_string(n);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

std::uint64_t MaxChanges::of(std::uint64_t rows) const {
  if (!percent) return static_cast<std::uint64_t>(amount);
  if (amount >= 100) return ~std::uint64_t{0};  // Rows that are missing and rows too many may be more than there are.
  return static_cast<std::uint64_t>(std::ceil(std::max(1.0, static_cast<double>(rows) * amount / 100)));
}

std::string MaxChanges::text() const { return percent ? plain(amount) + " %" : with_thousands(std::uint64_t(amount)); }

MaxChanges parse_max_changes(const std::string& text) {
  MaxChanges max;
  max.percent = text.ends_with('%');
  const std::string number = max.percent ? text.substr(0, text.size() - 1) : text;
  const bool shaped = !number.empty() && number.size() < 16 && number.find_first_not_of("0123456789.") == number.npos &&
                      (max.percent || number.find('.') == number.npos);
  char* end = nullptr;
  max.amount = shaped ? std::strtod(number.c_str(), &end) : -1;
  if (!shaped || *end != '\0' || (max.percent && max.amount > 100)) {
    throw Error(ExitCode::usage,
                "--max-changes " + shown_argument(text) + " is neither a number nor a share of a table",
                "--max-changes 500, or --max-changes 2%");
  }
  return max;
}

}  // namespace lite2pg
