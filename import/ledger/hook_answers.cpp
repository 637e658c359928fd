#include "import/ledger/hook_answers.h"

#include "mapping/plan/ddl.h"

namespace lite2pg {
namespace {

constexpr std::string_view passed = "hook ", vetoed = "veto ";

std::string step_name(std::string_view answer, const HookQuestion& q) {
  return std::string(answer) + q.hook + (q.table.empty() ? "" : " " + q.table);
}

std::vector<std::string> answer_sql(std::string_view run, const std::string& step, const std::string& other) {
  return {"DELETE FROM lite2pg.run_step WHERE run = " + quote_literal(run) + " AND step = " + quote_literal(other),
          "INSERT INTO lite2pg.run_step (run, step) VALUES (" + quote_literal(run) + ", " + quote_literal(step) +
              ") ON CONFLICT DO NOTHING"};
}

}  // namespace

std::vector<std::string> hook_passed_sql(std::string_view run, const HookQuestion& question) {
  return answer_sql(run, step_name(passed, question), step_name(vetoed, question));
}

std::vector<std::string> hook_vetoed_sql(std::string_view run, const HookQuestion& question) {
  return answer_sql(run, step_name(vetoed, question), step_name(passed, question));
}

bool has_passed(const std::set<std::string>& steps, const HookQuestion& question) {
  return steps.contains(step_name(passed, question));
}

std::vector<std::string> standing_vetoes(const std::set<std::string>& steps) {
  std::vector<std::string> found;
  for (auto step = steps.lower_bound(std::string(vetoed)); step != steps.end() && step->starts_with(vetoed); ++step) {
    const std::string question = step->substr(vetoed.size());
    const std::size_t space = question.find(' ');
    found.push_back(question.substr(0, space) +
                    (space == std::string::npos ? "" : " of table '" + question.substr(space + 1) + "'"));
  }
  return found;
}

}  // namespace lite2pg
