#include "import/live/live_copy.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "common/error.h"
#include "export/sqlite/copy.h"

namespace lite2pg {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::string new_folder(const std::string& within) {
  const fs::path base = within.empty() ? fs::temp_directory_path() : fs::path(within);
  std::string name = (base / "lite2pg-copy-XXXXXX").string();
  if (fs::is_directory(base) && ::mkdtemp(name.data()) != nullptr) return name;
  throw Error(ExitCode::usage, "cannot make a folder for a copy of the source in '" + base.string() + "'",
              "--snapshot DIR names another place");
}

}  // namespace

LiveCopy::LiveCopy(const std::string& source, const std::string& folder)
    : folder_(new_folder(folder)), path_((fs::path(folder_) / fs::path(source).filename()).string()) {
  const auto begun = Clock::now();
  try {
    copy_database(source, source, path_);
  } catch (...) {
    remove();
    throw;
  }
  seconds_ = std::chrono::duration<double>(Clock::now() - begun).count();
}

LiveCopy::~LiveCopy() { remove(); }

void LiveCopy::remove() noexcept {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace lite2pg
