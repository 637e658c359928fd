// The leases of claims, renewed for as long as their process lives: a file may take longer to survey, or wait longer
// behind others that were claimed with it, than a lease lasts. Without that two processes would take a large file from
// each other for ever.
#pragma once

#include <string>
#include <string_view>
#include <thread>

#include "import/postgres/session.h"

namespace lite2pg {

/// How long a claim holds without being renewed, in SQL.
inline constexpr const char* lease_interval = "interval '15 seconds'";

/// Whoever claims for one piece of work: what its tokens begin with. Host and process number would not do: those of a
/// container that was started again are the same; nor one for the whole process, whose work may fail and begin again.
[[nodiscard]] std::string new_holder();

/// The leases of the holder's claims last from now on. Rows that a load has locked are left: nobody else takes them.
void renew_leases(Session& session, std::string_view run, std::string_view holder);
/// Gives back what the holder claimed and did not finish.
void release_claims(Session& session, std::string_view run, std::string_view holder);

/// Renews a holder's for its own lifetime, by a thread and a session, which is made when a third of a lease is over.
class LeaseKeeper {
 public:
  LeaseKeeper(Target target, std::string run, std::string holder);

 private:
  std::jthread thread_;
};

}  // namespace lite2pg
