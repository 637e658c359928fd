// What the walks over the two kinds of b-trees share.
#pragma once

#include <cstdint>

namespace lite2pg {

/// What a step of a walk came to.
enum class WalkStep : std::uint8_t {
  row,
  end,
  surprise,  ///< Something is not as SQLite writes it, or could not be read: SQLite itself must say what it is.
};

/// No b-tree is deeper (btreeInt.h, BTCURSOR_MAX_DEPTH).
inline constexpr std::size_t deepest_tree = 20;

}  // namespace lite2pg
