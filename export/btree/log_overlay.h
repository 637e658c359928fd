// Which pages stand in the write-ahead log (https://sqlite.org/fileformat2.html section 4), as of one state of it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace lite2pg {

/// The log's frames up to a commit. Immutable once made: any thread may ask.
class LogOverlay {
 public:
  static constexpr std::uint64_t header_bytes = 32;
  static constexpr std::uint32_t frame_header_bytes = 24;

  /// Where reading ends, when SQLite has said so (LogHead).
  struct Limit {
    std::uint32_t frames = 0;
    std::array<std::uint32_t, 2> checksum{};
    std::array<std::uint8_t, 8> salts{};
  };
  /// Reads `size` bytes of the log at `offset`; false when they are not all there.
  using ReadLog = std::function<bool(std::uint64_t offset, std::uint8_t* to, std::size_t size)>;

  /// No log, or one that adds nothing.
  LogOverlay() = default;
  /// Goes through the frames once, with their checksums. Without a limit the last commit that checks is the end, as
  /// SQLite's own recovery has it: right only where nobody has the log open. nullopt: the log is not as the limit
  /// says, or its pages have another size.
  [[nodiscard]] static std::optional<LogOverlay> read(const ReadLog& log, std::uint32_t page_size,
                                                      const std::optional<Limit>& limit);

  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  /// The frame, counted from 1, that holds `page`; 0: the database file has it.
  [[nodiscard]] std::uint32_t frame_of(std::uint32_t page) const noexcept;
  /// Whether any of the pages `first` to `first` + `count` - 1 stands here.
  [[nodiscard]] bool touches(std::uint32_t first, std::uint32_t count) const noexcept;
  [[nodiscard]] const std::array<std::uint8_t, 8>& salts() const noexcept { return salts_; }
  /// Pages of the database as the last commit says; 0 without one.
  [[nodiscard]] std::uint32_t pages() const noexcept { return pages_; }

 private:
  struct Entry {
    std::uint32_t page = 0;
    std::uint32_t frame = 0;
    friend auto operator<=>(const Entry&, const Entry&) = default;  // NOLINT(modernize-use-nullptr): misread.
  };
  void keep_newest();

  std::vector<Entry> entries_;  ///< By page; one a page.
  std::array<std::uint8_t, 8> salts_{};
  std::uint32_t pages_ = 0;
};

}  // namespace lite2pg
