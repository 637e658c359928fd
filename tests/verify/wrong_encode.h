// An encode that is wrong on purpose. In verify's tests the linker puts this one in encode's place wherever the import
// calls it (tests/CMakeLists.txt, --wrap): a build in which a codec writes wrong fields, with no switch in the product.
#pragma once

#include <cstddef>
#include <optional>

#include "mapping/codec/codec.h"

namespace lite2pg::test {

/// While it lives, encode writes for one codec fields that PostgreSQL takes and that mean something else. One at a
/// time.
class WrongEncode {
 public:
  /// Every value is written wrong, or only the `only`th (from 0).
  explicit WrongEncode(CodecId codec, std::optional<std::size_t> only = {});
  ~WrongEncode();
  WrongEncode(const WrongEncode&) = delete;
  WrongEncode& operator=(const WrongEncode&) = delete;
};

}  // namespace lite2pg::test
