// Whether a trigger may be carried at all: PostgreSQL fires AFTER triggers when the statement ends, checks foreign keys
// in between, and lets a BEFORE trigger not touch the row that it fires for. Throws SqlError with the reason otherwise.
#pragma once

#include "mapping/objects/trigger_effects.h"

namespace lite2pg {

/// Where among PostgreSQL's own triggers, which do the work of foreign keys and are called "RI_ConstraintTrigger_...",
/// an AFTER trigger must fire.
enum class TriggerPlace : std::uint8_t { anywhere, before_keys, after_keys };

void require_same_outcome(const std::vector<ParsedTrigger>& triggers, std::size_t trigger,
                          const TriggerEffects& effects, const Plan& plan);

/// `own`: what the trigger does.
[[nodiscard]] TriggerPlace place_of(const ParsedTrigger& trigger, const Effects& own, const TriggerEffects& effects,
                                    const Plan& plan);

/// Whether the trigger does nothing but set columns of the row that an UPDATE changes, and nothing can tell whether
/// that happens before the row is written or after.
[[nodiscard]] bool may_set_before(const std::vector<ParsedTrigger>& triggers, std::size_t trigger, const Plan& plan);

}  // namespace lite2pg
