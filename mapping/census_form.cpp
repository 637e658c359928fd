#include "mapping/census_form.h"

#include <algorithm>

#include "common/text.h"

namespace lite2pg {
namespace {

EvidenceSet evidence_for(const TargetType& type) noexcept {
  using Family = TargetType::Family;
  if (is_temporal(type)) return evidence::temporal;
  switch (type.family) {
    case Family::boolean:
      return evidence::boolean;
    case Family::numeric:
      return evidence::decimal;
    case Family::uuid:
      return evidence::uuid;
    case Family::json:
    case Family::jsonb:
      return evidence::json;
    default:
      return evidence::none;
  }
}

EvidenceSet wanted(const MappingFile& mapping, const Table& table, std::size_t i) {
  const ColumnRule rule = mapping.column_rule(table.name, table.columns[i], PlanOptions{});
  const EvidenceSet declared = lite2pg::evidence_for(declared_type_of(table, i).intent);
  return rule.type ? static_cast<EvidenceSet>(declared | evidence_for(*rule.type)) : declared;
}

}  // namespace

DeclaredType declared_type_of(const Table& table, std::size_t column) {
  const std::string& declared = table.columns[column].declared_type;
  DeclaredType type = read_declared_type(declared);
  // https://sqlite.org/stricttables.html section 3.
  if (table.strict && equals_ignoring_case(declared, "ANY")) type.affinity = Affinity::blob;
  return type;
}

TableCensus CensusForm::blank(const Table& table) const {
  TableCensus census{table.name, 0, {}};
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    census.columns.emplace_back(declared_type_of(table, i), wanted(mapping_, table, i));
  }
  return census;
}

bool CensusForm::is_answered_by(const std::vector<TableCensus>& census, const Schema& schema) const {
  return std::ranges::all_of(census, [&](const TableCensus& taken) {
    const Table* table = schema.find_table(taken.table);
    if (table == nullptr || table->columns.size() != taken.columns.size()) return false;
    for (std::size_t i = 0; i < taken.columns.size(); ++i) {
      if ((wanted(mapping_, *table, i) & ~taken.columns[i].wanted()) != 0) return false;
    }
    return true;
  });
}

}  // namespace lite2pg
