// HTML text without a way out: markup comes from literals of ours, everything else is escaped.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace lite2pg {

/// `text` for element content and for attribute values in double quotes: & < > " ' become references
/// (https://html.spec.whatwg.org/multipage/syntax.html#character-references), control characters their pictures
/// (U+2400 and on), direction marks their code points, so that no name or value changes how the page around it reads.
/// Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string escape_html(std::string_view text);

/// A document in the making. Tags and attribute names are the program's own words and pass as they are.
class Html {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  /// "<tag a="b">"; values are escaped.
  Html& open(std::string_view tag, Attributes attributes = {});
  Html& close(std::string_view tag);
  /// Escaped.
  Html& text(std::string_view text);
  /// <tag a="b">text</tag>
  Html& element(std::string_view tag, std::string_view text, Attributes attributes = {});
  /// Markup of ours, as it is.
  Html& raw(std::string_view markup);
  Html& append(const Html& other) { return raw(other.out_); }

  [[nodiscard]] const std::string& str() const noexcept { return out_; }
  [[nodiscard]] bool empty() const noexcept { return out_.empty(); }

 private:
  std::string out_;
};

}  // namespace lite2pg
