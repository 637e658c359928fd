#include "mapping/source/collation.h"

#include "common/text.h"

namespace lite2pg {

std::optional<Collation> builtin_collation(std::string_view name) {
  if (name.empty() || equals_ignoring_case(name, "BINARY")) return Collation::binary;
  if (equals_ignoring_case(name, "NOCASE")) return Collation::nocase;
  if (equals_ignoring_case(name, "RTRIM")) return Collation::rtrim;
  return std::nullopt;
}

}  // namespace lite2pg
