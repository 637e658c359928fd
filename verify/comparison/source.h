// SOURCE as the user named it: a SQLite file, an archive, a manifest alone, or a baseline.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "common/options/parser.h"
#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"
#include "verify/comparison/comparison.h"

namespace lite2pg {

class PageSource;

struct VerifySource {
  std::unique_ptr<RowSource> rows;         ///< nullptr when only digests are known.
  PageSource* file = nullptr;              ///< That, when it is a SQLite file.
  std::optional<RecordedDigests> digests;  ///< Of a manifest or a baseline.
  std::optional<Plan> plan;                ///< Of an archive.
  std::string description;                 ///< "app.db (SQLite)"

  [[nodiscard]] SourceSide side() const { return {rows.get(), digests ? &*digests : nullptr}; }
  /// A digest that is already there was made with its seed.
  [[nodiscard]] std::optional<std::uint64_t> seed() const {
    return digests ? std::optional(digests->seed) : std::nullopt;
  }
};

/// Throws Error(source), Error(archive), or Error(usage) for a file that is no baseline.
[[nodiscard]] VerifySource open_verify_source(const std::string& path, const CommonOptions& options);

}  // namespace lite2pg
