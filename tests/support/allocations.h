// Counts what the program takes from the heap by operator new: a test binary that uses this has counting operators.
#pragma once

#include <cstdint>

namespace lite2pg::test {

/// Allocations by operator new since the program began, of all threads.
[[nodiscard]] std::uint64_t allocations() noexcept;

}  // namespace lite2pg::test
