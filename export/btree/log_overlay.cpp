#include "export/btree/log_overlay.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "common/bytes.h"

namespace lite2pg {
namespace {

constexpr std::uint32_t log_magic = 0x377f0682;  // the last bit: checksums over big-endian numbers
constexpr std::uint32_t version = 3007000;

/// Section 4.2, "checksum algorithm".
class LogChecksum {
 public:
  explicit LogChecksum(bool big_endian) : big_endian_(big_endian) {}
  /// `size`: a multiple of 8.
  void add(const std::uint8_t* bytes, std::size_t size) {
    for (std::size_t i = 0; i < size; i += 8) {
      a_ += number(bytes + i) + b_;
      b_ += number(bytes + i + 4) + a_;
    }
  }
  [[nodiscard]] std::array<std::uint32_t, 2> value() const { return {a_, b_}; }

 private:
  [[nodiscard]] std::uint32_t number(const std::uint8_t* p) const {
    std::uint32_t v = 0;
    std::memcpy(&v, p, sizeof v);
    return big_endian_ ? swap_bytes(v) : v;
  }

  bool big_endian_;
  std::uint32_t a_ = 0, b_ = 0;
};

std::array<std::uint32_t, 2> checksum_at(const std::uint8_t* p) { return {load_be32(p), load_be32(p + 4)}; }

struct LogStart {
  LogChecksum checksum{false};
  std::array<std::uint8_t, 8> salts{};
};

std::optional<LogStart> read_start(const LogOverlay::ReadLog& log, std::uint32_t page_size) {
  std::array<std::uint8_t, LogOverlay::header_bytes> header{};
  if (!log(0, header.data(), header.size())) return std::nullopt;
  const std::uint32_t size = load_be32(&header[8]);
  if ((load_be32(header.data()) & ~1U) != log_magic || load_be32(&header[4]) != version || size != page_size)
    return std::nullopt;
  LogStart start{LogChecksum((header[3] & 1) != 0), {}};
  start.checksum.add(header.data(), 24);
  if (start.checksum.value() != checksum_at(&header[24])) return std::nullopt;
  std::copy_n(&header[16], start.salts.size(), start.salts.begin());
  return start;
}

}  // namespace

std::optional<LogOverlay> LogOverlay::read(const ReadLog& log, std::uint32_t page_size,
                                           const std::optional<Limit>& limit) {
  LogOverlay overlay;
  auto start = read_start(log, page_size);
  if (!start) return limit ? std::nullopt : std::optional(overlay);  // recovery takes such a log for none
  if (limit && limit->salts != start->salts) return std::nullopt;
  overlay.salts_ = start->salts;
  const std::uint32_t most = limit ? limit->frames : std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint8_t> frame(frame_header_bytes + page_size);
  std::size_t committed = 0;
  for (std::uint32_t n = 1; n <= most && n != 0; ++n) {
    const std::uint64_t at = header_bytes + std::uint64_t{n - 1} * frame.size();
    if (!log(at, frame.data(), frame.size()) || std::memcmp(&frame[8], overlay.salts_.data(), 8) != 0) break;
    start->checksum.add(frame.data(), 8);
    start->checksum.add(&frame[frame_header_bytes], page_size);
    if (start->checksum.value() != checksum_at(&frame[16]) || load_be32(frame.data()) == 0) break;
    overlay.entries_.push_back({load_be32(frame.data()), n});
    if (const std::uint32_t pages = load_be32(&frame[4]); pages != 0) {
      overlay.pages_ = pages;
      committed = overlay.entries_.size();
    }
  }
  if (limit && (committed != limit->frames || start->checksum.value() != limit->checksum)) return std::nullopt;
  overlay.entries_.resize(committed);
  overlay.keep_newest();
  return overlay;
}

void LogOverlay::keep_newest() {
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return a.page != b.page ? a.page < b.page : a.frame > b.frame; });
  const auto same_page = [](const Entry& a, const Entry& b) { return a.page == b.page; };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same_page), entries_.end());
}

std::uint32_t LogOverlay::frame_of(std::uint32_t page) const noexcept {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), Entry{page, 0});
  return found != entries_.end() && found->page == page ? found->frame : 0;
}

bool LogOverlay::touches(std::uint32_t first, std::uint32_t count) const noexcept {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), Entry{first, 0});
  return found != entries_.end() && found->page - first < count;
}

}  // namespace lite2pg
