// SOURCE as the user named it: a SQLite file, an archive, or a manifest alone.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "export/manifest.h"
#include "export/row_source.h"
#include "mapping/plan.h"
#include "verify/comparison.h"

namespace lite2pg {

struct VerifySource {
  std::unique_ptr<RowSource> rows;   ///< nullptr when only digests are known.
  std::optional<Manifest> manifest;  ///< Of a manifest alone.
  std::optional<Plan> plan;          ///< Of an archive.
  std::string description;           ///< "app.db (SQLite)"

  [[nodiscard]] SourceSide side() const { return {rows.get(), manifest ? &*manifest : nullptr}; }
  /// A digest that is already there was made with its seed.
  [[nodiscard]] std::optional<std::uint64_t> seed() const {
    return manifest ? std::optional(manifest->seed) : std::nullopt;
  }
};

/// Throws Error(source) or Error(archive).
[[nodiscard]] VerifySource open_verify_source(const std::string& path, unsigned jobs);

}  // namespace lite2pg
