// Files that SQLite wrote and somebody changed: what the reader of pages makes of them beside what SQLite does.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace lite2pg::test {

/// Makes changed databases in a folder, one at a time. One thread.
class ChangedDatabases {
 public:
  /// `folder` exists; what is made there is replaced by the next.
  explicit ChangedDatabases(std::string folder);

  /// `input`: which of the sound files, and whether tables are read in slices (one byte), then changes of four bytes
  /// each: where (two), what kind, which value. Empty, or what is wrong:
  /// - a table is read to its end by its pages, and SQLite reads other rows without a word of damage;
  /// - it is refused by its pages, and SQLite reads it and finds nothing;
  /// - the audit calls the file sound, and SQLite finds damage.
  /// Throws what is neither lite2pg::Error nor of SQLite.
  [[nodiscard]] std::string complaint(std::span<const std::uint8_t> input);

  [[nodiscard]] std::size_t sound_files() const noexcept { return sound_.size(); }
  /// How many inputs the audit called sound so far.
  [[nodiscard]] std::uint64_t called_sound() const noexcept { return called_sound_; }

 private:
  struct Files {
    std::string database, log;
  };
  [[nodiscard]] Files make(const std::string& sql) const;
  [[nodiscard]] std::string compare(bool in_slices);

  std::string folder_;
  std::vector<Files> sound_;
  std::uint64_t called_sound_ = 0;
};

}  // namespace lite2pg::test
