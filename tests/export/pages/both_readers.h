// Reads a file by its pages and by SQLite, side by side.
#pragma once

#include <string>

#include "export/pages/source.h"

namespace lite2pg::test {

/// Goes through every table by both readers, row by row, whole and cut into `parts` slices by each of them. The first
/// thing that differs: values, places, row numbers, the number of rows. Empty: nothing does.
[[nodiscard]] std::string first_difference(PageSource& source, std::size_t parts);

/// Tables that SQLite read, with the reason, one a line: "t: its texts are UTF-16".
[[nodiscard]] std::string left_to_sqlite(PageSource& source);

/// Opens `path` by both readers and compares; throws what they throw.
[[nodiscard]] std::string first_difference(const std::string& path, std::size_t parts = 3);

}  // namespace lite2pg::test
