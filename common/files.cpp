#include "common/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>

#include "common/error.h"

namespace lite2pg {
namespace {

[[noreturn]] void fail(std::string_view what, const std::string& path, std::string_view verb, int error) {
  throw Error(ExitCode::usage, std::string(what) + " '" + path + "' cannot be " + std::string(verb) + ": " +
                                   std::generic_category().message(error));
}

/// An open file descriptor for writing.
class OutputFile {
 public:
  explicit OutputFile(const std::string& path)
      : descriptor_(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {}
  ~OutputFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  [[nodiscard]] bool write_synced(std::string_view bytes) const {
    while (descriptor_ >= 0 && !bytes.empty()) {
      const ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return descriptor_ >= 0 && fsync(descriptor_) == 0;
  }

 private:
  int descriptor_;
};

}  // namespace

std::string read_file(const std::string& path, std::string_view what) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(what, path, "read", errno);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) fail(what, path, "read", errno == 0 ? EIO : errno);
  return bytes;
}

void write_file(const std::string& path, std::string_view bytes, std::string_view what) {
  const std::string temporary = path + ".tmp" + std::to_string(getpid());
  if (OutputFile(temporary).write_synced(bytes) && std::rename(temporary.c_str(), path.c_str()) == 0) return;
  const int error = errno;
  std::remove(temporary.c_str());
  fail(what, path, "written", error);
}

}  // namespace lite2pg
