#include "import/tenants/leases.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <optional>
#include <random>

#include "common/console/log.h"
#include "common/error.h"
#include "import/tenants/files.h"

namespace lite2pg {
namespace {

constexpr std::chrono::seconds renewed_every{5};

/// Rows of a holder's claims that nobody has locked, as "mine".
std::string with_claims(std::string_view update) {
  return "WITH mine AS (SELECT p.file FROM lite2pg.fleet_file p WHERE p.run = $1 AND p.state IN ('surveying', "
         "'loading') AND pg_catalog.starts_with(p.token, $2) FOR UPDATE SKIP LOCKED) UPDATE lite2pg.fleet_file f SET " +
         std::string(update) + " FROM mine WHERE f.run = $1 AND f.file = mine.file";
}

void change_claims(Session& session, std::string_view run, std::string_view holder, std::string_view update) {
  Transaction transaction(session, claim_rules());
  session.execute(with_claims(update), {std::string(run), std::string(holder)});
  transaction.commit();
}

/// A connection that was lost is made again the next time: two of three may fail before a lease is over.
void renew_until(const std::stop_token& ended, const Target& target, const std::string& run,
                 const std::string& holder) {
  std::mutex lock;
  std::condition_variable_any wake;
  std::optional<Session> session;
  for (;;) {
    std::unique_lock guard(lock);
    if (wake.wait_for(guard, ended, renewed_every, [&] { return ended.stop_requested(); })) return;
    try {
      if (!session) session.emplace(target, "import " + run);
      renew_leases(*session, run, holder);
    } catch (const Error& e) {
      log_debug("leases were not renewed: {}", e.what());
      session.reset();
    }
  }
}

}  // namespace

std::string new_holder() {
  std::random_device random;
  std::array<char, 24> digits{};
  (void)std::snprintf(digits.data(), digits.size(), "%08x%08x-", random(), random());
  return digits.data();
}

void renew_leases(Session& session, std::string_view run, std::string_view holder) {
  change_claims(session, run, holder,
                std::string("lease_until = pg_catalog.clock_timestamp() OPERATOR(pg_catalog.+) ") + lease_interval);
}

void release_claims(Session& session, std::string_view run, std::string_view holder) {
  change_claims(
      session, run, holder,
      "state = CASE f.state WHEN 'surveying' THEN 'listed' ELSE 'surveyed' END, token = '', lease_until = NULL");
}

LeaseKeeper::LeaseKeeper(Target target, std::string run, std::string holder)
    : thread_([target = std::move(target), run = std::move(run),
               holder = std::move(holder)](const std::stop_token& ended) { renew_until(ended, target, run, holder); }) {
}

}  // namespace lite2pg
