#include "export/archive/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <cerrno>
#include <new>
#include <system_error>

#include "common/error.h"

namespace lite2pg {
namespace {

/// The kernel is asked to write this much at a time, so that sync at the end finds little to do.
constexpr std::uint64_t writeback_step = std::uint64_t{8} << 20;

[[noreturn]] void fail(const std::string& name, const char* verb) {
  const int error = errno;
  throw Error(ExitCode::archive, "'" + name + "' cannot be " + verb + ": " + std::generic_category().message(error),
              error == ENOSPC || error == EDQUOT ? "free some space, or write the archive to another disk" : "");
}

Hash128 from(XXH128_hash_t h) noexcept { return {h.low64, h.high64}; }

}  // namespace

Hash128 content_hash(std::string_view bytes) noexcept { return from(XXH3_128bits(bytes.data(), bytes.size())); }

ContentHasher::ContentHasher() : state_(XXH3_createState()) {
  if (!state_) throw std::bad_alloc();
  XXH3_128bits_reset(state_.get());
}
void ContentHasher::FreeState::operator()(XXH3_state_s* state) const noexcept { XXH3_freeState(state); }
void ContentHasher::add(std::string_view bytes) noexcept {
  XXH3_128bits_update(state_.get(), bytes.data(), bytes.size());
}
Hash128 ContentHasher::hash() const noexcept { return from(XXH3_128bits_digest(state_.get())); }

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Descriptor& Descriptor::operator=(Descriptor&& o) noexcept {
  std::swap(number_, o.number_);
  return *this;
}

OutputFile::OutputFile(const std::string& path, std::string name)
    : name_(std::move(name)), descriptor_(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)) {
  if (descriptor_.get() < 0) fail(name_, "written");
}

void OutputFile::append(std::string_view bytes) {
  hasher_.add(bytes);
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor_.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(name_, "written");
    bytes.remove_prefix(static_cast<std::size_t>(n));
    size_ += static_cast<std::uint64_t>(n);
  }
  if (size_ - writeback_ >= writeback_step) start_writeback();
}

/// Only a hint: what it cannot do, sync does.
void OutputFile::start_writeback() {
  sync_file_range(descriptor_.get(), static_cast<off_t>(writeback_), static_cast<off_t>(size_ - writeback_),
                  SYNC_FILE_RANGE_WRITE);
  writeback_ = size_;
}

void OutputFile::sync() {
  if (fsync(descriptor_.get()) != 0) fail(name_, "written");
}

InputFile::InputFile(const std::string& path, std::string name)
    : name_(std::move(name)), descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_.get() < 0) fail(name_, "read");
}

std::string_view InputFile::read(std::uint64_t offset, std::size_t size, FieldBuffer& buffer) const {
  buffer.clear();
  char* const room = buffer.reserve(size);
  for (std::size_t done = 0; done < size;) {
    const ssize_t n = pread(descriptor_.get(), room + done, size - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(name_, "read");
    if (n == 0) throw Error(ExitCode::archive, "'" + name_ + "' is shorter than its manifest says");
    done += static_cast<std::size_t>(n);
  }
  buffer.commit(size);
  return buffer.view();
}

std::uint64_t InputFile::size() const {
  struct stat s {};
  if (fstat(descriptor_.get(), &s) != 0) fail(name_, "read");
  return static_cast<std::uint64_t>(s.st_size);
}

void sync_folder(const std::string& path) {
  const Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || fsync(folder.get()) != 0) fail(path, "synced");
}

}  // namespace lite2pg
