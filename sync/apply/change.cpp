#include "sync/apply/change.h"

namespace lite2pg {

std::string_view name_of(ChangeKind k) noexcept {
  switch (k) {
    case ChangeKind::insert:
      return "insert";
    case ChangeKind::update:
      return "update";
    case ChangeKind::remove:
      break;
  }
  return "delete";
}

}  // namespace lite2pg
