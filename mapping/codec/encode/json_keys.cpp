#include "mapping/codec/encode/json_keys.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory_resource>
#include <vector>

namespace lite2pg {
namespace {

/// https://datatracker.ietf.org/doc/html/draft-eastlake-fnv (FNV-1a, 64 bits)
class Hash {
 public:
  void add(unsigned byte) noexcept { value_ = (value_ ^ (byte & 0xFF)) * 0x100000001B3ULL; }
  /// As UTF-8; halves of surrogate pairs as they come.
  void add_code(unsigned c) noexcept {
    if (c < 0x80) return add(c);
    if (c < 0x800) {
      add(0xC0 | c >> 6);
    } else if (c < 0x10000) {
      add(0xE0 | c >> 12);
      add(0x80 | (c >> 6 & 0x3F));
    } else {
      add(0xF0 | c >> 18);
      add(0x80 | (c >> 12 & 0x3F));
      add(0x80 | (c >> 6 & 0x3F));
    }
    add(0x80 | (c & 0x3F));
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325ULL;
};

class KeyWalk {
 public:
  explicit KeyWalk(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  bool finds_repeated() {
    for (bool key = false; at_ != end_; ++at_) {
      switch (*at_) {
        case '{':
          frames_.push_back({true, keys_.size()});
          key = true;
          break;
        case '[':
          frames_.push_back({false, keys_.size()});
          key = false;
          break;
        case '}':
          if (close()) return true;
          key = false;
          break;
        case ']': frames_.pop_back(); break;
        case ',': key = !frames_.empty() && frames_.back().object; break;
        case '"': {
          const std::uint64_t hash = string();
          if (key) keys_.push_back(hash);
          key = false;
          break;
        }
        default: break;
      }
    }
    return false;
  }

 private:
  struct Frame {
    bool object;
    std::size_t first_key;
  };

  bool close() {
    const auto first = keys_.begin() + static_cast<std::ptrdiff_t>(frames_.back().first_key);
    std::sort(first, keys_.end());
    const bool repeated = std::adjacent_find(first, keys_.end()) != keys_.end();
    keys_.erase(first, keys_.end());
    frames_.pop_back();
    return repeated;
  }

  /// Leaves at_ on the closing quote.
  std::uint64_t string() noexcept {
    Hash hash;
    for (++at_; *at_ != '"'; ++at_) {
      if (*at_ != '\\') {
        hash.add(static_cast<unsigned char>(*at_));
        continue;
      }
      constexpr std::string_view from = "bfnrt", to = "\b\f\n\r\t";
      const char c = *++at_;
      const std::size_t i = from.find(c);
      if (c == 'u') {
        escape(hash);
      } else {
        hash.add(static_cast<unsigned char>(i == std::string_view::npos ? c : to[i]));
      }
    }
    return hash.value();
  }

  /// at_ stands on the u; leaves it on the last digit.
  void escape(Hash& hash) noexcept {
    unsigned code = digits();
    if (code >= 0xD800 && code <= 0xDBFF && at_[1] == '\\' && at_[2] == 'u') {
      at_ += 2;
      code = 0x10000 + ((code - 0xD800) << 10) + (digits() - 0xDC00);
    }
    hash.add_code(code);
  }
  unsigned digits() noexcept {
    unsigned code = 0;
    for (int i = 0; i < 4; ++i) {
      const auto c = static_cast<unsigned char>(*++at_);
      code = code * 16 + (c <= '9' ? c - '0' : (c | 0x20U) - 'a' + 10U);
    }
    return code;
  }

  const char* at_;
  const char* end_;
  std::array<std::byte, 4096> room_;  // Most documents need no more.
  std::pmr::monotonic_buffer_resource memory_{room_.data(), room_.size()};
  std::pmr::vector<Frame> frames_{&memory_};
  std::pmr::vector<std::uint64_t> keys_{&memory_};
};

}  // namespace

bool has_repeated_key(std::string_view text) { return KeyWalk(text).finds_repeated(); }

}  // namespace lite2pg
