// The mapping file: what the user wants otherwise than by default, as TOML (docs/mapping.md has every key).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mapping/choice/lattice.h"
#include "mapping/plan/plan.h"

namespace lite2pg {

/// The keys of one [table."t"]; unset ones leave the default.
struct TableKeys {
  std::optional<std::string> target;
  std::optional<bool> skip;
  std::optional<std::string> partition_by;
  std::optional<bool> keep_target;
  std::optional<bool> reject_violating;
  std::optional<bool> fts;
  std::optional<std::string> fts_configuration;
  std::optional<bool> rtree;
  std::map<std::string, std::string> fill;  ///< Column of the target, constant as ColumnPlan::null_as.
};

/// What the file says about one table.
struct TableRule {
  std::string target;  ///< Empty: by the identifier style.
  bool skip = false;
  std::string partition_by;         ///< Source column; empty: not partitioned.
  std::optional<bool> keep_target;  ///< With --existing: the target's own rows stay; unset: as the framework is.
  bool reject_violating = false;    ///< With --existing: rows that violate constraints of the target are set aside.
  std::map<std::string, std::string> fill;  ///< As TableKeys::fill.
  /// Of a full-text table: by what its tsvector column is computed; empty: there is none.
  std::string fts_configuration;
  bool rtree = false;  ///< Of an R-Tree: it is carried as a table.
};

/// A line of [sequences]: a sequence of the target, and what its numbers are to be above.
struct SequenceRule {
  std::string sequence;
  std::string column;  ///< "table.column" of the target; empty: `above`.
  std::optional<std::int64_t> above;
  long line = 0;
};

class MappingFile {
 public:
  /// Says nothing.
  MappingFile() = default;
  /// Throws Error(usage) naming the line, for what is no TOML, unknown keys (with the nearest known one) and values
  /// that mean nothing.
  [[nodiscard]] static MappingFile parse(std::string_view toml);

  /// Throws Error(usage) when a table or column is named (not by a pattern) that `schema` does not have. Gives a
  /// warning for each pattern that nothing matches.
  [[nodiscard]] std::vector<std::string> check(const Schema& schema) const;

  /// `options` with the file's [identifiers] and [defaults], where the command line left the default.
  [[nodiscard]] PlanOptions apply(PlanOptions options) const;
  [[nodiscard]] TableRule table_rule(std::string_view table) const;
  [[nodiscard]] ColumnRule column_rule(std::string_view table, const Column& column, const PlanOptions& options) const;
  /// Adds to `rule` what this file says of the column, and nothing of its options.
  void add_to(ColumnRule& rule, std::string_view table, std::string_view column) const;
  /// The lines of [sequences], in the order of the names.
  [[nodiscard]] const std::vector<SequenceRule>& sequences() const noexcept { return sequences_; }
  /// Whether [objects] skips an object, by "name" or "table.name".
  [[nodiscard]] bool skips_object(std::string_view table, std::string_view name) const;

 private:
  friend class MappingReader;

  struct TableEntry {
    std::string table;
    TableKeys keys;
    long line = 0;
  };
  struct ColumnEntry {
    std::string table, column;
    std::vector<std::function<void(ColumnRule&)>> settings;  ///< A key each.
    long line = 0;
  };

  std::optional<IdentifierStyle> identifiers_;
  std::optional<MisfitPolicy> on_misfit_;
  std::optional<EmptyText> empty_text_;
  std::optional<IntegerType> integers_;
  std::optional<TimestampType> timestamps_;
  std::optional<JsonType> json_;
  std::vector<SequenceRule> sequences_;
  // In the order in which they are applied: patterns before exact names, then by line.
  std::vector<TableEntry> tables_;
  std::vector<ColumnEntry> columns_;
  std::vector<std::string> skipped_objects_;
};

/// Every key that a file may have, below any section.
[[nodiscard]] std::vector<std::string> mapping_keys();

/// Words for codec options, as the file spells them.
[[nodiscard]] std::string_view mapping_word(TemporalFormat::Unit unit) noexcept;  ///< "epoch_s", "julian", ...
[[nodiscard]] std::string_view mapping_word(BoolWords words) noexcept;            ///< "t_f", "yes_no", ..., "mixed"
[[nodiscard]] std::string_view mapping_word(BadText bad_text) noexcept;           ///< "refuse", "strip", ...

}  // namespace lite2pg
