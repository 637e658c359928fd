#include "mapping/planning/kept_tables.h"

#include <algorithm>

#include "common/error.h"
#include "common/patterns.h"
#include "common/text.h"

namespace lite2pg {

KeptTables::KeptTables(const Schema& schema, const PlanOptions& options, const MappingFile& mapping)
    : options_(options), mapping_(mapping), framework_(recognise(schema)) {
  std::vector<std::string> names;
  for (const Table& t : schema.tables) names.push_back(t.name);
  const auto unmatched = first_unmatched(options.keep_target, names);
  if (!unmatched) return;
  throw Error(ExitCode::usage, "--keep-target " + unmatched->pattern + ": the source has no such table",
              unmatched->near.empty() ? "" : "did you mean " + unmatched->near + "?");
}

std::optional<std::string> KeptTables::reason(const std::string& table, const TargetTable* target) const {
  const auto named = [&](const std::string& pattern) { return glob_match(pattern, table); };
  if (std::ranges::any_of(options_.keep_target, named)) return "--keep-target";
  const std::optional<bool> wish = mapping_.table_rule(table).keep_target;
  if (wish) return *wish ? std::optional<std::string>("keep_target in the mapping file") : std::nullopt;
  if (!framework_) return std::nullopt;
  const auto own = std::ranges::find(framework_->own, table, &OwnTable::table);
  if (own == framework_->own.end() || own->role == TableRole::shared) return std::nullopt;
  if (target != nullptr && target->empty) return std::nullopt;
  return std::string(framework_->framework->name) + "'s own record, which its migrations write";
}

}  // namespace lite2pg
