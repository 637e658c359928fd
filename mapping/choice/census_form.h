// The blank form of a census: which evidence the survey collects in each column. Declared types ask for some, the
// mapping file for more, where it names a type that the declared one does not hint at.
#pragma once

#include <string_view>
#include <vector>

#include "mapping/choice/mapping_file.h"
#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"

namespace lite2pg {

/// The evidence by which a type is chosen.
[[nodiscard]] EvidenceSet evidence_for(const TargetType& type) noexcept;

class CensusForm {
 public:
  /// By declared types alone.
  CensusForm() = default;
  /// Throws Error(usage) for a mapping file that does not parse.
  explicit CensusForm(std::string_view mapping_toml) : mapping_(MappingFile::parse(mapping_toml)) {}
  /// Also by the types of the target's columns; `target` (which may be null) outlives the form.
  CensusForm(std::string_view mapping_toml, const TargetCatalog* target)
      : mapping_(MappingFile::parse(mapping_toml)), target_(target) {}

  /// An empty census of `table`, ready for ColumnCensus::add.
  [[nodiscard]] TableCensus blank(const Table& table) const;
  /// Whether a census that was taken earlier (stored in an archive) has all the evidence that this form asks for; if
  /// not, the source must be surveyed again.
  [[nodiscard]] bool is_answered_by(const std::vector<TableCensus>& census, const Schema& schema) const;

 private:
  [[nodiscard]] EvidenceSet wanted(const Table& table, std::size_t column) const;

  MappingFile mapping_;
  const TargetCatalog* target_ = nullptr;
};

}  // namespace lite2pg
