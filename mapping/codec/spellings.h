// How a column may spell its values where the type has other words for them: `spelling` in a mapping file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "mapping/value/value.h"

namespace lite2pg {

enum class WrittenForm : std::uint8_t {
  plain,  ///< As the codec reads it by itself.
  literal,
  hex,
  accounting,
  fraction,
  native,
  lakh,
  hhmm,
  hhmmss,
  month,
  year,
  first_day,
  base64,
  base64_dotnet,
  ulid,
  base32,
  shortuuid,
  base58,
  base62,
  decimal,
  base64_bytes,
  address,
  pair,
  lexemes,
};

/// What kind of type has the form in its columns.
enum class SpelledKind : std::uint8_t { none, number, time, date, uuid, network, point, words };

struct SpellingTraits {
  WrittenForm form;
  std::string_view word;  ///< In a mapping file and in a plan.
  SpelledKind kind;
  std::string_view said;            ///< For people.
  std::uint8_t integer_digits = 0;  ///< INTEGERs are such texts too, of at least so many digits; 0: they are not.
  bool lossy = false;               ///< Values that differ become the same.
  std::string (*write)(std::string_view plain) = nullptr;  ///< The form of a plain value; without it plain values are
                                                           ///< taken beside those in the form.
};

/// The one table of these forms: a new one has a row here, a reading in encode/spellings and one in decode/spellings.
/// Of a kind, the likelier stand first.
[[nodiscard]] const SpellingTraits& traits_of(WrittenForm spelling) noexcept;
[[nodiscard]] std::span<const SpellingTraits> spellings() noexcept;

/// One form's reading: appends to `plain` what the codec is to read; false for a text that is not in the form.
using SpellingReader = bool (*)(std::string_view text, std::string& plain);

/// `v` as `read` has it; itself where it is not in the form and plain values are taken, else a text that no type takes.
[[nodiscard]] Value respelled(const SpellingTraits& traits, SpellingReader read, const Value& v, std::string& scratch);

}  // namespace lite2pg
