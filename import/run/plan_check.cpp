#include "import/run/plan_check.h"

#include <algorithm>

#include "common/text.h"
#include "common/text_table.h"
#include "import/postgres/server_disk.h"
#include "import/run/text.h"

namespace lite2pg {
namespace {

/// About a second of looking.
constexpr std::uint64_t rows_worth_looking_at = 500'000;

}  // namespace

void check_misfits(const Plan& plan, const Say& say) {
  if (plan.misfits.empty()) return;
  say(misfit_text(plan.misfits));
  const bool one = plan.misfits.size() == 1, existing = plan.options.existing;
  throw Error(ExitCode::refused,
              existing ? std::to_string(plan.misfits.size()) + (one ? " thing does" : " things do") +
                             " not fit the target's tables; nothing was written"
                       : "values of " + std::to_string(plan.misfits.size()) + (one ? " column" : " columns") +
                             " do not fit their type; nothing was written",
              existing ? "use the mapping lines above, --on-misfit=reject, or change the target's columns"
                       : "use the mapping lines above, or --on-misfit=widen or reject");
}

void check_strict(const Plan& plan, const Say& say) {
  if (!plan.options.strict) return;
  const auto objects = not_as_they_are(plan);
  if (objects.empty()) return;
  TextTable list({{"object"}, {"table"}, {"becomes"}, {"reason"}});
  for (const ObjectPlan* o : objects) {
    list.add_row({std::string(name_of(o->kind)) + " " + o->name, o->table, std::string(name_of(o->status)), o->reason});
  }
  say(list.str());
  throw Error(ExitCode::refused,
              with_thousands(objects.size()) + (objects.size() == 1 ? " object" : " objects") +
                  " would not be carried as they are (--strict); nothing was written",
              "a mapping file can skip them, by [objects] skip = [...]; without --strict they are named and left");
}

std::vector<Orphans> carried_orphans(const Plan& plan, const std::vector<Orphans>& orphans) {
  std::vector<Orphans> carried;
  for (const Orphans& o : orphans) {
    if (o.count > 0 && carries_foreign_key(plan, o.table, o.parent)) carried.push_back(o);
  }
  return carried;
}

void check_orphans(ImportSource& source, const Plan& plan, const Say& say) {
  std::uint64_t rows = 0;
  for (const TablePlan& table : plan.tables) rows += table.rows;
  if (plan.options.orphans != OrphanPolicy::fail || rows > rows_worth_looking_at) return;
  const auto orphans = carried_orphans(plan, source.orphans(plan));
  if (orphans.empty()) return;
  say(orphan_text(orphans));
  const std::string unwanted = plan.options.where.empty() ? "" : ", or which are not wanted (--where)";
  throw Error(
      ExitCode::refused, "rows refer to rows which do not exist" + unwanted + "; nothing was written",
      "--orphans=set-aside leaves such rows out; --orphans=not-valid keeps them and makes their foreign keys NOT "
      "VALID; a mapping file can skip an object");
}

OrphansByTable orphans_to_set_aside(ImportSource& source, const Plan& plan) {
  if (plan.options.orphans != OrphanPolicy::set_aside) return {};
  OrphansByTable orphans = source.orphan_rows(plan);
  std::erase_if(orphans, [](const auto& table) { return table.second.size() == 0; });
  return orphans;
}

void check_room(Session& session, const Estimate& estimate, const ImportOptions& options, const Window& window) {
  if (!window.fits(estimate.seconds)) {
    throw Error(ExitCode::refused,
                "the load takes about " + human_seconds(estimate.seconds) + ", the window has " +
                    human_seconds(std::max(0.0, window.left())) + " left; nothing was written",
                "give a longer --window, or more --jobs");
  }
  if (options.skip_disk_check) return;
  const auto disk = server_disk(session);
  if (!disk || disk->free > estimate.bytes()) return;
  throw Error(ExitCode::target,
              "the server has " + human_bytes(disk->free) + " free in " + disk->folder + ", the load needs about " +
                  human_bytes(estimate.bytes()) + "; nothing was written",
              "make room there; --skip-disk-check loads all the same");
}

}  // namespace lite2pg
