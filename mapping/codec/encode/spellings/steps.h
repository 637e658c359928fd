// The readings, as SpellingReader has them.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// Without blanks around it, also those that do not break.
[[nodiscard]] std::string_view without_blanks(std::string_view s) noexcept;

bool read_literal(std::string_view text, std::string& plain);
bool read_hex_number(std::string_view text, std::string& plain);
bool read_accounting(std::string_view text, std::string& plain);
bool read_fraction(std::string_view text, std::string& plain);
bool read_native_digits(std::string_view text, std::string& plain);
bool read_lakh(std::string_view text, std::string& plain);

bool read_hhmm(std::string_view text, std::string& plain);
bool read_hhmmss(std::string_view text, std::string& plain);
bool read_month(std::string_view text, std::string& plain);
bool read_year(std::string_view text, std::string& plain);
bool read_first_day(std::string_view text, std::string& plain);

bool read_base64_uuid(std::string_view text, std::string& plain);
bool read_base64_dotnet(std::string_view text, std::string& plain);
bool read_base64_bytes(std::string_view text, std::string& plain);
bool read_base32_uuid(std::string_view text, std::string& plain);
bool read_ulid(std::string_view text, std::string& plain);
bool read_shortuuid(std::string_view text, std::string& plain);
bool read_base58_uuid(std::string_view text, std::string& plain);
bool read_base62_uuid(std::string_view text, std::string& plain);
bool read_decimal_uuid(std::string_view text, std::string& plain);

bool read_bare_address(std::string_view text, std::string& plain);
bool read_pair(std::string_view text, std::string& plain);

bool read_lexemes(std::string_view text, std::string& plain);

}  // namespace lite2pg
