#include "export/sqlite/temporary_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>

namespace lite2pg {
namespace {

namespace fs = std::filesystem;

constexpr const char* prefix = "lite2pg-copy-";
constexpr std::time_t settled = 60;  // seconds; a new folder is not locked yet

/// < 0: it is no folder, or somebody holds it.
int locked(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  ::close(descriptor);
  return -1;
}

bool abandoned(int folder) {
  struct stat facts = {};
  return ::fstat(folder, &facts) == 0 && facts.st_uid == ::geteuid() && std::time(nullptr) - facts.st_mtime > settled;
}

void remove_abandoned(const fs::path& within) {
  std::error_code ignored;
  for (fs::directory_iterator i(within, ignored), end; !ignored && i != end; i.increment(ignored)) {
    if (i->path().filename().string().rfind(prefix, 0) != 0) continue;
    const int folder = locked(i->path());
    if (folder < 0) continue;
    std::error_code stays;
    if (abandoned(folder)) fs::remove_all(i->path(), stays);
    ::close(folder);
  }
}

}  // namespace

TemporaryFolder::TemporaryFolder(const fs::path& within, ExitCode code, const std::string& hint) {
  std::string name = (within / prefix).string() + "XXXXXX";
  if (!fs::is_directory(within) || ::mkdtemp(name.data()) == nullptr)
    throw Error(code, "cannot make a folder in '" + within.string() + "'", hint);
  path_ = name;
  lock_ = locked(path_);
  remove_abandoned(within);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace lite2pg
