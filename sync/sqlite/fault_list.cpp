#include "sync/sqlite/fault_list.h"

#include <algorithm>

#include "common/text.h"

namespace lite2pg {

std::string fault_list(const std::vector<std::string>& faults) {
  constexpr std::size_t shown = 20;
  std::string text;
  for (std::size_t i = 0; i < std::min(faults.size(), shown); ++i) text += (i == 0 ? "" : "; ") + faults[i];
  return faults.size() > shown ? text + " and " + with_thousands(faults.size() - shown) + " more" : text;
}

}  // namespace lite2pg
