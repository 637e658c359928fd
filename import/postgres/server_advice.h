// Which of the server's settings cost time in this run, and what to set for a one-shot load. lite2pg itself changes
// settings of its own sessions only.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "import/postgres/session.h"

namespace lite2pg {

/// What a server tells about itself at one moment. A managed server may keep some of it to itself: then nullopt.
struct ServerFacts {
  std::string wal_level, fsync, full_page_writes, synchronous_commit;  ///< As SHOW prints them.
  std::uint64_t shared_buffers = 0;                                    ///< Bytes
  std::uint64_t max_wal_size = 0;                                      ///< Bytes
  bool replicates = false;  ///< A standby or a logical subscriber is connected.
  /// Since the statistics began (https://www.postgresql.org/docs/15/monitoring-stats.html, pg_stat_bgwriter).
  std::optional<std::uint64_t> checkpoints_timed, checkpoints_requested;
  std::optional<std::uint64_t> wal_position;  ///< Bytes of WAL ever written.
};

/// Never throws for what the role may not see.
[[nodiscard]] ServerFacts server_facts(Session& session);

/// What the server did between two moments of one run.
struct ServerCost {
  std::optional<std::uint64_t> checkpoints_timed, checkpoints_requested, wal_bytes;
};
[[nodiscard]] ServerCost cost_between(const ServerFacts& before, const ServerFacts& after);

/// One line a setting that cost time in a load of `loaded_bytes`: what was seen, and what to set. Empty when there is
/// nothing to gain.
[[nodiscard]] std::vector<std::string> advice(const ServerFacts& server, const ServerCost& cost,
                                              std::uint64_t loaded_bytes);

/// Settings and cost as a JSON object: the report's key "server".
[[nodiscard]] nlohmann::ordered_json to_json(const ServerFacts& server, const ServerCost& cost);

}  // namespace lite2pg
