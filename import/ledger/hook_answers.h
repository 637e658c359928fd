// What hooks answered, as steps of a run: an answer outlives the process that asked, so that a veto holds until the
// hook itself takes it back.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

/// A hook's question: "after-table" of table "users"; "before-publish" of no table.
struct HookQuestion {
  std::string hook;
  std::string table;  ///< Target table, or empty.
};

/// The statements that record the answer; a later one takes the place of an earlier one.
[[nodiscard]] std::vector<std::string> hook_passed_sql(std::string_view run, const HookQuestion& question);
[[nodiscard]] std::vector<std::string> hook_vetoed_sql(std::string_view run, const HookQuestion& question);

/// Whether the hook let it pass, by the ledger's steps.
[[nodiscard]] bool has_passed(const std::set<std::string>& steps, const HookQuestion& question);
/// Vetoes that stand, for people: "after-table of table 'users'".
[[nodiscard]] std::vector<std::string> standing_vetoes(const std::set<std::string>& steps);

}  // namespace lite2pg
