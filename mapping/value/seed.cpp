#include "mapping/value/seed.h"

#include <random>

namespace lite2pg {

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

}  // namespace lite2pg
