// The readings, as SpellingReader has them.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// Without blanks around it, also those that do not break.
[[nodiscard]] std::string_view stripped(std::string_view s) noexcept;

bool mean_literal(std::string_view text, std::string& plain);
bool mean_hex(std::string_view text, std::string& plain);
bool mean_accounting(std::string_view text, std::string& plain);
bool mean_fraction(std::string_view text, std::string& plain);
bool mean_native(std::string_view text, std::string& plain);
bool mean_lakh(std::string_view text, std::string& plain);

bool mean_hhmm(std::string_view text, std::string& plain);
bool mean_hhmmss(std::string_view text, std::string& plain);
bool mean_month(std::string_view text, std::string& plain);
bool mean_year(std::string_view text, std::string& plain);
bool mean_first_day(std::string_view text, std::string& plain);

bool mean_base64(std::string_view text, std::string& plain);
bool mean_base64_dotnet(std::string_view text, std::string& plain);
bool mean_ulid(std::string_view text, std::string& plain);
bool mean_base32(std::string_view text, std::string& plain);
bool mean_shortuuid(std::string_view text, std::string& plain);
bool mean_base58(std::string_view text, std::string& plain);
bool mean_base62(std::string_view text, std::string& plain);
bool mean_decimal(std::string_view text, std::string& plain);

bool mean_address(std::string_view text, std::string& plain);
bool mean_pair(std::string_view text, std::string& plain);

bool mean_lexemes(std::string_view text, std::string& plain);

}  // namespace lite2pg
