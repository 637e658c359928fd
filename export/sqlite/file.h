// The source file as it lies on the disk, looked at before SQLite touches it: is it a database at all, is there a
// write-ahead log to read, and may anybody else be using it.
//
// This object shares the process's one descriptor of the file (descriptor.h) and must outlive every connection to it.
#pragma once

#include <cstdint>
#include <string>

#include "export/sqlite/descriptor.h"

namespace lite2pg {

/// How SQLite is to open a file so that nothing is written to it or beside it.
enum class OpenMode : std::uint8_t {
  live,       ///< With locks: a program may be using it.
  immutable,  ///< Write-ahead mode, log empty or absent: nobody has it open, and SQLite would create -wal and -shm.
  frozen,     ///< A log with content, but no -shm: nobody has it open; the log is read without creating a -shm.
};

/// What decides the mode.
struct Companions {
  bool wal_mode = false;  ///< The header says write-ahead log.
  bool wal_exists = false;
  bool wal_content = false;  ///< The -wal file holds at least one frame.
  bool shm_exists = false;
};
[[nodiscard]] OpenMode choose_open_mode(const Companions& c) noexcept;

/// What changes when somebody writes: of the file and of its -wal.
struct FileState {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0;
  std::uint32_t change_counter = 0;  ///< https://sqlite.org/fileformat2.html section 1.3.8
  std::uint64_t wal_size = 0;
  std::int64_t wal_modified_ns = 0;
  friend bool operator==(const FileState&, const FileState&) = default;
};

class SqliteFile {
 public:
  /// Throws Error(source) when the file is missing, a folder, unreadable, empty, no SQLite database, encrypted or
  /// shorter than its header says.
  /// `shown`: what messages call it; empty: its path.
  explicit SqliteFile(std::string path, std::string shown = {});
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const std::string& shown() const noexcept { return shown_; }
  [[nodiscard]] OpenMode mode() const noexcept { return mode_; }
  /// Another program may be adding to a write-ahead log of this file.
  /// Whether it is in write-ahead mode, or a log stands beside it.
  [[nodiscard]] bool has_log() const noexcept { return has_log_; }
  [[nodiscard]] bool is_live_log() const noexcept { return mode_ == OpenMode::live && has_log_; }
  /// The `file:` URI to open it by (https://sqlite.org/uri.html).
  [[nodiscard]] std::string uri() const;
  /// What the path leads to now: another inode when the file was replaced.
  [[nodiscard]] FileState state() const;
  /// Bytes of the file and of its -wal.
  /// SQLITE_VERSION_NUMBER of the library that wrote the header last; 0 in files older than 3.7.0.
  [[nodiscard]] int sqlite_version() const;
  [[nodiscard]] std::uint64_t size() const;
  /// "xxh3:<32 hex>" over the bytes of the file and of its -wal. Reads everything.
  [[nodiscard]] std::string content_hash() const;
  /// Reads up to `size` bytes at `offset`; the number read (less at the end). Throws Error(source).
  std::size_t read_at(std::uint64_t offset, char* to, std::size_t size) const;

 private:
  void check_header() const;
  void check_length() const;

  std::string path_, shown_;
  SharedDescriptor descriptor_;
  OpenMode mode_ = OpenMode::live;
  bool has_log_ = false;
};

}  // namespace lite2pg
