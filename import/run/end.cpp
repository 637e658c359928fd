#include "import/run/end.h"

#include <algorithm>

#include "common/console/log.h"
#include "import/ledger/writer.h"
#include "import/publish/staging_schema.h"

namespace lite2pg {
namespace {

std::string resume_hint(const std::string& run) {
  return "--resume --run " + run + " goes on with it; --cleanup --run " + run + " drops what is there";
}

void discard(LeadingSession& session, const RunRecord& run, const std::string& reason) {
  try {
    drop_staging(session.get(), run);
    Session& leading = session.get();
    Transaction transaction(leading);
    record_state(leading, run.id, RunState::failed, reason, "{}");
    transaction.commit();
  } catch (const Error& e) {
    log_warn("what is in schema {} could not be dropped: {}; --cleanup --run {} does it later", run.staging_schema,
             e.what(), run.id);
  }
}

void note_stop(LeadingSession& session, const RunRecord& run, const std::string& reason) {
  try {
    record_stop(session.get(), run.id, reason);
  } catch (const Error& e) {
    log_debug("the stop could not be recorded: {}", e.what());
  }
}

bool is_refused(const Error& error) {
  const auto* server = dynamic_cast<const TargetError*>(&error);
  return error.code() == ExitCode::refused || (server != nullptr && is_refusal(*server));
}

}  // namespace

std::string joined(const std::string& first, const std::string& second) {
  if (first.empty() || second.empty()) return first + second;
  return first + "; " + second;
}

Error refusal_error(const std::vector<Refusal>& refusals) {
  const bool orphans = std::ranges::any_of(refusals, &Refusal::is_orphan);
  return {ExitCode::refused,
          "PostgreSQL refused " + std::to_string(refusals.size()) + (refusals.size() == 1 ? " object" : " objects") +
              "; the target schema is untouched",
          orphans
              ? "--orphans=set-aside leaves such rows out; --orphans=not-valid keeps them and makes their foreign keys "
                "NOT VALID; a mapping file can skip an object"
              : "a mapping file can skip an object or change a type"};
}

Error end_early(LeadingSession& session, const RunRecord& run, const Error& error) {
  if (is_refused(error)) {
    discard(session, run, error.what());
    return {ExitCode::refused, error.what(), error.hint()};
  }
  note_stop(session, run, error.what());
  const auto* server = dynamic_cast<const TargetError*>(&error);
  const bool another_way = server != nullptr && server->needs_another_way();
  const ExitCode code = error.code() == ExitCode::target && !another_way ? ExitCode::partial : error.code();
  return {code, error.what(), joined(error.hint(), resume_hint(run.id))};
}

}  // namespace lite2pg
