// A copy of a database file as it is at one instant, while others may go on writing to it.
#pragma once

#include <string>

namespace lite2pg {

/// Copies the database `from`, which messages call `shown`, to the new file `to`, page by page in one read transaction.
/// In rollback-journal mode no writer can commit meanwhile. Throws Error(source), and Error(usage) when there is no
/// room for the copy, with nothing left of it.
void copy_database(const std::string& from, const std::string& shown, const std::string& to);

}  // namespace lite2pg
