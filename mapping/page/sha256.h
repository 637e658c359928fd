// SHA-256 (FIPS 180-4) by OpenSSL.
#pragma once

#include <string>
#include <string_view>

namespace lite2pg {

/// 64 hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace lite2pg
