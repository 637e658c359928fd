#include "import/load/step.h"

#include <algorithm>
#include <array>

#include "import/ledger/writer.h"
#include "import/postgres/search_path.h"

namespace lite2pg {

bool is_refusal(const TargetError& error) noexcept {
  constexpr std::array<std::string_view, 5> classes = {"0A", "22", "23", "42", "54"};
  const std::string& state = error.sqlstate();
  // 42501: a missing right says nothing about the data.
  return state != "42501" && std::ranges::any_of(classes, [&](std::string_view c) { return state.starts_with(c); });
}

void append_step(std::vector<std::string>& statements, const RunRecord& run, const Step& step) {
  statements.push_back(in_schema(run.staging_schema, step.sql));
  statements.push_back(insert_step_sql(run.id, step.name));
}

void run_step(BulkConnection& connection, const RunRecord& run, const Step& step) {
  std::vector<std::string> statements;
  append_step(statements, run, step);
  connection.run(statements);
}

}  // namespace lite2pg
