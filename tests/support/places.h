// Where the project and its programs stand. The paths are known to one file alone, so that a compiler cache serves
// every clone.
#pragma once

#include <string>

namespace lite2pg::test {

/// The project's folder, without a slash at its end.
[[nodiscard]] std::string source_folder();
/// The folder of the built programs.
[[nodiscard]] std::string program_folder();
/// Path of lite2pg-NAME.
[[nodiscard]] inline std::string program(const std::string& name) { return program_folder() + "/lite2pg-" + name; }
/// Path of the module NAME, which is preloaded into programs.
[[nodiscard]] inline std::string module(const std::string& name) {
  return program_folder() + "/../tests/liblite2pg_" + name + ".so";
}

}  // namespace lite2pg::test
