#include "verify/schema/difference.h"

#include <algorithm>

namespace lite2pg {

std::uint64_t SchemaOutcome::failures() const noexcept {
  if (!decides) return 0;
  return static_cast<std::uint64_t>(
      std::ranges::count_if(differences, [](const SchemaDifference& d) { return !d.extra; }));
}

}  // namespace lite2pg
