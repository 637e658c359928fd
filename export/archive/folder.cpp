#include "export/archive/folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "common/error.h"

namespace lite2pg {
namespace {

namespace fs = std::filesystem;

std::string without_trailing_slashes(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

/// Only an archive may be thrown away without thinking: anything else may be somebody's database.
[[noreturn]] void refuse_existing(const std::string& destination) {
  std::error_code ignored;
  const bool archive = fs::is_regular_file(fs::path(destination) / archive_manifest_file, ignored);
  throw Error(ExitCode::refused, "'" + destination + "' exists already",
              archive ? "remove the archive, or choose another name" : "choose another name for the archive");
}

void make_folder(const std::string& path, const std::string& destination) {
  if (mkdir(path.c_str(), 0777) == 0) return;
  const int error = errno;
  throw Error(error == ENOSPC || error == EDQUOT ? ExitCode::archive : ExitCode::usage,
              "'" + destination + "' cannot be created: " + std::generic_category().message(error));
}

std::string parent_of(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

}  // namespace

ArchiveFolder::ArchiveFolder(std::string destination)
    : destination_(without_trailing_slashes(std::move(destination))),
      path_(destination_ + ".partial-" + std::to_string(getpid())) {
  std::error_code ignored;
  if (fs::symlink_status(destination_, ignored).type() != fs::file_type::not_found) refuse_existing(destination_);
  make_folder(path_, destination_);
  try {
    make_folder(path_ + "/" + archive_data_folder, destination_);
  } catch (...) {
    fs::remove_all(path_, ignored);
    throw;
  }
}

ArchiveFolder::~ArchiveFolder() {
  std::error_code ignored;
  if (!published_) fs::remove_all(path_, ignored);
}

OutputFile ArchiveFolder::create(const std::string& relative) const {
  return {path_ + "/" + relative, destination_ + "/" + relative};
}

void ArchiveFolder::publish() {
  sync_folder(path_ + "/" + archive_data_folder);
  sync_folder(path_);
  rename_to_destination();
  published_ = true;
  sync_folder(parent_of(destination_));
}

/// A plain rename would replace an empty folder; not every file system knows the flag that forbids it.
void ArchiveFolder::rename_to_destination() const {
  if (renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, destination_.c_str(), RENAME_NOREPLACE) == 0) return;
  if (errno == EEXIST || fs::exists(destination_)) refuse_existing(destination_);
  if (errno == EINVAL && std::rename(path_.c_str(), destination_.c_str()) == 0) return;
  throw Error(ExitCode::archive,
              "'" + path_ + "' cannot be renamed to '" + destination_ + "': " + std::generic_category().message(errno));
}

}  // namespace lite2pg
