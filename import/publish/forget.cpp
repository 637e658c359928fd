#include "import/publish/forget.h"

#include <array>

#include "common/text.h"
#include "import/catalog/schema_objects.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

constexpr const char* ledger_schema = "lite2pg";

std::string why_needed(const RunRecord& run) {
  if (run.at_work) return "is at work";
  switch (run.state) {
    case RunState::loading: return "stopped while loading: --resume goes on, --cleanup drops it";
    case RunState::staged: return "is staged: --publish moves it, --cleanup --run " + run.id + " drops it";
    case RunState::rolled_back: return "was rolled back and stands in " + run.staging_schema + ": --cleanup drops it";
    case RunState::published:
      return run.old_schema.empty()
                 ? ""
                 : "has what it replaced in " + run.old_schema + ": --cleanup --run " + run.id + " drops that";
    default: return "";
  }
}

/// Tables of the ledger whose rows stand nowhere else.
constexpr std::array<std::pair<const char*, const char*>, 2> only_here = {
    std::pair{"rejected_row", "rows that were set aside"},
    std::pair{"repaired_row", "rows as they were before repairs"}};

}  // namespace

std::string needs_ledger(const std::vector<RunRecord>& runs) {
  std::string text;
  for (const RunRecord& run : runs) {
    const std::string why = why_needed(run);
    if (!why.empty()) text += (text.empty() ? "" : "; ") + ("run " + run.id + " " + why);
  }
  return text;
}

std::string lost_by_forgetting(Session& session) {
  std::string text;
  for (const SchemaObject& object : objects_in(session, ledger_schema)) {
    for (const auto& [table, what] : only_here) {
      if (object.name != table) continue;
      const auto rows = session.query("SELECT count(*) FROM " + qualified(ledger_schema, table));
      const std::string count = rows[0][0].value_or("0");
      if (count != "0") text += (text.empty() ? "" : ", ") + count + " " + what;
    }
  }
  return text.empty() ? "" : "the ledger holds " + text;
}

void drop_ledger(Session& session) {
  Transaction transaction(session);
  std::string tables;
  for (const SchemaObject& object : objects_in(session, ledger_schema)) {
    if (object.kind != "TABLE") continue;
    tables += (tables.empty() ? "" : ", ") + qualified(ledger_schema, object.name);
  }
  if (!tables.empty()) session.execute("DROP TABLE " + tables);
  session.execute(std::string("DROP SCHEMA ") + ledger_schema);
  transaction.commit();
}

}  // namespace lite2pg
