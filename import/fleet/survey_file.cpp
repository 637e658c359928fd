#include "import/fleet/survey_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/files.h"
#include "common/json_text.h"
#include "common/text.h"
#include "export/sqlite/error.h"
#include "export/survey/broken_checks.h"
#include "import/fleet/options_check.h"
#include "import/run/plan_check.h"
#include "import/run/source_plan.h"
#include "import/tenants/file_look.h"
#include "import/tenants/file_notes.h"
#include "import/tenants/schema_version.h"
#include "mapping/choice/mapping_subset.h"
#include "mapping/plan/parts_json.h"
#include "mapping/source/selectable.h"

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

/// Patterns that match a table of this file. Others may match those of newer ones; when none does, all stay, and the
/// survey says so.
std::vector<std::string> matching(const std::vector<std::string>& patterns, const std::vector<std::string>& names) {
  std::vector<std::string> found;
  std::ranges::copy_if(patterns, std::back_inserter(found), [&](const std::string& pattern) {
    return std::ranges::any_of(names, [&](const std::string& name) { return glob_match(pattern, name); });
  });
  return found.empty() ? patterns : found;
}

/// What the command line says of tables and columns that a file of an older version lacks is left out.
void suit_options(const Schema& schema, ImportOptions& own) {
  const auto names = selectable_names(schema);
  own.plan.tables = matching(own.plan.tables, names);
  std::erase_if(own.plan.exclude, [&](const std::string& pattern) {
    return std::ranges::none_of(names, [&](const std::string& name) { return glob_match(pattern, name); });
  });
  if (!own.mapping.empty()) own.mapping_text = mapping_subset(read_file(own.mapping, "mapping file"), schema);
}

/// What one reason tells of at most: a fleet may have many files, and a file many columns.
constexpr std::size_t lines_of_reason = 3;

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
  for (std::size_t i = 0; i < std::min(items.size(), lines_of_reason); ++i)
    text += (text.empty() ? "" : "\n") + line(items[i]);
  if (items.size() > lines_of_reason) text += "\nand " + with_thousands(items.size() - lines_of_reason) + " more";
  return text;
}

/// The plan's misfits are of a second look already; those that are of values are looked at for their rows.
std::vector<ListedMisfit> with_rows(ImportSource& source, const Plan& plan) {
  std::vector<ListedMisfit> listed;
  const auto found = list_misfit_rows(source.rows(), plan, 1);
  for (const MisfitReport& m : plan.misfits) {
    const auto same = std::ranges::find_if(found, [&](const ListedMisfit& l) {
      return l.group.table == m.table && l.group.column == m.column && l.group.reason == m.reason;
    });
    listed.push_back({m, same == found.end() ? std::vector<MisfitRow>() : same->rows});
  }
  return listed;
}

FileNotes notes_of(const Plan& plan) {
  FileNotes notes;
  for (const ObjectPlan& o : plan.objects) {
    if (is_broken_by_rows(o)) notes.checks.push_back({o.table, o.name, o.reason});
  }
  for (const Table& t : plan.schema.tables) {
    if (t.sequence) notes.sequences.emplace_back(t.name, *t.sequence);
  }
  for (const TablePlan& t : plan.tables) {
    if (!t.months.empty()) notes.months[t.source] = t.months;
  }
  return notes;
}

std::string rows_json(const Plan& plan) {
  Json rows = Json::object();
  for (const TablePlan& t : plan.tables) rows[t.source] = t.rows;
  return json_text(rows, NotUtf8::replaced);
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

AsideReason aside_for(std::vector<ListedMisfit> misfits) {
  std::string text = joined_lines(misfits, [](const ListedMisfit& m) { return misfit_line(m.group); });
  return {AsideKind::misfit, std::move(text), std::move(misfits)};
}

std::optional<AsideReason> reason_of(const Error& error) {
  const std::string text = std::string(error.what()) + (error.hint().empty() ? "" : "; " + error.hint());
  const bool changed = dynamic_cast<const SourceChanged*>(&error) != nullptr;
  switch (error.code()) {
    case ExitCode::source: return AsideReason{changed ? AsideKind::changed : AsideKind::unreadable, text};
    case ExitCode::archive: return AsideReason{AsideKind::unreadable, text};
    // What goes with the first files (check_options) and not with this one is of this one.
    case ExitCode::usage:
    case ExitCode::refused: return AsideReason{AsideKind::refused, text};
    default: return std::nullopt;
  }
}

std::variant<FileSurvey, AsideReason> survey_file(const std::string& path, const ImportOptions& options,
                                                  Progress& progress) {
  ImportOptions own = options_for(path, options);
  const std::string look = look_at_file(path);
  try {
    ImportSource source(path, own.common);
    suit_options(source.rows().schema(), own);
    const Plan plan = source.make_plan(own, progress);
    refuse_rtrees(plan.schema);
    if (!plan.misfits.empty()) return aside_for(with_rows(source, plan));
    if (own.plan.orphans == OrphanPolicy::fail) {
      const auto orphans = carried_orphans(plan, source.orphans(plan));
      if (!orphans.empty()) return AsideReason{AsideKind::orphans, joined_lines(orphans, orphan_line)};
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
