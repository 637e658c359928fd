#include "common/version.h"

namespace lite2pg {

std::string_view version() noexcept { return LITE2PG_VERSION; }

}  // namespace lite2pg
