#include "export/sqlite/library.h"

#include <sqlite3.h>

namespace lite2pg {

std::string sqlite_library() { return std::string("SQLite ") + sqlite3_libversion(); }

}  // namespace lite2pg
