// The files of a fleet's run as rows of the ledger: the one thing by which processes that work on it know of each
// other.
//
// Work is claimed by UPDATE over FOR UPDATE SKIP LOCKED rows, under a lease. A time lease alone would load twice: a
// process that was stopped for longer than the lease goes on all the same. So whoever loads begins its transaction with
// the file's last state under its own token (begin_sql): that row's lock is kept until COMMIT, and a token that was
// given to somebody else finds nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/survey/misfit_scan.h"
#include "import/postgres/session.h"
#include "import/tenants/leases.h"
#include "import/tenants/list.h"

namespace lite2pg {

enum class FileStage : std::uint8_t {
  listed,
  surveying,  ///< Claimed to be surveyed.
  surveyed,
  loading,  ///< Claimed to be loaded.
  done,     ///< Rows, digests and this state were committed together.
  aside,    ///< Not to be loaded, with a reason.
};
[[nodiscard]] std::string_view name_of(FileStage s) noexcept;

/// A file that this process has claimed.
struct ClaimedFile {
  unsigned number = 0;  ///< Place in the list, from 1.
  std::string path, tenant;
  std::string token;
  std::string version;      ///< Of its schema; empty before the survey.
  std::string fingerprint;  ///< Of its content when it was surveyed.
  std::string look;         ///< What a change of the file would change (FileLook), then.
  std::uint64_t rows = 0, bytes = 0;
  std::string table_rows;  ///< JSON: rows of each table, then.
  std::string notes;       ///< What the survey noted of it.
};

/// What a survey found.
struct SurveyedFile {
  std::string version, fingerprint, look, table_rows, census, notes;
  std::uint64_t rows = 0, bytes = 0;
};

enum class AsideKind : std::uint8_t { unreadable, changed, misfit, orphans, drift, refused };
/// As the ledger and the report say it.
[[nodiscard]] std::string_view name_of(AsideKind kind) noexcept;

/// Why a file is not loaded.
struct AsideReason {
  AsideKind kind = AsideKind::refused;
  std::string text;
  std::vector<ListedMisfit> misfits = {};  ///< When it is to be set aside for these; not read with the others.
};

/// Its text in one line.
[[nodiscard]] std::string line_of(const AsideReason& reason);

struct AsideFile {
  unsigned number = 0;
  std::string path, tenant;
  AsideReason reason;
};

/// How many files are in each state, and what they hold.
struct FleetCounts {
  std::uint64_t listed = 0, surveying = 0, surveyed = 0, loading = 0, done = 0, aside = 0;
  std::uint64_t rows_done = 0, bytes_done = 0, rows_known = 0;
  [[nodiscard]] std::uint64_t all() const noexcept { return listed + surveying + surveyed + loading + done + aside; }
  [[nodiscard]] std::uint64_t left() const noexcept { return listed + surveying + surveyed + loading; }
};

/// Makes the tables of fleets in the ledger when they are missing, safe against others that do the same.
void ensure_fleet_tables(Session& session);
[[nodiscard]] bool has_fleet_tables(Session& session);

/// Writes the list, in the open transaction.
void record_files(Session& session, std::string_view run, const std::vector<FleetFile>& files);

/// How transactions of claims and results begin: nobody waits for the disk, since what a crash of the server undoes is
/// done again.
[[nodiscard]] TransactionRules claim_rules();

/// One thread; the session must be in no transaction.
class FleetFiles {
 public:
  /// `worker`: for people. `holder`: by which its claims are known, of it alone or of several threads.
  FleetFiles(Session& session, std::string run, std::string worker, const std::string& holder = new_holder())
      : session_(session), run_(std::move(run)), worker_(std::move(worker)), holder_(holder + new_holder()) {}

  /// Up to `most` files in state `from`, or claimed so by somebody whose lease is over. Empty: there is none (others
  /// may still be at work on some).
  [[nodiscard]] std::vector<ClaimedFile> claim(FileStage from, unsigned most);
  /// False: the claim was lost meanwhile.
  bool surveyed(const ClaimedFile& file, const SurveyedFile& found);
  bool set_aside(const ClaimedFile& file, const AsideReason& reason);
  /// Whether the file is done by this very claim: for a COMMIT whose answer was lost.
  [[nodiscard]] bool is_done(const ClaimedFile& file);

 private:
  Session& session_;
  std::string run_, worker_, holder_;
  unsigned claims_ = 0;
};

/// The first statement of a load's transaction: gives the file's number back when the claim still holds.
[[nodiscard]] std::string begin_sql(std::string_view run, const ClaimedFile& file);
/// The digest of one table's rows, in the load's transaction.
[[nodiscard]] std::string digest_sql(std::string_view run, const ClaimedFile& file, std::string_view table,
                                     std::uint64_t rows, std::uint64_t rejected, std::uint64_t bytes,
                                     const std::string& digest, bool with_transaction = true);

[[nodiscard]] FleetCounts fleet_counts(Session& session, std::string_view run);
/// In the order of the list.
[[nodiscard]] std::vector<AsideFile> aside_files(Session& session, std::string_view run);
/// Back to the list: those set aside are tried again.
void retry_aside(Session& session, std::string_view run);

}  // namespace lite2pg
