// The process's one descriptor of a database file.
//
// Closing any descriptor of a file drops all POSIX locks that the process holds on it, SQLite's included
// (https://sqlite.org/howtocorrupt.html section 2.2). So whoever wants to read the file beside SQLite shares one
// descriptor, which closes only when the last of them is gone; they must outlive every connection to the file.
#pragma once

#include <string>

namespace lite2pg {

/// Any thread may make and drop them.
class SharedDescriptor {
 public:
  /// Opens `path` for reading, or shares what is open of the same inode. get() < 0: it cannot be opened, errno says
  /// why.
  explicit SharedDescriptor(const std::string& path);
  ~SharedDescriptor();
  SharedDescriptor(const SharedDescriptor&) = delete;
  SharedDescriptor& operator=(const SharedDescriptor&) = delete;

  [[nodiscard]] int get() const noexcept { return descriptor_; }

 private:
  int descriptor_ = -1;
};

}  // namespace lite2pg
