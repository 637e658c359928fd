#include "import/postgres/library.h"

#include <libpq-fe.h>

namespace lite2pg {

std::string postgres_library() {
  const int version = PQlibVersion();  // 150014 is 15.14.
  return "libpq " + std::to_string(version / 10000) + "." + std::to_string(version % 10000) + ", PostgreSQL 14 to 18";
}

}  // namespace lite2pg
