#include "mapping/plan/names.h"

namespace lite2pg {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::string_view fidelities[] = {"exact", "equivalent", "lossy"};
constexpr std::string_view object_kinds[] = {"table",        "primary_key", "unique",        "index",
                                             "foreign_key",  "check",       "default_value", "generated_column",
                                             "identity",     "view",        "trigger",       "virtual_table",
                                             "shadow_table", "statistics",  "comment"};
constexpr std::string_view object_statuses[] = {"carried", "changed", "not_carried"};
constexpr std::string_view phases[] = {"none", "after_table", "after_load", "final", "publish"};
constexpr std::string_view misfit_actions[] = {"refuse", "reject_row", "set_null"};
constexpr std::string_view label_forms[] = {"", "any_case", "index", "number", "letters"};
constexpr std::string_view misfit_policies[] = {"fail", "widen", "reject"};
constexpr std::string_view empty_texts[] = {"keep", "null"};
constexpr std::string_view orphan_policies[] = {"fail", "not-valid", "set-aside"};
constexpr std::string_view trigger_policies[] = {"carry", "report", "off"};
constexpr std::string_view text_collations[] = {"default", "C"};
// Documents leave out what is as it always was.
constexpr std::string_view integer_types[] = {"", "integer"};
constexpr std::string_view timestamp_types[] = {"", "naive", "zone"};
constexpr std::string_view json_types[] = {"", "jsonb"};
constexpr std::string_view identifier_styles[] = {"exact", "lower", "snake"};
constexpr std::string_view generated_forms[] = {"no", "virtual", "stored"};
constexpr std::string_view index_origins[] = {"create_index", "unique_constraint", "primary_key"};
constexpr std::string_view table_kinds[] = {"rowid", "without_rowid", "virtual", "shadow", "rtree"};

template <typename E>
std::string_view name(E value) noexcept {
  return names_of(value)[static_cast<std::size_t>(value)];
}

}  // namespace

Names names_of(Fidelity) noexcept { return fidelities; }
Names names_of(ObjectKind) noexcept { return object_kinds; }
Names names_of(ObjectStatus) noexcept { return object_statuses; }
Names names_of(Phase) noexcept { return phases; }
Names names_of(MisfitAction) noexcept { return misfit_actions; }
Names names_of(LabelForm) noexcept { return label_forms; }
Names names_of(WrittenForm) noexcept {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> all;
    for (const SpellingTraits& s : spellings()) all.push_back(s.form == WrittenForm::plain ? "" : s.word);
    return all;
  }();
  return words;
}
Names names_of(MisfitPolicy) noexcept { return misfit_policies; }
Names names_of(EmptyText) noexcept { return empty_texts; }
Names names_of(OrphanPolicy) noexcept { return orphan_policies; }
Names names_of(TriggerPolicy) noexcept { return trigger_policies; }
Names names_of(TextCollation) noexcept { return text_collations; }
Names names_of(IntegerType) noexcept { return integer_types; }
Names names_of(TimestampType) noexcept { return timestamp_types; }
Names names_of(JsonType) noexcept { return json_types; }
Names names_of(IdentifierStyle) noexcept { return identifier_styles; }
Names names_of(Generated) noexcept { return generated_forms; }
Names names_of(IndexOrigin) noexcept { return index_origins; }
Names names_of(TableKind) noexcept { return table_kinds; }

std::string_view name_of(Fidelity f) noexcept { return name(f); }
std::string_view name_of(ObjectKind k) noexcept { return name(k); }
std::string_view name_of(ObjectStatus s) noexcept { return name(s); }
std::string_view name_of(Phase p) noexcept { return name(p); }
std::string_view name_of(MisfitAction a) noexcept { return name(a); }
std::string_view name_of(LabelForm f) noexcept { return name(f); }
std::string_view name_of(MisfitPolicy p) noexcept { return name(p); }
std::string_view name_of(EmptyText e) noexcept { return name(e); }
std::string_view name_of(OrphanPolicy o) noexcept { return name(o); }
std::string_view name_of(IdentifierStyle s) noexcept { return name(s); }

}  // namespace lite2pg
