#include "import/fleet/drift.h"

#include "common/text.h"

namespace lite2pg {
namespace {

/// The first digits tell versions apart.
std::string short_name(const std::string& version) {
  constexpr std::size_t digits = 8;
  return version.substr(0, digits);
}

std::vector<SchemaDrift::File> files_of_version(Session& session, const std::string& run, const std::string& version) {
  std::vector<SchemaDrift::File> files;
  for (const Fields& row : session.query("SELECT path, tenant FROM lite2pg.fleet_file WHERE run = $1 AND version = $2 "
                                         "AND state = 'surveyed' ORDER BY file",
                                         {run, version})) {
    files.push_back({text_of(row, 0), text_of(row, 1)});
  }
  return files;
}

void set_version_aside(Session& session, const std::string& run, const std::string& version, const std::string& why) {
  session.execute(
      "UPDATE lite2pg.fleet_file SET state = 'aside', reason_kind = 'drift', reason = $3, changed_at = "
      "pg_catalog.clock_timestamp() WHERE run = $1 AND version = $2 AND state = 'surveyed'",
      {run, version, "its schema is no earlier form of the newest: " + why});
}

}  // namespace

std::string drift_text(const SchemaDrift& drift, std::size_t files_of_newest) {
  std::string text = "schema version " + short_name(drift.version) + " is no earlier form of the newest (" +
                     short_name(drift.newest) + ", " + with_thousands(files_of_newest) +
                     (files_of_newest == 1 ? " file): " : " files): ") + drift.reason + "\n";
  for (const SchemaDrift::File& file : drift.files) text += "  " + file.path + "\n";
  return text;
}

void settle_drift(Session& session, const std::string& run, const std::vector<SchemaVersion>& versions,
                  const SchemaVersion& newest, OnDrift policy, Report& report, const Say& say) {
  std::size_t files = 0;
  for (const SchemaVersion& v : versions) {
    const std::string why = drift_between(v.schema, newest.schema);
    if (v.fingerprint == newest.fingerprint || why.empty()) continue;
    if (policy == OnDrift::aside) {
      set_version_aside(session, run, v.fingerprint, why);
      continue;
    }
    report.schema_drift.push_back(
        {v.fingerprint, newest.fingerprint, why, files_of_version(session, run, v.fingerprint)});
    files += report.schema_drift.back().files.size();
    say(drift_text(report.schema_drift.back(), newest.files));
  }
  if (files == 0) return;
  throw Error(ExitCode::refused,
              with_thousands(files) + (files == 1 ? " file has" : " files have") +
                  " another schema than the rest; nothing was loaded",
              "migrate them with the application, or --on-drift aside leaves them out");
}

}  // namespace lite2pg
