// Digests that were taken earlier: of the source, by an archive's manifest, or of the target, by a baseline. They stand
// in for a side whose rows are not at hand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "export/archive/manifest.h"

namespace lite2pg {

struct RecordedTable {
  std::string source, target;         ///< Names on both sides.
  std::vector<DigestColumn> columns;  ///< In digest order.
  std::vector<int> key;               ///< Positions in `columns`; empty: none.
  TableDigest digest{0};
};

struct RecordedDigests {
  std::uint64_t seed = 0;
  std::string created_at;  ///< ISO 8601, UTC.
  std::string about;       ///< What the digests are of, for people.
  std::vector<RecordedTable> tables;
  bool of_target = false;  ///< A baseline: its rows need not be the import's.

  /// By the name in SQLite, else by the name in PostgreSQL; nullptr when there is none.
  [[nodiscard]] const RecordedTable* find(std::string_view source, std::string_view target) const;
};

[[nodiscard]] RecordedDigests recorded_by(const Manifest& manifest);

/// A baseline file: JSON, `format` "lite2pg-baseline-1".
[[nodiscard]] std::string baseline_text(const RecordedDigests& digests);
/// Throws Error(usage), calling the file `name`, when the text is no baseline of this format.
[[nodiscard]] RecordedDigests baseline_from_text(std::string_view text, const std::string& name);
/// Whether a JSON text is a baseline rather than a manifest.
[[nodiscard]] bool is_baseline(std::string_view text);

}  // namespace lite2pg
