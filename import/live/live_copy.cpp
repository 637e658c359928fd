#include "import/live/live_copy.h"

#include <chrono>
#include <filesystem>

#include "common/error.h"
#include "export/sqlite/copy.h"

namespace lite2pg {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

fs::path base_of(const std::string& folder) { return folder.empty() ? fs::temp_directory_path() : fs::path(folder); }

}  // namespace

LiveCopy::LiveCopy(const std::string& source, const std::string& folder)
    : folder_(base_of(folder), ExitCode::usage, "--snapshot DIR names another place for the copy of the source"),
      path_((folder_.path() / fs::path(source).filename()).string()) {
  const auto begun = Clock::now();
  copy_database(source, source, path_);
  seconds_ = std::chrono::duration<double>(Clock::now() - begun).count();
}

}  // namespace lite2pg
