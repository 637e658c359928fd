// The freeze: the source is locked for writers, the last changes are taken over, source and target are proven equal at
// that instant, the run is published, and only then the lock goes.
//
// All of it on the target is one READ COMMITTED transaction of one session. Its first act locks the staged tables
// against others; then, with the source not locked yet, all their rows are read and must add up to what is recorded of
// the source. From there on nothing but the last rounds can change them, and whatever these touch is read back from
// both sides. One such round comes before the lock, since reading all rows took its time; so little is left under it.
// So at the commit the rows of the target are those of the source, and nobody has to read all of either under the lock.
#pragma once

#include "common/console/progress.h"
#include "import/load/monitor.h"
#include "import/publish/publish.h"
#include "mapping/documents/report.h"
#include "sync/delta/foreign_keys.h"
#include "sync/delta/rounds.h"

namespace lite2pg {

/// The schema of the source is another one than at the last round: nothing is changed, another round is needed.
class SchemaMoved : public Error {
 public:
  using Error::Error;
};

struct FreezeResult {
  std::vector<std::string> different;  ///< Tables that are not equal; then nothing is published.
  RoundResult unlocked;                ///< The round before the lock.
  RoundResult last;                    ///< The one under it.
  PublishResult published;
  double seconds = 0;  ///< For which writers of the source were locked out.
};

/// The recorded leaves of all tables, in the order of the plan; empty: there are too many to hold.
using KeptLeaves = std::vector<std::vector<LeafRecord>>;

class Freeze {
 public:
  Freeze(LiveRun& run, const DeltaSettings& settings, RunMonitor& monitor)
      : run_(run), settings_(settings), monitor_(monitor) {}

  /// Throws SchemaMoved, Error(refused), Error(source), Error(target), with nothing changed.
  FreezeResult run();

 private:
  FreezeResult run_once();
  void prove_staged(FreezeResult& result);
  void look_for_orphans();
  void freeze(FreezeResult& result);
  [[nodiscard]] KeptLeaves keep_leaves();
  [[nodiscard]] std::vector<LeafChanges> find_all(RoundSource& source, const KeptLeaves& kept);
  void round_before_lock(FreezeResult& result);
  void require_same_schema(RoundSource& source) const;
  [[nodiscard]] RoundResult proven_round(RoundSource& source, const KeptLeaves& kept,
                                         std::vector<std::string>& different);
  void make_order_indexes(const Schema& schema);
  void drop_order(const Schema& schema);
  void make_late_objects(RoundSource& source);
  void refuse_new_orphans(const RoundResult& last);
  void drop_kept(const RoundResult& last);
  void record_position(RoundSource& source, const FreezeResult& result);
  void commit();
  [[nodiscard]] bool is_published();
  void void_leaves(const std::vector<std::string>& tables);

  LiveRun& run_;
  const DeltaSettings& settings_;
  RunMonitor& monitor_;
  std::vector<StagedForeignKey> keys_;  ///< That are to be made; empty when orphans are allowed.
};

}  // namespace lite2pg
