// Fuzzes the reader of pages with files that SQLite wrote and the fuzzer changed (tests/fuzz/changed_database.h).
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/fuzz/changed_database.h"

namespace {

std::string make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "lite2pg-fuzz-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) std::abort();
  return name;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static lite2pg::test::ChangedDatabases databases(make_folder());
  const std::string found = databases.complaint({data, size});
  if (found.empty()) return 0;
  std::fprintf(stderr, "pages_fuzz: %s\n", found.c_str());
  std::abort();
}
