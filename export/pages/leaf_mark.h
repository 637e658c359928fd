// What is told of one leaf of a table's tree (leaf.h).
#pragma once

#include <cstdint>
#include <vector>

#include "mapping/value/digest.h"
#include "mapping/value/value.h"

namespace lite2pg {

/// One leaf; a row on an interior page of a WITHOUT ROWID tree is a leaf of its own.
struct LeafMark {
  Hash128 fingerprint;  ///< XXH3-128 over rowids, lengths and whole payloads; no page numbers.
  std::uint64_t rows = 0;
  std::vector<OwnedValue> first;  ///< The key of its first row: the rowid, or the key as it is stored.
  std::vector<OwnedValue> last;
};

}  // namespace lite2pg
