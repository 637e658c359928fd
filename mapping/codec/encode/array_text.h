// Encode's reading of arrays in text: JSON, PostgreSQL's own braces, values between marks, or other lists
// (list_text.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mapping/codec/codec.h"
#include "mapping/codec/encode/list_text.h"

namespace lite2pg {

/// Cuts the text of an array into brackets and elements. An error is final.
class ArrayText {
 public:
  enum class Part : std::uint8_t { open, close, element, null, end, error };

  /// What elements of a JSON array are taken as they stand, beside texts, numbers and words.
  enum class Raw : std::uint8_t {
    none,
    objects,    ///< Objects, which the element's type reads.
    documents,  ///< All of the outermost array: JSON documents.
  };

  ArrayText(ArrayForm form, std::string_view text, Raw raw) noexcept;

  [[nodiscard]] Part next();
  /// The text of the last element, without quotes and escapes; borrowed until the next call.
  [[nodiscard]] std::string_view element() const noexcept { return element_; }
  /// How many brackets are open before the first element; 0 for an array without elements.
  [[nodiscard]] int dimensions() const noexcept;

 private:
  [[nodiscard]] char mark() const noexcept { return traits_of(form_).mark; }
  [[nodiscard]] bool is_list() const noexcept { return form_ >= ArrayForm::csv; }
  [[nodiscard]] bool is_otherwise_marked() const noexcept;
  void take_outer_marks() noexcept;
  [[nodiscard]] bool is_serialized() const noexcept;
  Part marked_value();
  Part list_value();
  Part value();
  Part json_value();
  Part brace_value();
  Part document();
  bool json_string();
  bool json_escape();
  bool four_digits(unsigned& code) noexcept;
  bool brace_string();
  void blanks() noexcept;
  [[nodiscard]] char at() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }

  ArrayForm form_;
  std::string_view rest_;
  Raw raw_;
  char open_, close_;
  int depth_ = 0;
  bool after_value_ = false, begun_ = false;
  std::string_view element_;
  std::string unescaped_;
  ListText list_;
};

}  // namespace lite2pg
