// The names that options, mapping files, plans and reports use for closed sets, and what reads them back.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// The names of an enum's values, in their order.
[[nodiscard]] std::span<const std::string_view> names_of(Fidelity) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(ObjectKind) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(ObjectStatus) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(Phase) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(MisfitAction) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(LabelForm) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(WrittenForm) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(MisfitPolicy) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(EmptyText) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(OrphanPolicy) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(TriggerPolicy) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(TextCollation) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(IntegerType) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(TimestampType) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(JsonType) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(IdentifierStyle) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(Generated) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(IndexOrigin) noexcept;
[[nodiscard]] std::span<const std::string_view> names_of(TableKind) noexcept;

[[nodiscard]] std::string_view name_of(Phase p) noexcept;            ///< "none", "after_table", "after_load", "final"
[[nodiscard]] std::string_view name_of(MisfitPolicy p) noexcept;     ///< "fail", "widen", "reject"
[[nodiscard]] std::string_view name_of(EmptyText e) noexcept;        ///< "keep", "null"
[[nodiscard]] std::string_view name_of(OrphanPolicy o) noexcept;     ///< "fail", "not-valid", "set-aside"
[[nodiscard]] std::string_view name_of(IdentifierStyle s) noexcept;  ///< "exact", "lower", "snake"

/// The value of that name; nullopt when `text` is none of the names.
template <typename E>
[[nodiscard]] std::optional<E> read_name(std::string_view text) {
  const std::span<const std::string_view> names = names_of(E{});
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<E>(found - names.begin());
}

}  // namespace lite2pg
