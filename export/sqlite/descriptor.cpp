#include "export/sqlite/descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace lite2pg {
namespace {

using Inode = std::pair<dev_t, ino_t>;

/// Of one inode. More than one descriptor only when the path was given another file between two looks at it.
struct Open {
  std::vector<int> descriptors;
  std::size_t users = 0;
};

/// What the process has open. POSIX counts locks by process and inode, so this has to be one for the process.
struct Registry {
  std::mutex lock;
  std::map<Inode, Open> files;
};

Registry& registry() {
  static Registry one;
  return one;
}

bool look_at(int descriptor, Inode& inode) {
  struct stat s {};
  if (::fstat(descriptor, &s) != 0) return false;
  inode = {s.st_dev, s.st_ino};
  return true;
}

bool look_at(const std::string& path, Inode& inode) {
  struct stat s {};
  if (::stat(path.c_str(), &s) != 0) return false;
  inode = {s.st_dev, s.st_ino};
  return true;
}

}  // namespace

SharedDescriptor::SharedDescriptor(const std::string& path) {
  Registry& all = registry();
  const std::lock_guard guard(all.lock);
  Inode inode;
  if (!look_at(path, inode)) return;
  const auto found = all.files.find(inode);
  if (found != all.files.end()) {
    ++found->second.users;
    descriptor_ = found->second.descriptors.front();
    return;
  }
  descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0 || !look_at(descriptor_, inode)) return;
  Open& open = all.files[inode];
  open.descriptors.push_back(descriptor_);
  ++open.users;
}

SharedDescriptor::~SharedDescriptor() {
  Inode inode;
  if (descriptor_ < 0 || !look_at(descriptor_, inode)) return;
  Registry& all = registry();
  const std::lock_guard guard(all.lock);
  const auto found = all.files.find(inode);
  if (found == all.files.end() || --found->second.users > 0) return;
  for (const int descriptor : found->second.descriptors) ::close(descriptor);
  all.files.erase(found);
}

}  // namespace lite2pg
