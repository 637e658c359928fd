// The names that options, mapping files, plans and reports use for the plan's closed sets, and what reads them back.
#pragma once

#include <optional>
#include <string_view>

#include "mapping/plan.h"

namespace lite2pg {

[[nodiscard]] std::string_view name_of(Phase p) noexcept;            ///< "none", "after_table", "after_load", "final"
[[nodiscard]] std::string_view name_of(MisfitPolicy p) noexcept;     ///< "fail", "widen", "reject"
[[nodiscard]] std::string_view name_of(EmptyText e) noexcept;        ///< "keep", "null"
[[nodiscard]] std::string_view name_of(OrphanPolicy o) noexcept;     ///< "fail", "not-valid"
[[nodiscard]] std::string_view name_of(IdentifierStyle s) noexcept;  ///< "exact", "lower", "snake"

/// The inverse of name_of, for Fidelity, ObjectKind, ObjectStatus, Phase, MisfitPolicy, EmptyText, OrphanPolicy and
/// IdentifierStyle; nullopt when `text` is none of the names.
template <typename E>
[[nodiscard]] std::optional<E> read_name(std::string_view text);

template <>
std::optional<Fidelity> read_name(std::string_view text);
template <>
std::optional<ObjectKind> read_name(std::string_view text);
template <>
std::optional<ObjectStatus> read_name(std::string_view text);
template <>
std::optional<Phase> read_name(std::string_view text);
template <>
std::optional<MisfitPolicy> read_name(std::string_view text);
template <>
std::optional<EmptyText> read_name(std::string_view text);
template <>
std::optional<OrphanPolicy> read_name(std::string_view text);
template <>
std::optional<IdentifierStyle> read_name(std::string_view text);

}  // namespace lite2pg
