// The smallest tuple of a binary COPY.
#pragma once

#include <cstdint>
#include <string>

#include "common/bytes.h"

namespace lite2pg::test {

/// The tuple of one int4.
inline std::string int4_tuple(std::int32_t v) {
  std::string bytes(10, '\0');
  store_be(bytes.data(), std::int16_t{1});
  store_be(bytes.data() + 2, std::int32_t{4});
  store_be(bytes.data() + 6, v);
  return bytes;
}

}  // namespace lite2pg::test
