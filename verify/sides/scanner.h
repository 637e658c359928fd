// Runs a pass: every row of the work list goes, encoded and hashed, to whoever the pass appoints. Source and target
// side look the same from here on.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "common/console/progress.h"
#include "common/parallel.h"
#include "common/rate_limit.h"
#include "mapping/value/digest.h"
#include "verify/sides/compared_table.h"
#include "verify/sides/placed_row.h"
#include "verify/sides/scan_list.h"
#include "verify/sides/target_snapshot.h"

namespace lite2pg {

struct ScannedRow {
  RowHash hash;
  std::string_view encoding;     ///< Borrowed until the taker returns.
  std::uint32_t xmin = 0;        ///< Target side, when the pass asked for it or for the place.
  RowPlace place = {};           ///< Target side, when the pass asked for it.
  std::string_view tenant = {};  ///< The same; borrowed as the encoding.
};

/// Takes the rows of one piece of work; one thread.
class RowTaker {
 public:
  virtual ~RowTaker() = default;
  virtual void take(const ScannedRow& row) = 0;
  /// A row of the source that is set aside because `column` does not take its value.
  virtual void leave_out(const std::string& column, const RowCursor& cursor) { (void)column, (void)cursor; }
};

/// What a pass does. Called by any of the workers.
class Pass {
 public:
  virtual ~Pass() = default;
  [[nodiscard]] virtual std::unique_ptr<RowTaker> begin(const ScanItem& item) = 0;
  /// All rows of the item were taken.
  virtual void end(const ScanItem& item, RowTaker& taker, double seconds) = 0;
  /// Whether target rows shall come with their xmin.
  [[nodiscard]] virtual bool wants_xmin() const { return false; }
  /// Whether they shall come with their place (and xmin): tables that the role may read whole.
  [[nodiscard]] virtual bool wants_place() const { return false; }
  /// Whether rows of tables with a tenant's column shall come with the tenant.
  [[nodiscard]] virtual bool wants_tenant() const { return false; }
};

struct ScanSettings {
  std::uint64_t seed = 0;
  unsigned jobs = 1;
  RateLimit* rate = nullptr;  ///< nullptr: as fast as it goes.
};

class Scanner {
 public:
  /// Everything must outlive the scanner. `source` may be nullptr when no work item is the source's.
  Scanner(RowSource* source, const TargetSnapshot& snapshot, const std::vector<ComparedTable>& tables,
          ScanSettings settings, Progress& progress);
  ~Scanner();

  /// Works through the list on the settings' number of threads. Throws what the sides throw, naming the table, and
  /// Error(interrupted). Readers and connections stay open for the next pass.
  void run(const std::vector<ScanItem>& work, Pass& pass);

 private:
  struct Worker;
  void run_item(Worker& worker, const ScanItem& item, Pass& pass, const StopFlag& stop);
  void scan_source(Worker& worker, const ScanItem& item, RowTaker& taker, const StopFlag& stop);
  void scan_target(Worker& worker, const ScanItem& item, RowTaker& taker, const StopFlag& stop, const Pass& pass);

  RowSource* source_;
  const TargetSnapshot& snapshot_;
  const std::vector<ComparedTable>& tables_;
  ScanSettings settings_;
  Progress& progress_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace lite2pg
