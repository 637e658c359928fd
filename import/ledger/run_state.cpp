#include "import/ledger/run_state.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "common/error.h"

namespace lite2pg {
namespace {

constexpr std::array<std::string_view, 6> state_names = {"loading",     "staged", "published",
                                                         "rolled_back", "failed", "removed"};

using enum RunState;
constexpr std::array transitions = std::to_array<std::pair<RunState, RunState>>({
    {loading, staged},
    {loading, failed},
    {loading, removed},
    {staged, published},
    {staged, removed},
    {published, rolled_back},
    {rolled_back, published},
    {rolled_back, removed},
    {failed, removed},
});

}  // namespace

std::string_view name_of(RunState s) noexcept { return state_names[static_cast<std::size_t>(s)]; }

RunState run_state(std::string_view name) {
  const auto found = std::ranges::find(state_names, name);
  if (found == state_names.end()) {
    throw Error(ExitCode::target, "the ledger names an unknown state '" + std::string(name) + "'",
                "it was written by another version of lite2pg");
  }
  return static_cast<RunState>(found - state_names.begin());
}

bool may_follow(RunState from, RunState to) noexcept {
  return std::ranges::find(transitions, std::pair(from, to)) != transitions.end();
}

}  // namespace lite2pg
