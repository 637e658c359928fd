// Names come from files that anybody may have made: a control character in one must not reach a terminal, where it
// could move the cursor, change colours or pose as another message.
#pragma once

#include <iosfwd>
#include <memory>
#include <streambuf>
#include <string>
#include <string_view>

namespace lite2pg {

/// The text with control characters (C0 but line break and tab, DEL, C1 in UTF-8, marks that change the direction of
/// what follows, line and paragraph separators) written as \x1b or \u009b. Other bytes stay as they are.
[[nodiscard]] std::string plain_text(std::string_view text);

/// The same on one line: a line break is written as \x0a.
[[nodiscard]] std::string plain_line(std::string_view text);

/// While it lives, what is written to the stream passes plain_text().
class PlainStream {
 public:
  explicit PlainStream(std::ostream& stream);
  ~PlainStream();
  PlainStream(const PlainStream&) = delete;
  PlainStream& operator=(const PlainStream&) = delete;

 private:
  std::ostream& stream_;
  std::unique_ptr<std::streambuf> filter_;
  std::streambuf* former_;
};

}  // namespace lite2pg
