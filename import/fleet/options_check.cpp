#include "import/fleet/options_check.h"

#include <algorithm>
#include <optional>

#include "common/error.h"
#include "common/files.h"
#include "common/options/selection.h"
#include "import/fleet/fleet_plan.h"
#include "import/run/source_plan.h"
#include "import/tenants/schema_version.h"
#include "mapping/choice/census_form.h"
#include "mapping/planning/make_plan.h"
#include "mapping/planning/tables_with_rows.h"
#include "mapping/source/selectable.h"

namespace lite2pg {
namespace {

constexpr std::size_t files_tried = 8;

/// As the fleet's would be, if the file had no rows and were alone.
void plan_without_rows(const std::string& path, const ImportOptions& options, int server_version) {
  CommonOptions common = options.common;
  common.jobs = 1;
  ImportSource source(path, common);
  const Schema schema = without_file_facts(source.rows().schema());
  const std::string mapping = options.mapping.empty() ? "" : read_file(options.mapping, "mapping file");
  require_matches(selectable_names(schema), common.tables, common.exclude);
  const CensusForm form(mapping);
  std::vector<TableCensus> census;
  for (const Table* table : tables_with_rows(schema, common.tables, common.exclude, mapping)) {
    census.push_back(form.blank(*table));
  }
  refuse_rtrees(make_plan(schema, std::move(census), fleet_plan_options(options, server_version), mapping).schema);
}

}  // namespace

void check_options(const std::vector<FleetFile>& files, const ImportOptions& options, int server_version) {
  std::optional<Error> mistake;
  for (std::size_t i = 0; i < std::min(files.size(), files_tried); ++i) {
    try {
      return plan_without_rows(files[i].path, options, server_version);
    } catch (const Error& e) {
      if (e.code() == ExitCode::usage && !mistake) mistake = e;
    }
  }
  if (mistake) throw *mistake;
}

void refuse_rtrees(const Schema& schema) {
  const auto found = std::ranges::find(schema.tables, TableKind::rtree, &Table::kind);
  if (found == schema.tables.end()) return;
  throw Error(ExitCode::usage, "R-Tree " + found->name + " as a table does not go with a fleet",
              "take rtree = \"table\" out of the mapping file, or import the files one by one");
}

}  // namespace lite2pg
