#include "mapping/page/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace lite2pg {

std::string sha256_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL cannot make a SHA-256");
  }
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += digits[hash[i] >> 4];
    hex += digits[hash[i] & 15];
  }
  return hex;
}

}  // namespace lite2pg
