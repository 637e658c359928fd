// The small databases into which faults are put, and what stands in the target before them.
#pragma once

#include <string>
#include <vector>

namespace lite2pg::test {

/// What is loaded, and over what.
enum class FaultScene {
  empty_target,     ///< A rollback-journal file with keys, a view and a trigger, into an empty schema.
  replaces_tables,  ///< A file with a live log, overflowing rows and a table without rowid, --replace.
  existing_tables,  ///< Into tables that stand there and hold rows, --existing --truncate.
};
[[nodiscard]] std::string name_of(FaultScene scene);

/// SQL that makes the source.
[[nodiscard]] const char* script_of(FaultScene scene);
/// SQL that makes the schema "app" and what stood in it before.
[[nodiscard]] std::string standing(FaultScene scene);
/// Of the import.
[[nodiscard]] std::vector<std::string> options_of(FaultScene scene);
/// SQL that changes one value of what was loaded.
[[nodiscard]] std::string damage(FaultScene scene);

}  // namespace lite2pg::test
