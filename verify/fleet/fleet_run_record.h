// What the target's ledger says of the fleet that is verified.
#pragma once

#include <map>
#include <string>

#include "import/tenants/file_notes.h"
#include "import/tenants/settings.h"
#include "verify/comparison/plan_source.h"

namespace lite2pg {

struct RecordedFile {
  unsigned number = 0;
  std::string state, reason;  ///< FileStage's name, and why it was set aside.
  std::string look, path, fingerprint;
};

struct RecordedFleet {
  ChosenPlan chosen;  ///< Without transaction ids, which are each file's own.
  FleetSettings settings;
  std::map<std::string, RecordedFile> files;  ///< By tenant.
};

/// The run that `options` name, else the latest fleet's into their schema. Throws Error(usage) when there is none.
[[nodiscard]] RecordedFleet recorded_fleet(const VerifyOptions& options, Session& session);

/// The transactions that loaded a file, or repaired rows of the run, by target table.
[[nodiscard]] std::map<std::string, ImportXids> xids_of(Session& session, const std::string& run, unsigned file);
/// What the survey noted of a file. Throws Error(target).
[[nodiscard]] FileNotes notes_of(Session& session, const std::string& run, unsigned file);

}  // namespace lite2pg
