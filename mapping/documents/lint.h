// Warnings about a schema that will work but will hurt: names that need quotes, missing keys and indexes.
#pragma once

#include <string>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

struct LintFinding {
  std::string rule;    ///< reserved-word, long-name, needs-quotes, no-primary-key, unindexed-foreign-key
  std::string object;  ///< "table" or "table.column", target names
  std::string message;
};

/// Findings in the order of the plan's tables. Reserved words: those of pg_get_keywords() in PostgreSQL 15 that cannot
/// be a column or table name without quotes (SQL Key Words, appendix C).
[[nodiscard]] std::vector<LintFinding> lint(const Plan& plan);

}  // namespace lite2pg
