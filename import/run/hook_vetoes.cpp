#include "import/run/hook_vetoes.h"

#include "common/console/log.h"
#include "import/catalog/schema_objects.h"
#include "import/ledger/hook_answers.h"
#include "import/ledger/writer.h"
#include "import/run/settings.h"

namespace lite2pg {
namespace {

std::vector<std::string> vetoes_of(Session& session, const RunRecord& run) {
  const auto steps = ledger_steps(session, run.id);
  return standing_vetoes({steps.begin(), steps.end()});
}

/// A step's name is "veto HOOK" or "veto HOOK TABLE".
void drop_vetoes(Session& session, const RunRecord& run, const std::string& hook) {
  session.execute("DELETE FROM lite2pg.run_step WHERE run = $1 AND (step = $2 OR pg_catalog.starts_with(step, $3))",
                  {run.id, "veto " + hook, "veto " + hook + " "});
}

}  // namespace

void settle_vetoes(Session& session, const RunRecord& run, const Hooks& hooks) {
  const auto vetoes = vetoes_of(session, run);
  const RunSettings settings = settings_of(run);
  if (!vetoes.empty() && !hooks.given()) {
    throw Error(ExitCode::partial, "run " + run.id + " stands under the veto of hook " + name_list(vetoes),
                "--hook-dir " + (settings.hook_dir.empty() ? "DIR" : settings.hook_dir) +
                    " asks again; a folder without the hook drops its veto");
  }
  if (!settings.hooks.empty() && !hooks.given()) {
    log_warn("run {} was begun with the hooks of {}, which are not asked now: --hook-dir {} asks them", run.id,
             settings.hook_dir, settings.hook_dir);
  }
  for (const std::string& veto : vetoes) {
    const std::string hook = veto.substr(0, veto.find(' '));
    if (hooks.has(hook)) continue;
    log_warn("the veto of hook {} is dropped: the folder does not have that hook any more", veto);
    drop_vetoes(session, run, hook);
  }
}

}  // namespace lite2pg
