#include "common/plain_text.h"

#include <array>
#include <cstdio>
#include <ostream>

namespace lite2pg {
namespace {

constexpr unsigned char c1_lead = 0xc2;  ///< U+0080 to U+009F are C2 80 to C2 9F.

bool is_c0(unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f; }
bool is_c1_tail(unsigned char c) { return c >= 0x80 && c <= 0x9f; }

std::string escaped(const char* form, unsigned value) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), form, value);
  return text.data();
}

/// Takes bytes one after another; `out` gets what is safe.
class Filter {
 public:
  void put(char byte, std::string& out) {
    const auto c = static_cast<unsigned char>(byte);
    if (lead_) {
      lead_ = false;
      if (is_c1_tail(c)) {
        out += escaped("\\u%04x", c);
        return;
      }
      out += static_cast<char>(c1_lead);
    }
    if (c == c1_lead) {
      lead_ = true;
    } else if (is_c0(c)) {
      out += escaped("\\x%02x", c);
    } else {
      out += byte;
    }
  }
  void end(std::string& out) {
    if (lead_) out += static_cast<char>(c1_lead);
    lead_ = false;
  }

 private:
  bool lead_ = false;  ///< The last byte may begin a C1 character.
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
