#include "common/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "common/error.h"
#include "common/interrupt.h"

namespace lite2pg {
namespace {

[[noreturn]] void fail(std::string_view what, const std::string& path, std::string_view verb, int error) {
  throw Error(ExitCode::usage, std::string(what) + " '" + path + "' cannot be " + std::string(verb) + ": " +
                                   std::generic_category().message(error));
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

/// An open file descriptor for writing.
class OutputFile {
 public:
  OutputFile(const std::string& path, int flags)
      : descriptor_(open(path.c_str(), flags | O_WRONLY | O_CLOEXEC, 0666)) {}
  ~OutputFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  [[nodiscard]] bool write(std::string_view bytes) const { return is_open() && write_all(descriptor_, bytes); }
  [[nodiscard]] bool write_synced(std::string_view bytes) const { return write(bytes) && fsync(descriptor_) == 0; }

 private:
  int descriptor_;
};

/// The descriptor of this process that a path names: "-", "/dev/stdout", "/dev/fd/3", "/proc/self/fd/3".
std::optional<int> descriptor_of(const std::string& path) {
  if (path == "-" || path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(folder)) continue;
    const std::string number = path.substr(folder.size());
    const bool digits = !number.empty() && number.size() < 7 && number.find_first_not_of("0123456789") == number.npos;
    if (digits) return std::stoi(number);
  }
  return std::nullopt;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

/// Where a path leads: one symbolic link after the other, up to a descriptor of ours or to what is no link.
std::string followed(std::string path) {
  constexpr int most_links = 40;  // as Linux has it
  for (int links = 0; links < most_links && !descriptor_of(path); ++links) {
    std::string link(4096, '\0');
    const ssize_t size = readlink(path.c_str(), link.data(), link.size());
    if (size < 0) return path;
    link.resize(static_cast<std::size_t>(size));
    path = link.starts_with('/') ? link : folder_of(path) + "/" + link;
  }
  return path;
}

/// How a path is written.
struct Destination {
  std::string path;               ///< Links followed.
  std::optional<int> descriptor;  ///< One that is open already.
  bool in_place = false;          ///< Written through; else replaced by a rename.
  bool circular = false;          ///< Links that lead nowhere but to each other.
};

Destination destination_of(const std::string& path) {
  Destination to{followed(path), std::nullopt, false};
  to.descriptor = descriptor_of(to.path);
  struct stat status {};
  if (to.descriptor) return to;
  to.circular = lstat(to.path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
  if (stat(to.path.c_str(), &status) != 0) return to;
  const bool fixed = access(folder_of(to.path).c_str(), W_OK) != 0 && access(to.path.c_str(), W_OK) == 0;
  to.in_place = !S_ISREG(status.st_mode) || fixed;
  return to;
}

std::string temporary_name(const std::string& path) { return path + ".tmp" + std::to_string(getpid()); }

/// A file that cannot be renamed over (one that is mounted by itself, say) is written through.
bool replace(const std::string& path, std::string_view bytes) {
  const std::string temporary = temporary_name(path);
  if (OutputFile(temporary, O_CREAT | O_TRUNC).write_synced(bytes)) {
    if (std::rename(temporary.c_str(), path.c_str()) == 0) return true;
    const bool mounted = errno == EBUSY;
    if (mounted && OutputFile(path, O_TRUNC).write_synced(bytes)) return std::remove(temporary.c_str()) == 0;
  }
  const int error = errno;
  std::remove(temporary.c_str());
  errno = error;
  return false;
}

bool is_circular(const Destination& to) {
  if (to.circular) errno = ELOOP;
  return to.circular;
}

bool write_to(const Destination& to, std::string_view bytes) {
  if (is_circular(to)) return false;
  if (to.descriptor) return write_all(*to.descriptor, bytes);
  return to.in_place ? OutputFile(to.path, O_TRUNC).write(bytes) : replace(to.path, bytes);
}

bool can_write_to(const Destination& to) {
  if (is_circular(to)) return false;
  if (to.descriptor) return fcntl(*to.descriptor, F_GETFD) >= 0;
  struct stat status {};
  if (stat(to.path.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) errno = EISDIR;
    if (S_ISDIR(status.st_mode)) return false;
    if (to.in_place) return access(to.path.c_str(), W_OK) == 0;
  }
  const std::string temporary = temporary_name(to.path);
  const bool made = OutputFile(temporary, O_CREAT | O_EXCL).is_open();
  return made && std::remove(temporary.c_str()) == 0;
}

}  // namespace

std::string read_file(const std::string& path, std::string_view what) {
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(what, path, "read", errno);
  std::string bytes(std::istreambuf_iterator<char>(file), {});
  if (file.bad()) fail(what, path, "read", errno == 0 ? EIO : errno);
  return bytes;
}

void write_file(const std::string& path, std::string_view bytes, std::string_view what) {
  if (write_to(destination_of(path), bytes)) return;
  const int error = errno;
  if (error == EINTR) throw_if_interrupted();  // A FIFO that nobody reads holds until somebody does.
  fail(what, path, "written", error);
}

void check_writable(const std::string& path, std::string_view what) {
  if (!can_write_to(destination_of(path))) fail(what, path, "written", errno);
}

bool is_standard_output(const std::string& path) { return descriptor_of(followed(path)) == STDOUT_FILENO; }

}  // namespace lite2pg
