#include "tests/support/places.h"

namespace lite2pg::test {

std::string source_folder() { return LITE2PG_SOURCE_DIR; }
std::string program_folder() { return LITE2PG_BIN_DIR; }

}  // namespace lite2pg::test
