#include "import/fleet/survey_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/text.h"
#include "import/run/plan_check.h"
#include "import/run/source_plan.h"
#include "import/tenants/file_look.h"
#include "import/tenants/file_notes.h"
#include "import/tenants/schema_version.h"
#include "mapping/plan/parts_json.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

/// The command line's, for one file read by one thread.
ImportOptions options_for(const std::string& path, const ImportOptions& options) {
  ImportOptions o = options;
  o.source = path;
  o.common.jobs = 1;
  return o;
}

std::string misfit_line(const MisfitReport& m) {
  return "table '" + m.table + "', column '" + m.column + "'" + (m.rowid.empty() ? "" : ", " + m.rowid) + ": " +
         m.value + (m.value.empty() ? "" : ": ") + m.reason +
         (m.count > 1 ? " (" + with_thousands(m.count) + " values)" : "");
}

std::string orphan_line(const Orphans& o) {
  std::string rows;
  for (const std::string& row : o.examples) rows += (rows.empty() ? "" : ", ") + row;
  return "table '" + o.table + "': " + with_thousands(o.count) + (o.count == 1 ? " row refers" : " rows refer") +
         " to no row of '" + o.parent + "' (" + rows + ")";
}

template <typename Items, typename Line>
std::string joined_lines(const Items& items, Line line) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : "\n") + line(item);
  return text;
}

FileNotes notes_of(const Plan& plan) {
  FileNotes notes;
  for (const ObjectPlan& o : plan.objects) {
    const bool broken = o.kind == ObjectKind::check && o.reason.ends_with("PostgreSQL would refuse it");
    if (broken) notes.checks.push_back({o.table, o.name, o.reason});
  }
  for (const Table& t : plan.schema.tables) {
    if (t.sequence) notes.sequences.emplace_back(t.name, *t.sequence);
  }
  return notes;
}

std::string rows_json(const Plan& plan) {
  Json rows = Json::object();
  for (const TablePlan& t : plan.tables) rows[t.source] = t.rows;
  return rows.dump(-1, ' ', false, Json::error_handler_t::replace);
}

FileSurvey survey_of(const Plan& plan, const std::string& look) {
  FileSurvey survey;
  survey.schema = without_file_facts(plan.schema);
  SurveyedFile& found = survey.found;
  found.version = fingerprint_of(plan.schema);
  found.fingerprint = plan.source_fingerprint;
  found.look = look;
  found.table_rows = rows_json(plan);
  found.census = census_to_json(plan.census);
  found.notes = to_json(notes_of(plan));
  for (const TablePlan& t : plan.tables) {
    found.rows += t.rows;
    found.bytes += t.bytes;
  }
  return survey;
}

}  // namespace

std::optional<AsideReason> reason_of(const Error& error) {
  const std::string text = std::string(error.what()) + (error.hint().empty() ? "" : "; " + error.hint());
  switch (error.code()) {
    case ExitCode::source:
      return AsideReason{text.find("changed") == std::string::npos ? "unreadable" : "changed", text};
    case ExitCode::archive: return AsideReason{"unreadable", text};
    case ExitCode::refused: return AsideReason{"refused", text};
    default: return std::nullopt;
  }
}

std::variant<FileSurvey, AsideReason> survey_file(const std::string& path, const ImportOptions& options,
                                                  Progress& progress) {
  const ImportOptions own = options_for(path, options);
  const std::string look = look_at_file(path);
  try {
    ImportSource source(path, own.common);
    const Plan plan = source.make_plan(own, progress);
    if (!plan.misfits.empty()) return AsideReason{"misfit", joined_lines(plan.misfits, misfit_line)};
    if (own.plan.orphans == OrphanPolicy::fail) {
      const auto orphans = carried_orphans(plan, source.orphans(plan));
      if (!orphans.empty()) return AsideReason{"orphans", joined_lines(orphans, orphan_line)};
    }
    return survey_of(plan, look);
  } catch (const TargetError&) {
    throw;
  } catch (const Error& e) {
    if (auto reason = reason_of(e)) return *reason;
    throw;
  }
}

}  // namespace lite2pg
