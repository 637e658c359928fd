#include "mapping/choice/census_form.h"

#include <algorithm>

#include "mapping/choice/target_codec.h"
#include "mapping/choice/target_match.h"

namespace lite2pg {

EvidenceSet evidence_for(const TargetType& type) noexcept {
  using Family = TargetType::Family;
  if (is_temporal(type)) return evidence::temporal;
  switch (type.family) {
    case Family::boolean: return evidence::boolean;
    case Family::numeric: return evidence::decimal;
    case Family::uuid: return evidence::uuid;
    case Family::json:
    case Family::jsonb: return evidence::json;
    default: return evidence::none;
  }
}

EvidenceSet CensusForm::wanted(const Table& table, std::size_t i) const {
  const ColumnRule rule = mapping_.column_rule(table.name, table.columns[i], PlanOptions{});
  unsigned evidence = lite2pg::evidence_for(declared_type_of(table, i).intent);
  if (rule.type) evidence |= evidence_for(*rule.type);
  if (target_ != nullptr) {
    if (const TargetColumn* column = match_column(*target_, mapping_, table, table.columns[i])) {
      evidence |= evidence_for(*column);
    }
  }
  return static_cast<EvidenceSet>(evidence);
}

TableCensus CensusForm::blank(const Table& table) const {
  TableCensus census{table.name, 0, {}};
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    census.columns.emplace_back(declared_type_of(table, i), wanted(table, i));
  }
  return census;
}

bool CensusForm::is_answered_by(const std::vector<TableCensus>& census, const Schema& schema) const {
  return std::ranges::all_of(census, [&](const TableCensus& taken) {
    const Table* table = schema.find_table(taken.table);
    if (table == nullptr || table->columns.size() != taken.columns.size()) return false;
    for (std::size_t i = 0; i < taken.columns.size(); ++i) {
      if ((wanted(*table, i) & ~taken.columns[i].wanted()) != 0) return false;
    }
    return true;
  });
}

}  // namespace lite2pg
