#include "import/postgres/server_advice.h"

#include <nlohmann/json.hpp>

#include "common/text.h"

namespace lite2pg {
namespace {

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;
/// Below this what settings cost cannot be told from chance.
constexpr std::uint64_t worth_advice = 64 * mebibyte;

/// One row of whole numbers; empty when the role may not ask. The session stays usable, since nothing is open.
std::vector<std::uint64_t> numbers(Session& session, const std::string& sql) {
  std::vector<std::uint64_t> result;
  try {
    const auto rows = session.query(sql);
    for (const auto& field : rows.at(0)) result.push_back(std::stoull(field.value()));
  } catch (const TargetError&) {
    return {};
  }
  return result;
}

/// Settings anybody may see. `reset_val`: the server's own, not that of this session.
constexpr const char* settings_sql =
    "SELECT current_setting('wal_level'), current_setting('fsync'), current_setting('full_page_writes'), "
    "(SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit'), "
    "pg_size_bytes(current_setting('shared_buffers')), pg_size_bytes(current_setting('max_wal_size')), "
    "EXISTS (SELECT FROM pg_stat_replication)";

/// pg_stat_checkpointer is new in 17.
std::string counters_sql(int server_version) {
  return std::string("SELECT ") +
         (server_version >= 170000 ? "num_timed, num_requested" : "checkpoints_timed, checkpoints_req") +
         ", trunc(pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::text FROM " +
         (server_version >= 170000 ? "pg_stat_checkpointer" : "pg_stat_bgwriter");
}

std::optional<std::uint64_t> growth(std::optional<std::uint64_t> before, std::optional<std::uint64_t> after) {
  // The statistics may have been reset meanwhile.
  if (!before || !after || *after < *before) return std::nullopt;
  return *after - *before;
}

std::string times(std::uint64_t n, const std::string& what) {
  return std::to_string(n) + " " + what + (n == 1 ? "" : "s");
}

std::string wal_advice(const ServerFacts& server, const ServerCost& cost) {
  std::string line = "wal_level is " + server.wal_level + ": ";
  line += cost.wal_bytes ? human_bytes(*cost.wal_bytes) + " of WAL were written" : "every loaded row is written twice";
  if (server.replicates) return line + "; it is needed, since others replicate from this server";
  return line + "; with wal_level=minimal and max_wal_senders=0 (restart) a one-shot load writes next to none";
}

}  // namespace

ServerFacts server_facts(Session& session) {
  const Fields settings = session.query(settings_sql).at(0);
  ServerFacts f;
  f.wal_level = settings[0].value_or("");
  f.fsync = settings[1].value_or("");
  f.full_page_writes = settings[2].value_or("");
  f.synchronous_commit = settings[3].value_or("");
  f.shared_buffers = count_of(settings, 4);
  f.max_wal_size = count_of(settings, 5);
  f.replicates = settings[6] == "t";
  if (const auto n = numbers(session, counters_sql(session.server_version())); n.size() == 3) {
    f.checkpoints_timed = n[0];
    f.checkpoints_requested = n[1];
    f.wal_position = n[2];
  }
  return f;
}

ServerCost cost_between(const ServerFacts& before, const ServerFacts& after) {
  return {growth(before.checkpoints_timed, after.checkpoints_timed),
          growth(before.checkpoints_requested, after.checkpoints_requested),
          growth(before.wal_position, after.wal_position)};
}

std::vector<std::string> advice(const ServerFacts& server, const ServerCost& cost, std::uint64_t loaded_bytes) {
  std::vector<std::string> lines;
  if (server.fsync == "off")
    lines.emplace_back("fsync is off: a power loss can destroy the whole server; switch it on");
  if (loaded_bytes < worth_advice) return lines;
  if (server.wal_level != "minimal") lines.push_back(wal_advice(server, cost));
  if (cost.checkpoints_requested.value_or(0) > 0) {
    lines.push_back("max_wal_size is " + human_bytes(server.max_wal_size) + ": " +
                    times(*cost.checkpoints_requested, "checkpoint") +
                    " came early for it; 20GB and checkpoint_timeout=1h (reload) avoid them during a load");
  }
  if (server.shared_buffers > 0 && server.shared_buffers < gibibyte && loaded_bytes > 2 * server.shared_buffers) {
    lines.push_back(
        "shared_buffers is " + human_bytes(server.shared_buffers) + " for " + human_bytes(loaded_bytes) +
        " of rows: a quarter of the memory (restart) spares index builds and key checks from reading them back");
  }
  return lines;
}

nlohmann::ordered_json to_json(const ServerFacts& server, const ServerCost& cost) {
  const auto known = [](const std::optional<std::uint64_t>& n) {
    return n ? nlohmann::ordered_json(*n) : nlohmann::ordered_json();
  };
  return {{"wal_level", server.wal_level},
          {"fsync", server.fsync},
          {"full_page_writes", server.full_page_writes},
          {"synchronous_commit", server.synchronous_commit},
          {"shared_buffers", server.shared_buffers},
          {"max_wal_size", server.max_wal_size},
          {"checkpoints_timed", known(cost.checkpoints_timed)},
          {"checkpoints_requested", known(cost.checkpoints_requested)},
          {"wal_bytes", known(cost.wal_bytes)}};
}

}  // namespace lite2pg
