#include "verify/sides/compared_table.h"

namespace lite2pg {

std::string_view name_of(Unproven u) noexcept {
  switch (u) {
    case Unproven::rows: return "rows";
    case Unproven::schema: return "schema";
    case Unproven::sequences: return "sequences";
    case Unproven::nothing: break;
  }
  return "nothing";
}

}  // namespace lite2pg
