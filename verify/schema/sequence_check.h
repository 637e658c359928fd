// Whether the next number that an identity column, or a column whose default draws from a sequence, gives out is above
// every number given out before (in the table, and in SQLite's sqlite_sequence), and whether there is one.
#pragma once

#include <cstdint>
#include <vector>

#include "import/postgres/session.h"
#include "mapping/plan/plan.h"
#include "mapping/target/catalog.h"
#include "verify/schema/difference.h"
#include "verify/sides/compared_table.h"

namespace lite2pg {

/// A sequence as it stands, and the numbers that its column holds.
struct SequencePosition {
  std::int64_t last_value = 1;
  bool is_called = false;  ///< Else last_value itself comes next.
  std::int64_t increment = 1, min = 1, max = 0;
  bool cycle = false;
  std::int64_t smallest_used = 0, largest_used = 0;  ///< Of the column; largest also by what the source remembers.
};

struct SequenceVerdict {
  enum class Fault : std::uint8_t { none, repeats, exhausted } fault = Fault::none;
  std::string wanted, found;  ///< For people: "next number above 7", "next number 3".
};

/// Pure. A sequence that comes round counts as repeating.
[[nodiscard]] SequenceVerdict judge(const SequencePosition& position);

struct SequenceFindings {
  std::uint64_t checked = 0;
  std::vector<SchemaDifference> differences;
  std::vector<NotCompared> not_compared;  ///< Where the role may not look.
};

/// Every column of the plan's tables that draws from a sequence. The session must be in no transaction.
[[nodiscard]] SequenceFindings check_sequences(Session& session, const Plan& plan, const TargetCatalog& catalog);

}  // namespace lite2pg
