// The names that plans and reports use for closed sets, and what reads them back.
#include "mapping/plan_names.h"

namespace lite2pg {
namespace {

constexpr std::string_view fidelities[] = {"exact", "equivalent", "lossy"};
constexpr std::string_view object_kinds[] = {"table",        "primary_key", "unique",        "index",
                                             "foreign_key",  "check",       "default_value", "generated_column",
                                             "identity",     "view",        "trigger",       "virtual_table",
                                             "shadow_table", "statistics",  "comment"};
constexpr std::string_view object_statuses[] = {"carried", "changed", "not_carried"};
constexpr std::string_view phases[] = {"none", "after_table", "after_load", "final"};
constexpr std::string_view misfit_policies[] = {"fail", "widen", "reject"};
constexpr std::string_view empty_texts[] = {"keep", "null"};
constexpr std::string_view orphan_policies[] = {"fail", "not-valid"};
constexpr std::string_view identifier_styles[] = {"exact", "lower", "snake"};

template <typename E, std::size_t n>
std::optional<E> read(std::string_view text, const std::string_view (&names)[n]) {
  for (std::size_t i = 0; i < n; ++i) {
    if (names[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Fidelity f) noexcept { return fidelities[static_cast<std::size_t>(f)]; }
std::string_view name_of(ObjectKind k) noexcept { return object_kinds[static_cast<std::size_t>(k)]; }
std::string_view name_of(ObjectStatus s) noexcept { return object_statuses[static_cast<std::size_t>(s)]; }
std::string_view name_of(Phase p) noexcept { return phases[static_cast<std::size_t>(p)]; }
std::string_view name_of(MisfitPolicy p) noexcept { return misfit_policies[static_cast<std::size_t>(p)]; }
std::string_view name_of(EmptyText e) noexcept { return empty_texts[static_cast<std::size_t>(e)]; }
std::string_view name_of(OrphanPolicy o) noexcept { return orphan_policies[static_cast<std::size_t>(o)]; }
std::string_view name_of(IdentifierStyle s) noexcept { return identifier_styles[static_cast<std::size_t>(s)]; }

template <>
std::optional<Fidelity> read_name(std::string_view text) {
  return read<Fidelity>(text, fidelities);
}
template <>
std::optional<ObjectKind> read_name(std::string_view text) {
  return read<ObjectKind>(text, object_kinds);
}
template <>
std::optional<ObjectStatus> read_name(std::string_view text) {
  return read<ObjectStatus>(text, object_statuses);
}
template <>
std::optional<Phase> read_name(std::string_view text) {
  return read<Phase>(text, phases);
}
template <>
std::optional<MisfitPolicy> read_name(std::string_view text) {
  return read<MisfitPolicy>(text, misfit_policies);
}
template <>
std::optional<EmptyText> read_name(std::string_view text) {
  return read<EmptyText>(text, empty_texts);
}
template <>
std::optional<OrphanPolicy> read_name(std::string_view text) {
  return read<OrphanPolicy>(text, orphan_policies);
}
template <>
std::optional<IdentifierStyle> read_name(std::string_view text) {
  return read<IdentifierStyle>(text, identifier_styles);
}

}  // namespace lite2pg
