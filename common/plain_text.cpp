#include "common/plain_text.h"

#include <array>
#include <cstdio>
#include <ostream>

namespace lite2pg {
namespace {

bool is_c0(unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f; }

std::string escaped(const char* form, unsigned value) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), form, value);
  return text.data();
}

/// Whether more bytes may make a character of hidden() of these.
bool may_begin_hidden(std::string_view bytes) {
  return bytes == "\xc2" || bytes == "\xd8" || bytes == "\xe2" || bytes == "\xe2\x80" || bytes == "\xe2\x81";
}

/// C1, and what changes the direction of text or begins a line (https://www.unicode.org/reports/tr9/ section 2).
bool is_hidden(unsigned c) {
  return (c >= 0x80 && c <= 0x9f) || c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

/// The character of two or three bytes of UTF-8, when it must not be shown; 0 otherwise.
unsigned hidden(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const bool two = bytes.size() == 2 && (byte(0) & 0xe0U) == 0xc0U, three = bytes.size() == 3;
  if ((!two && !three) || (byte(bytes.size() - 1) & 0xc0U) != 0x80U) return 0;
  const unsigned c = two ? (byte(0) & 0x1fU) << 6 | (byte(1) & 0x3fU)
                         : (byte(0) & 0x0fU) << 12 | (byte(1) & 0x3fU) << 6 | (byte(2) & 0x3fU);
  return is_hidden(c) ? c : 0;
}

/// Takes bytes one after another; `out` gets what is safe.
class Filter {
 public:
  void put(char byte, std::string& out) {
    held_ += byte;
    while (!held_.empty() && !may_begin_hidden(held_)) {
      if (const unsigned c = hidden(held_); c != 0) {
        out += escaped("\\u%04x", c);
        held_.clear();
      } else {
        let_go(out);
      }
    }
  }
  void end(std::string& out) {
    while (!held_.empty()) let_go(out);
  }

 private:
  void let_go(std::string& out) {
    const auto c = static_cast<unsigned char>(held_.front());
    out += is_c0(c) ? escaped("\\x%02x", c) : std::string(1, held_.front());
    held_.erase(0, 1);
  }

  std::string held_;  ///< May begin a character that is not shown.
};

class FilterBuffer : public std::streambuf {
 public:
  explicit FilterBuffer(std::streambuf* sink) : sink_(sink) {}

 protected:
  int_type overflow(int_type c) override {
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    const char byte = traits_type::to_char_type(c);
    return xsputn(&byte, 1) == 1 ? c : traits_type::eof();
  }
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    safe_.clear();
    for (std::streamsize i = 0; i < size; ++i) filter_.put(text[i], safe_);
    const auto wanted = static_cast<std::streamsize>(safe_.size());
    return sink_->sputn(safe_.data(), wanted) == wanted ? size : 0;
  }
  int sync() override { return sink_->pubsync(); }

 private:
  std::streambuf* sink_;
  Filter filter_;
  std::string safe_;
};

}  // namespace

std::string plain_text(std::string_view text) {
  Filter filter;
  std::string safe;
  for (const char c : text) filter.put(c, safe);
  filter.end(safe);
  return safe;
}

std::string plain_line(std::string_view text) {
  std::string line;
  for (const char c : plain_text(text)) line += c == '\n' ? std::string("\\x0a") : std::string(1, c);
  return line;
}

PlainStream::PlainStream(std::ostream& stream)
    : stream_(stream), filter_(std::make_unique<FilterBuffer>(stream.rdbuf())), former_(stream.rdbuf(filter_.get())) {}

PlainStream::~PlainStream() { stream_.rdbuf(former_); }

}  // namespace lite2pg
