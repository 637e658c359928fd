#include "mapping/planning/filled_columns.h"

#include "mapping/choice/stand_in.h"
#include "mapping/choice/target_codec.h"
#include "mapping/choice/toml.h"
#include "mapping/choice/value_check.h"
#include "mapping/codec/encode/encode.h"

namespace lite2pg {

std::optional<ColumnPlan> filled_column(const TargetColumn& column, const std::string& constant) {
  const OwnedValue value = constant_value(constant);
  ColumnCensus census(DeclaredType{}, evidence_for(column));
  census.add(value.view(), 1);
  ColumnPlan plan;
  plan.target = column.name;
  plan.type = column.type;
  const DerivedCodec derived = derive_codec(census, column);
  plan.codec = derived.codec;
  plan.via_text = derived.via_text;
  plan.via_json = derived.via_json;
  if (!plan.via_json) plan.labels = column.labels;
  plan.fidelity = Fidelity::lossy;
  plan.not_null = column.not_null;
  plan.null_as = constant;
  plan.evidence = "only the target has this column; every row takes the constant of the mapping file";
  FieldBuffer field;
  const Encoded e = encode(plan.codec, value.view(), field);
  const ValueCheck check(plan);
  const bool fits = e.misfit == Misfit::none && !e.null && check.check(field.view()) == Misfit::none;
  return fits ? std::optional(plan) : std::nullopt;
}

std::string offered_constant(const TargetColumn& column) {
  if (!column.checked_domain.empty() || !column.checks.empty())
    return {};  // The server alone knows what its CHECKs take.
  std::vector<std::string> constants = {
      "0", "'", "'1970-01-01", "'00:00:00", "'{}", "'[]", "'00000000-0000-0000-0000-000000000000", "'0.0.0.0"};
  if (!column.labels.empty()) constants.insert(constants.begin(), "'" + column.labels.front());
  for (const std::string& constant : constants) {
    const bool spelled = constant.starts_with('\'');
    // Text and documents would take 0 too.
    const bool takes_all = column.base == "text" || column.base == "varchar" || column.base == "bpchar" ||
                           column.base == "json" || column.base == "jsonb" || column.is_array;
    // A number is a moment too, but nobody reads it as one.
    const bool moment =
        column.base.starts_with("timestamp") || column.base == "date" || column.base.starts_with("time");
    if (!spelled && (takes_all || moment)) continue;
    if (filled_column(column, constant)) return spelled ? toml_string(constant.substr(1)) : constant;
  }
  return {};
}

}  // namespace lite2pg
