#include "import/postgres/pooler.h"

#include <algorithm>
#include <cstdlib>

namespace lite2pg {
namespace {

constexpr int round_count = 20;

int process_of(Session& session) {
  return std::stoi(session.query("SELECT pg_backend_pid()").at(0).at(0).value_or("0"));
}

}  // namespace

bool changes_processes(const std::vector<MetProcesses>& rounds) {
  return std::ranges::any_of(rounds, [&](const MetProcesses& r) {
    return r.first == r.second || r.first != rounds.front().first || r.second != rounds.front().second;
  });
}

void refuse_pooler(Session& session) {
  if (!session.pooled()) return;
  Session other(session.target(), "check", Access::read_only);
  std::vector<MetProcesses> rounds = {{session.server_process(), other.server_process()}};
  for (int i = 0; i < round_count && !changes_processes(rounds); ++i) {
    rounds.push_back({process_of(session), process_of(other)});
  }
  if (!changes_processes(rounds)) return;
  throw TargetError::pooler(
      "a connection pooler changes the server process between transactions (transaction pooling)");
}

}  // namespace lite2pg
