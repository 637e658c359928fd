// What becomes of the target's own triggers while rows are loaded into its tables: they are off, but for those of
// tables that the user names; columns that only they fill are asked for.
#pragma once

#include <string>
#include <vector>

#include "import/existing/filling_triggers.h"

namespace lite2pg {

/// What the user wants of them.
struct TriggerWishes {
  std::vector<std::string> fire;  ///< Tables whose triggers fire for each loaded row: names or globs.
  bool off = false;               ///< Columns that triggers fill may stay as they are.
};

struct TriggerChoice {
  std::vector<std::string> fired;       ///< Target names of tables whose triggers stay on, in the order of the plan.
  std::vector<std::string> silent;      ///< "users: audit, touch": triggers that will not fire, by table.
  std::vector<FillingTrigger> updates;  ///< Those that an UPDATE of the load's own makes fire.
  std::vector<FillingTrigger> left;     ///< Those that will not fill their columns: the user said so.
  std::vector<FillingTrigger> asked;    ///< Those of which the user has to say what is wanted.

  [[nodiscard]] bool fires(const std::string& table) const;
};

/// Throws Error(usage) when a wish names no table of the plan.
[[nodiscard]] std::vector<std::string> fired_tables(const Plan& plan, const TriggerWishes& wishes);
/// The same, and what comes of it.
[[nodiscard]] TriggerChoice choose_triggers(const std::vector<InsertTrigger>& triggers, const Plan& plan,
                                            const TargetCatalog& catalog, const TriggerWishes& wishes);
/// Asks the server what there is.
[[nodiscard]] TriggerChoice choose_triggers(Session& session, const Plan& plan, const TargetCatalog& catalog,
                                            const TriggerWishes& wishes);

/// What becomes of them, for people: a line each.
[[nodiscard]] std::vector<std::string> lines_of(const TriggerChoice& choice);
/// Refuses what is asked; there is some.
[[nodiscard]] Error asked_error(const TriggerChoice& choice);

/// The plan's tables in the order of their load: those whose triggers fire come last, so that what these write to
/// stands there.
[[nodiscard]] std::vector<std::size_t> load_order(const Plan& plan, const std::vector<std::string>& fired);

/// Names in functions of the target are looked up as in the application's own sessions, in `schema` first, until
/// search_path_sql() ends that.
[[nodiscard]] std::string application_path_sql(const std::string& schema);

}  // namespace lite2pg
