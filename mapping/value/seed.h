// The seed of a run's digests.
#pragma once

#include <cstdint>

namespace lite2pg {

/// Another one each time, so that nobody can make rows that collide under it.
[[nodiscard]] std::uint64_t random_seed();

}  // namespace lite2pg
