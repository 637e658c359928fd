// Encode's reading of lists of one dimension that are no JSON: CSV with quotes, YAML's block sequences as Ruby writes
// them, PHP's serialize(), Python's repr().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mapping/codec/forms.h"

namespace lite2pg {

/// Gives the values one by one. An error is final.
class ListText {
 public:
  enum class Part : std::uint8_t { element, null, end, error };

  ListText() = default;
  /// `text` outlives it. Of another form than the three: every part is an error.
  ListText(ArrayForm form, std::string_view text) noexcept;

  [[nodiscard]] Part next();
  /// The last element, without quotes and escapes; borrowed until the next call.
  [[nodiscard]] std::string_view element() const noexcept { return element_; }

 private:
  Part csv_field();
  Part yaml_line();
  Part yaml_scalar(std::string_view scalar);
  Part php_value();
  Part python_value();
  bool python_text(char quote);
  bool python_escape();
  bool yaml_double(std::string_view body);
  [[nodiscard]] bool take(std::string_view prefix) noexcept;
  [[nodiscard]] bool take_number(std::string_view& digits, char end) noexcept;
  void begin_yaml() noexcept;
  void begin_php() noexcept;

  ArrayForm form_ = ArrayForm::any;
  std::string_view rest_;
  bool done_ = false, broken_ = true;
  std::int64_t count_ = 0, index_ = 0;
  std::string_view element_;
  std::string unescaped_;
};

}  // namespace lite2pg
