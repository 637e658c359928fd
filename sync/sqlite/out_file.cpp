#include "sync/sqlite/out_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "common/error.h"

namespace lite2pg {
namespace {

namespace fs = std::filesystem;

/// What SQLite keeps beside a database. It would take another's for this one's: https://sqlite.org/tempfiles.html
constexpr std::array companions = {"-journal", "-wal", "-shm"};

bool stands(const std::string& path) {
  std::error_code ignored;
  return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
}

void require_free(const std::string& path) {
  if (path == "-") throw Error(ExitCode::usage, "a database cannot be written to standard output", "name a file");
  if (stands(path)) {
    throw Error(ExitCode::refused, "'" + path + "' exists already", "choose another name: nothing is overwritten");
  }
  for (const char* companion : companions) {
    if (!stands(path + companion)) continue;
    throw Error(ExitCode::refused,
                "'" + path + companion + "' is left from another database: SQLite would take it for its own",
                "remove it, or choose another name");
  }
}

[[noreturn]] void fail(const std::string& path, const std::string& verb, int error) {
  throw Error(ExitCode::usage, "'" + path + "' cannot be " + verb + ": " + std::generic_category().message(error));
}

void sync(const std::string& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) fail(path, "opened", errno);
  const int failed = fsync(descriptor) == 0 ? 0 : errno;
  close(descriptor);
  // Some file systems have no folders that can be synced.
  if (failed != 0 && failed != EINVAL) fail(path, "synced", failed);
}

}  // namespace

OutFile::OutFile(std::string path)
    : path_(std::move(path)), temporary_(path_ + ".partial-" + std::to_string(getpid())) {
  require_free(path_);
  const int descriptor = open(temporary_.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0666);
  if (descriptor < 0) fail(path_, "created", errno);
  close(descriptor);
}

OutFile::~OutFile() {
  if (published_) return;
  std::error_code ignored;
  fs::remove(temporary_, ignored);
  for (const char* companion : companions) fs::remove(temporary_ + companion, ignored);
}

void OutFile::publish() {
  require_free(path_);
  sync(temporary_, O_RDWR);
  // Not every file system knows the flag that forbids replacing.
  if (renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) require_free(path_);
    if (errno != EINVAL || std::rename(temporary_.c_str(), path_.c_str()) != 0) fail(path_, "created", errno);
  }
  published_ = true;
  const fs::path folder = fs::path(path_).parent_path();
  sync(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
}

}  // namespace lite2pg
