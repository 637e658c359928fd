#include "import/run/application.h"

#include <nlohmann/json.hpp>

#include "common/console/log.h"
#include "common/plain_text.h"
#include "mapping/application/advice.h"

namespace lite2pg {
namespace {

void add_to_report(const Recognised& found, const std::string& advice, Report& report) {
  report.facts.set("application",
                   {{"framework", found.framework->name}, {"evidence", found.evidence}, {"advice", advice}});
}

}  // namespace

std::optional<Recognised> tell_application(const Schema& schema, const ImportOptions& options, Report& report,
                                           const Say& say) {
  auto found = recognise(schema);
  if (!found || options.fresh) return found;
  if (options.existing) {
    add_to_report(*found, "its own migrations made the tables: this is the right way", report);
    return found;
  }
  const std::string target = options.target.empty() ? "TARGET" : Target{options.target}.display();
  std::string text;
  for (const std::string& line : advice_of(*found, options.source, target)) {
    log_warn("{}", line);
    text += (text.empty() ? "" : "\n") + line;
  }
  add_to_report(*found, text, report);
  if (options.dry_run) say("Application: " + text + "\n\n");
  return found;
}

}  // namespace lite2pg
