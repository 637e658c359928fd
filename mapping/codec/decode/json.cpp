// The canonical form of a JSON document, so that two texts of the same jsonb value become the same TEXT: no blanks; of
// equal names the last one counts, as in jsonb; names by length, then by bytes; in strings only '"', '\' and control
// characters are escaped; numbers are exact decimals without useless zeros.
#include <algorithm>
#include <vector>

#include "mapping/codec/decode/form_steps.h"
#include "mapping/codec/decode/steps.h"

namespace lite2pg {
namespace {

/// PostgreSQL's own limit depends on its stack; documents deeper than this never get there.
constexpr int deepest_text = 1000;

class Canonicalizer {
 public:
  Canonicalizer(std::string_view text, std::string& out) : at_(text.data()), end_(at_ + text.size()), out_(out) {
    out_.clear();
  }

  /// False when the text is no JSON, or holds what jsonb does not: \u0000 or half a surrogate pair.
  bool run() {
    if (!value(0)) return false;
    blanks();
    return at_ == end_;
  }

 private:
  /// A member of an object in out_: "name":value and a comma.
  struct Member {
    std::size_t begin, end;
    std::size_t name;  ///< Length, with its quotes.
  };

  void blanks() noexcept {
    while (at_ != end_ && (*at_ == ' ' || (*at_ >= '\t' && *at_ <= '\r' && *at_ != '\v' && *at_ != '\f'))) ++at_;
  }
  [[nodiscard]] char next() const noexcept { return at_ == end_ ? '\0' : *at_; }
  bool accept(char c) noexcept {
    blanks();
    if (next() != c || at_ == end_) return false;
    ++at_;
    return true;
  }

  bool value(int depth) {
    blanks();
    switch (next()) {
      case '{': return depth < deepest_text && object(depth + 1);
      case '[': return depth < deepest_text && array(depth + 1);
      case '"': return string();
      case 't': return literal("true");
      case 'f': return literal("false");
      case 'n': return literal("null");
      default: return number();
    }
  }

  bool literal(std::string_view word) {
    if (static_cast<std::size_t>(end_ - at_) < word.size() || std::string_view(at_, word.size()) != word) return false;
    at_ += word.size();
    out_ += word;
    return true;
  }

  bool array(int depth) {
    ++at_;
    out_ += '[';
    if (accept(']')) {
      out_ += ']';
      return true;
    }
    do {
      if (!value(depth)) return false;
      out_ += ',';
    } while (accept(','));
    out_.back() = ']';
    return accept(']');
  }

  bool object(int depth) {
    ++at_;
    out_ += '{';
    if (accept('}')) {
      out_ += '}';
      return true;
    }
    const std::size_t first = members_.size();
    do {
      if (!member(depth)) return false;
    } while (accept(','));
    if (!accept('}')) return false;
    if (!in_order(first)) sort(first);
    members_.resize(first);
    out_.back() = '}';
    return true;
  }

  bool member(int depth) {
    Member m{out_.size(), 0, 0};
    blanks();
    if (next() != '"' || !string()) return false;
    m.name = out_.size() - m.begin;
    if (!accept(':')) return false;
    out_ += ':';
    if (!value(depth)) return false;
    out_ += ',';
    m.end = out_.size();
    members_.push_back(m);
    return true;
  }

  [[nodiscard]] int compare(const Member& a, const Member& b) const noexcept {
    if (a.name != b.name) return a.name < b.name ? -1 : 1;
    return std::string_view(out_).substr(a.begin, a.name).compare(std::string_view(out_).substr(b.begin, b.name));
  }

  [[nodiscard]] bool in_order(std::size_t first) const noexcept {
    for (std::size_t i = first + 1; i < members_.size(); ++i)
      if (compare(members_[i - 1], members_[i]) >= 0) return false;
    return true;
  }

  void sort(std::size_t first) {
    const auto begin = members_.begin() + static_cast<std::ptrdiff_t>(first);
    const std::size_t start = begin->begin;
    std::sort(begin, members_.end(), [this](const Member& a, const Member& b) {
      const int order = compare(a, b);
      return order != 0 ? order < 0 : a.begin < b.begin;
    });
    std::string sorted;
    sorted.reserve(out_.size() - start);
    for (auto m = begin; m != members_.end(); ++m) {
      const bool last_of_name = m + 1 == members_.end() || compare(*m, *(m + 1)) != 0;
      if (last_of_name) sorted.append(out_, m->begin, m->end - m->begin);
    }
    out_.replace(start, std::string::npos, sorted);
  }

  bool string() {
    ++at_;
    out_ += '"';
    while (true) {
      const char* const run = at_;
      while (at_ != end_ && static_cast<unsigned char>(*at_) >= 0x20 && *at_ != '"' && *at_ != '\\') ++at_;
      out_.append(run, at_);
      if (at_ == end_ || static_cast<unsigned char>(*at_) < 0x20) return false;
      if (*at_++ == '"') break;
      if (!escape()) return false;
    }
    out_ += '"';
    return true;
  }

  bool escape() {
    if (at_ == end_) return false;
    switch (*at_++) {
      case '"': return put('"');
      case '\\': return put('\\');
      case '/': return put('/');
      case 'b': return put('\b');
      case 'f': return put('\f');
      case 'n': return put('\n');
      case 'r': return put('\r');
      case 't': return put('\t');
      case 'u': return unicode();
      default: return false;
    }
  }

  bool hex4(std::uint32_t& code) noexcept {
    if (end_ - at_ < 4) return false;
    code = 0;
    for (const char* stop = at_ + 4; at_ != stop; ++at_) {
      const std::size_t digit = std::string_view("0123456789abcdefABCDEF").find(*at_);
      if (digit == std::string_view::npos) return false;
      code = code << 4 | static_cast<std::uint32_t>(digit > 15 ? digit - 6 : digit);
    }
    return true;
  }

  bool unicode() {
    std::uint32_t code = 0, low = 0;
    if (!hex4(code) || code == 0 || (code >= 0xDC00 && code < 0xE000)) return false;
    if (code < 0xD800 || code >= 0xE000) return put(code);
    if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return false;
    at_ += 2;
    if (!hex4(low) || low < 0xDC00 || low >= 0xE000) return false;
    return put(0x10000 + (code - 0xD800) * 0x400 + (low - 0xDC00));
  }

  /// The character as the canonical form has it. True, so that callers can return it.
  bool put(std::uint32_t c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = [this](std::uint32_t b) { out_ += static_cast<char>(b); };
    if (c < 0x20) {
      out_ += "\\u00";
      out_ += digits[c >> 4];
      out_ += digits[c & 15];
    } else if (c < 0x80) {
      if (c == '"' || c == '\\') out_ += '\\';
      byte(c);
    } else if (c < 0x800) {
      byte(0xC0 + c / 64);
      byte(0x80 + c % 64);
    } else if (c < 0x10000) {
      byte(0xE0 + c / 4096);
      byte(0x80 + c / 64 % 64);
      byte(0x80 + c % 64);
    } else {
      byte(0xF0 + c / 262144);
      byte(0x80 + c / 4096 % 64);
      byte(0x80 + c / 64 % 64);
      byte(0x80 + c % 64);
    }
    return true;
  }

  [[nodiscard]] std::string_view digits() noexcept {
    const char* const first = at_;
    while (next() >= '0' && next() <= '9') ++at_;
    return {first, static_cast<std::size_t>(at_ - first)};
  }

  bool number() {
    const bool negative = next() == '-';
    if (negative) ++at_;
    const std::string_view whole = digits();
    if (whole.empty() || (whole.size() > 1 && whole[0] == '0')) return false;
    std::string_view fraction;
    if (next() == '.') {
      ++at_;
      fraction = digits();
      if (fraction.empty()) return false;
    }
    long exponent = 0;
    if ((next() == 'e' || next() == 'E') && !read_exponent(exponent)) return false;
    append_number(negative, whole, fraction, exponent);
    return true;
  }

  bool read_exponent(long& exponent) noexcept {
    ++at_;
    const bool negative = next() == '-';
    if (negative || next() == '+') ++at_;
    const std::string_view text = digits();
    for (const char c : text) exponent = std::min(exponent * 10 + (c - '0'), 1'000'000'000L);
    if (negative) exponent = -exponent;
    return !text.empty();
  }

  /// Plain digits where that is short, else digits and an exponent: 120, 1.5, 0.001, 12e30.
  void append_number(bool negative, std::string_view whole, std::string_view fraction, long exponent) {
    const std::size_t sign = out_.size();
    if (negative) out_ += '-';
    const std::size_t first = out_.size();
    out_ += whole;
    out_ += fraction;
    exponent -= static_cast<long>(fraction.size());
    out_.erase(first, std::min(out_.find_first_not_of('0', first), out_.size()) - first);
    if (out_.size() == first) {
      out_.replace(sign, std::string::npos, "0");
      return;
    }
    const std::size_t kept = out_.find_last_not_of('0') + 1;
    exponent += static_cast<long>(out_.size() - kept);
    out_.resize(kept);
    place_point(first, exponent);
  }

  void place_point(std::size_t first, long exponent) {
    const auto count = static_cast<long>(out_.size() - first);
    const long before_point = count + exponent;
    if (exponent >= 0 && before_point <= 20) {
      out_.append(static_cast<std::size_t>(exponent), '0');
    } else if (exponent < 0 && before_point > 0) {
      out_.insert(first + static_cast<std::size_t>(before_point), 1, '.');
    } else if (exponent < 0 && before_point > -6) {
      out_.insert(first, static_cast<std::size_t>(-before_point) + 2, '0');
      out_[first + 1] = '.';
    } else {
      out_ += 'e';
      out_ += std::to_string(exponent);
    }
  }

  const char* at_;
  const char* end_;
  std::string& out_;
  std::vector<Member> members_;  ///< Of all open objects, the inner ones last.
};

}  // namespace

Value decode_jsonb(std::string_view field, std::string& scratch) {
  if (field.empty() || field[0] != 1 || !Canonicalizer(field.substr(1), scratch).run()) throw_bad_field("jsonb", field);
  return Value::text(scratch);
}

bool canonicalize_json(std::string_view text, std::string& out) { return Canonicalizer(text, out).run(); }

}  // namespace lite2pg
