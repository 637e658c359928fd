// Where in a table the differences are: how many in each column, how many rows missing and extra.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lite2pg {

struct DifferencePlaces {
  std::vector<std::uint64_t> changed;  ///< By column, in the order of the compared columns; may be empty.
  std::uint64_t missing = 0, extra = 0;

  DifferencePlaces& operator+=(const DifferencePlaces& o) {
    if (changed.size() < o.changed.size()) changed.resize(o.changed.size());
    for (std::size_t i = 0; i < o.changed.size(); ++i) changed[i] += o.changed[i];
    missing += o.missing;
    extra += o.extra;
    return *this;
  }
};

}  // namespace lite2pg
