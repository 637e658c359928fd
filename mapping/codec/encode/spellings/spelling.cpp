#include "mapping/codec/encode/spellings/spelling.h"

#include "mapping/codec/encode/spellings/steps.h"

namespace lite2pg {
namespace {

/// By the enum.
constexpr SpellingReader readers[] = {
    nullptr,          read_literal,       read_hex_number,   read_accounting,   read_fraction,  read_native_digits,
    read_lakh,        read_hhmm,          read_hhmmss,       read_month,        read_year,      read_first_day,
    read_base64_uuid, read_base64_dotnet, read_ulid,         read_base32_uuid,  read_shortuuid, read_base58_uuid,
    read_base62_uuid, read_decimal_uuid,  read_base64_bytes, read_bare_address, read_pair,      read_lexemes,
};

}  // namespace

Value read_spelling(WrittenForm spelling, const Value& v, std::string& scratch) {
  const SpellingReader read = readers[static_cast<std::size_t>(spelling)];
  return read == nullptr ? v : respelled(traits_of(spelling), read, v, scratch);
}

std::string_view without_blanks(std::string_view s) noexcept {
  constexpr std::string_view blanks[] = {" ", "\t", "\n", "\r", "\u00A0", "\u202F", "\u2009"};
  for (std::size_t before = 0; before != s.size();) {
    before = s.size();
    for (const std::string_view b : blanks) {
      if (s.starts_with(b)) s.remove_prefix(b.size());
      if (s.ends_with(b)) s.remove_suffix(b.size());
    }
  }
  return s;
}

}  // namespace lite2pg
