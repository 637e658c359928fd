#include "export/sqlite/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include "common/bytes.h"
#include "common/error.h"
#include "export/sqlite/foreign_file.h"

namespace lite2pg {
namespace {

// https://sqlite.org/fileformat2.html section 1.3
constexpr std::string_view magic{"SQLite format 3\0", 16};
constexpr std::size_t header_size = 100;
using Header = std::array<char, header_size>;

// https://sqlite.org/fileformat2.html section 4.1: a header of 32 bytes, then frames
constexpr std::uint64_t wal_header_size = 32;

[[noreturn]] void fail(const std::string& path, const std::string& what, std::string hint = {}) {
  throw Error(ExitCode::source, path + ": " + what, std::move(hint));
}

std::int64_t nanoseconds(const timespec& t) { return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec; }

std::optional<struct stat> look_at(const std::string& path) {
  struct stat s {};
  if (::stat(path.c_str(), &s) != 0) return std::nullopt;
  return s;
}

const std::string& checked_kind(const std::string& path) {
  const auto s = look_at(path);
  if (!s && errno == ENOENT) fail(path, "no such file", "check the path of the source database");
  if (!s) fail(path, std::string("cannot be looked at: ") + std::strerror(errno));
  if (S_ISDIR(s->st_mode)) fail(path, "is a folder, not a SQLite database", "name the database file itself");
  if (!S_ISREG(s->st_mode)) fail(path, "is no regular file", "copy the database into a plain file first");
  if (s->st_size == 0)
    fail(path, "is empty (0 bytes), so there is no database in it", "check the path; was the file ever written to?");
  return path;
}

void check_open(int descriptor, const std::string& path) {
  if (descriptor < 0)
    fail(path, std::string("cannot be opened: ") + std::strerror(errno), "check who may read the file and its folder");
}

Header read_header(const SqliteFile& file) {
  Header header{};
  file.read_at(0, header.data(), header.size());
  return header;
}

Companions companions_of(const SqliteFile& file) {
  const Header header = read_header(file);
  const auto wal = look_at(file.path() + "-wal");
  Companions c;
  c.wal_mode = header[18] == 2 || header[19] == 2;
  c.wal_exists = wal.has_value();
  c.wal_content = wal && static_cast<std::uint64_t>(wal->st_size) > wal_header_size;
  c.shm_exists = look_at(file.path() + "-shm").has_value();
  return c;
}

bool has_hot_companion(const std::string& path) {
  const auto wal = look_at(path + "-wal");
  const auto journal = look_at(path + "-journal");
  return (wal && wal->st_size > 0) || (journal && journal->st_size > 0);
}

/// Bytes the URI syntax gives a meaning to are written as %XX.
std::string escape_for_uri(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte > 0x20 && byte < 0x7f && c != '%' && c != '?' && c != '#';
    if (plain) {
      out += c;
    } else {
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

struct HashState {
  XXH3_state_t* state = XXH3_createState();
  HashState() { XXH3_128bits_reset(state); }
  ~HashState() { XXH3_freeState(state); }
  HashState(const HashState&) = delete;
  HashState& operator=(const HashState&) = delete;
};

constexpr std::size_t hash_block = std::size_t{1} << 20;

void hash_descriptor(int descriptor, const std::string& path, XXH3_state_t* state) {
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  const auto block = std::make_unique_for_overwrite<char[]>(hash_block);
  for (off_t at = 0;;) {
    const ssize_t n = ::pread(descriptor, block.get(), hash_block, at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(path, std::string("cannot be read: ") + std::strerror(errno));
    if (n == 0) return;
    XXH3_128bits_update(state, block.get(), static_cast<std::size_t>(n));
    at += n;
  }
}

/// The -wal carries no POSIX locks (those are on the database and on the -shm), so opening and closing it is harmless.
void hash_wal(const std::string& path, XXH3_state_t* state) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return;
  if (descriptor < 0) fail(path, std::string("cannot be opened: ") + std::strerror(errno));
  try {
    hash_descriptor(descriptor, path, state);
  } catch (...) {
    ::close(descriptor);
    throw;
  }
  ::close(descriptor);
}

std::string hash_text(XXH128_hash_t h) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, h);
  std::string out;
  for (const unsigned char byte : canonical.digest) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

}  // namespace

OpenMode choose_open_mode(const Companions& c) noexcept {
  if (c.wal_content) return c.shm_exists ? OpenMode::live : OpenMode::frozen;
  if (!c.wal_mode) return OpenMode::live;
  return c.wal_exists && c.shm_exists ? OpenMode::live : OpenMode::immutable;
}

SqliteFile::SqliteFile(std::string path, std::string shown)
    : path_(std::move(path)), shown_(shown.empty() ? path_ : std::move(shown)), descriptor_(checked_kind(path_)) {
  check_open(descriptor_.get(), shown_);
  check_header();
  check_length();
  const Companions companions = companions_of(*this);
  mode_ = choose_open_mode(companions);
  has_log_ = companions.wal_mode || companions.wal_content;
}

void SqliteFile::check_header() const {
  const Header header = read_header(*this);
  if (std::string_view(header.data(), magic.size()) == magic) return;
  const ForeignFile found = describe_foreign_file({header.data(), header.size()});
  fail(shown_, "is not a SQLite database: " + found.what, found.hint);
}

/// A file that lost its end. With a log or journal beside it the file alone does not tell; SQLite will.
void SqliteFile::check_length() const {
  const std::uint64_t bytes = state().size;
  const Header header = read_header(*this);
  const bool count_is_valid = load_be<std::uint32_t>(&header[24]) == load_be<std::uint32_t>(&header[92]);
  const auto raw_page_size = load_be<std::uint16_t>(&header[16]);
  const std::uint64_t page_size = raw_page_size == 1 ? 65536 : raw_page_size;
  const std::uint64_t pages = count_is_valid ? load_be<std::uint32_t>(&header[28]) : 0;
  if (bytes >= header_size && (bytes >= pages * page_size || has_hot_companion(path_))) return;
  fail(shown_,
       "is truncated: its header speaks of " + std::to_string(pages) + " pages of " + std::to_string(page_size) +
           " bytes, but the file has " + std::to_string(bytes) + " bytes",
       "copy the database again; if this is the original, restore a backup or use `sqlite3 FILE .recover`");
}

std::string SqliteFile::uri() const {
  // A relative path must not look like an authority ("file://host/..."), an absolute one may start with "//".
  std::string uri = "file:" + (path_.starts_with("//") ? "//" + escape_for_uri(path_) : escape_for_uri(path_));
  switch (mode_) {
    case OpenMode::live: return uri + "?mode=ro";
    case OpenMode::immutable: return uri + "?mode=ro&immutable=1";
    // Without locks SQLite needs no -shm: with locking_mode=EXCLUSIVE the index of the log lives in memory
    // (https://sqlite.org/wal.html section 6).
    case OpenMode::frozen: return uri + "?mode=ro&vfs=unix-none";
  }
  return uri;
}

FileState SqliteFile::state() const {
  FileState r;
  const auto s = look_at(path_);
  if (!s) return r;
  const auto wal = look_at(path_ + "-wal");
  std::array<char, 4> counter{};
  read_at(24, counter.data(), counter.size());
  r.device = s->st_dev;
  r.inode = s->st_ino;
  r.size = static_cast<std::uint64_t>(s->st_size);
  r.modified_ns = nanoseconds(s->st_mtim);
  r.change_counter = load_be<std::uint32_t>(counter.data());
  r.wal_size = wal ? static_cast<std::uint64_t>(wal->st_size) : 0;
  r.wal_modified_ns = wal && wal->st_size > 0 ? nanoseconds(wal->st_mtim) : 0;
  return r;
}

int SqliteFile::sqlite_version() const {
  std::array<char, 4> number{};
  read_at(96, number.data(), number.size());
  return static_cast<int>(load_be<std::uint32_t>(number.data()));
}

std::uint64_t SqliteFile::size() const {
  const FileState s = state();
  return s.size + s.wal_size;
}

std::string SqliteFile::content_hash() const {
  const HashState hash;
  hash_descriptor(descriptor_.get(), path_, hash.state);
  hash_wal(path_ + "-wal", hash.state);
  return "xxh3:" + hash_text(XXH3_128bits_digest(hash.state));
}

std::size_t SqliteFile::read_at(std::uint64_t offset, char* to, std::size_t size) const {
  for (std::size_t done = 0;;) {
    const ssize_t n = ::pread(descriptor_.get(), to + done, size - done, static_cast<off_t>(offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(shown_, std::string("cannot be read: ") + std::strerror(errno));
    done += static_cast<std::size_t>(n);
    if (n == 0 || done == size) return done;
  }
}

}  // namespace lite2pg
