// The dry run's questions about whole rows: CHECKs over several columns, unique keys and foreign keys that the source
// does not warrant, with expressions, citext and collations. Nothing is written.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "export/rows/orphan_rows.h"
#include "export/survey/orphans.h"
#include "import/existing/row_question.h"

namespace lite2pg {

/// Whether a table of the target has no other rows when the load is done.
enum class AskedRows : std::uint8_t { alone, beside_others };

/// What is asked of whom. What is borrowed outlives it.
struct ConstraintQuestion {
  Session& session;
  RowSource& source;
  const Plan& plan;
  std::string_view schema;
  AskedRows rows = AskedRows::alone;
  /// Of the source's own foreign keys, those that its rows break; nullopt: nobody looked.
  std::optional<std::vector<Orphans>> orphans = {};
};

/// Asks what the target's constraints say of the rows that a load by the plan would bring; those that stand `aside` it
/// would not. Of the target's tables in `collected` all rows that must go are named. Keys of more than 4 million rows
/// are not asked; nor are rows that stand in the target. Throws what the source throws, TargetError where the
/// connection is lost, Error(interrupted).
[[nodiscard]] ConstraintAnswers ask_constraints(const ConstraintQuestion& question, const OrphansByTable& aside,
                                                const std::set<std::string>& collected = {});

/// For people: a line a constraint that was not asked; empty when there is none.
[[nodiscard]] std::string unasked_text(const std::vector<Violations>& unasked);

}  // namespace lite2pg
