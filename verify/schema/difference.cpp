#include "verify/schema/difference.h"

#include <algorithm>

namespace lite2pg {

ObjectKind kind_of(Aspect a) noexcept {
  switch (a) {
    case Aspect::default_value: return ObjectKind::default_value;
    case Aspect::generated: return ObjectKind::generated_column;
    case Aspect::identity:
    case Aspect::sequence: return ObjectKind::identity;
    case Aspect::primary_key: return ObjectKind::primary_key;
    case Aspect::unique_constraint:
    case Aspect::exclusion: return ObjectKind::unique;
    case Aspect::foreign_key: return ObjectKind::foreign_key;
    case Aspect::check: return ObjectKind::check;
    case Aspect::index:
    case Aspect::unique_index: return ObjectKind::index;
    case Aspect::view: return ObjectKind::view;
    case Aspect::trigger:
    case Aspect::trigger_function:
    case Aspect::rule: return ObjectKind::trigger;
    default: return ObjectKind::table;
  }
}

std::string SchemaDifference::reason() const {
  const std::string what(name_of(aspect));
  const std::string also = state == Enforcement::enforced ? "" : " (" + std::string(name_of(state)) + ")";
  switch (fault) {
    case SchemaFault::missing: return what + " is missing";
    case SchemaFault::differs: return what + " differs" + also;
    case SchemaFault::unenforced: return what + " is " + std::string(name_of(state));
    case SchemaFault::extra:
      // A new column is one extra, not also its type.
      return (aspect == Aspect::column_type ? "column" : what) + " is not in the plan" + also;
    case SchemaFault::repeats: return "the sequence would give out a number again";
    case SchemaFault::exhausted: return "the sequence has no number left";
  }
  return what;
}

std::uint64_t SchemaOutcome::failures() const noexcept {
  return static_cast<std::uint64_t>(
      std::ranges::count_if(differences, [](const SchemaDifference& d) { return d.weight == Weight::failure; }));
}

}  // namespace lite2pg
