// The source's rows as they shall stand in the target: values travel by import's encode, as in a load.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "export/rows/row_source.h"
#include "sync/apply/change.h"

namespace lite2pg {

struct NewRows {
  RowSource& source;
  std::uint64_t seed;  ///< Of the hashes by which the changes know their rows.
};

/// Goes through the table once and hands the tuples of the changes' rows, in COPY's format, to `sink`: in large pieces,
/// or each by itself.
/// Changes that are dropped already stay out. Numbers the others in this order from 1, fills keys and, of updates,
/// which columns differ. Drops and names the changes whose values do not fit.
enum class Pieces { large, one_tuple };
void read_new_rows(const NewRows& rows, TableChanges& changes, SkippedRows& skipped, Pieces pieces,
                   const std::function<void(std::string_view)>& sink);

}  // namespace lite2pg
