#include "verify/comparison/derive_plan.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "common/text.h"
#include "mapping/choice/mapping_file.h"
#include "mapping/codec/decode/decode.h"

namespace lite2pg {
namespace {

bool has(const ColumnCensus& c, StorageClass s) { return c.count(s) > 0; }

/// Texts that somebody made a number column of. numeric alone has a codec for these.
bool holds_spelled_numbers(const ColumnCensus& c, const TargetColumn& column) {
  constexpr std::array<std::string_view, 5> numbers = {"int2", "int4", "int8", "float4", "float8"};
  if (column.is_array || !has(c, StorageClass::text)) return false;
  const bool mixed = has(c, StorageClass::integer) || has(c, StorageClass::real);
  return std::ranges::find(numbers, column.base) != numbers.end() || (column.base == "numeric" && mixed);
}

/// Both sides as the number that a text spells.
DerivedCodec spelled_numbers() {
  return {.codec = {CodecId::text_number, NumberForm::either},
          .via_text = true,
          .assumption = "text that spells a number is compared as the number"};
}

/// SQLite keeps a whole number as INTEGER in a column of INTEGER or NUMERIC affinity, whatever was written
/// (https://sqlite.org/datatype3.html section 3): a column that held fractions alone gives INTEGERs for the whole
/// numbers that came since.
void follow_affinity(Codec& codec, Affinity affinity, const ColumnCensus& census) {
  const bool whole_as_integer = affinity == Affinity::integer || affinity == Affinity::numeric;
  // A declared type that was rewritten in sqlite_schema leaves values that it would not have made.
  if (!whole_as_integer || census.real_integral.count > 0 || codec.shape != FieldShape::scalar) return;
  const auto follow = [](NumberForm& form) {
    if (form == NumberForm::real) form = NumberForm::mixed;
  };
  if (auto* form = codec.find<NumberForm>()) follow(*form);
  if (auto* decimal = codec.find<DecimalFormat>()) follow(decimal->number);
  if (auto* temporal = codec.find<TemporalFormat>()) follow(temporal->number);
}

/// Whether nothing of what an adapter changes was changed.
bool is_read_alike(const TablePlan& a, const TablePlan& b) {
  const auto reading = [](const ColumnPlan& c) {
    return std::tie(c.target, c.codec, c.via_text, c.via_json, c.type, c.fidelity, c.evidence);
  };
  return a.target == b.target && std::ranges::equal(a.columns, b.columns, {}, reading, reading);
}

class Adapter {
 public:
  Adapter(const Plan& plan, const TargetCatalog& catalog, std::vector<std::string>& assumptions)
      : plan_(plan), mapping_(MappingFile::parse(plan.mapping)), catalog_(catalog), assumptions_(assumptions) {}

  void adapt(TablePlan& table) const {
    const TargetTable* actual = catalog_.find_table(table.target);
    if (actual == nullptr) actual = catalog_.find_table(table.source);
    if (actual == nullptr) return;
    table.target = actual->name;
    for (ColumnPlan& column : table.columns) {
      if (column.source_index >= 0) adapt(table, column, *actual);
    }
  }

 private:
  void adapt(const TablePlan& table, ColumnPlan& column, const TargetTable& in) const {
    const TargetColumn* actual = in.find_column(column.target);
    if (actual == nullptr) actual = in.find_column(column.source);
    if (actual == nullptr) return;
    column.target = actual->name;
    if (actual->base == "bpchar" && !actual->is_array) column.via_text = true;  // Without the blanks that pad it.
    const ColumnCensus* census = census_of(table, column);
    if (census != nullptr) follow_affinity(column.codec, affinity(table, column), *census);
    if (column.via_text || column.via_json || reads(column.codec, *actual) || census == nullptr) return;
    const DerivedCodec derived = holds_spelled_numbers(*census, *actual)
                                     ? spelled_numbers()
                                     : derive_codec(*census, *actual, reading_of(table, column));
    column.codec = derived.codec;
    column.via_text = derived.via_text;
    column.via_json = derived.via_json;
    column.type = actual->type;
    column.fidelity = is_spelling_exact(derived.codec) ? Fidelity::exact : Fidelity::equivalent;
    column.evidence = "read by the type that the target has";
    if (!derived.assumption.empty()) {
      assumptions_.push_back(table.source + "." + column.source + ": " + derived.assumption);
    }
  }

  [[nodiscard]] Affinity affinity(const TablePlan& table, const ColumnPlan& column) const {
    const Table* source = plan_.schema.find_table(table.source);
    const auto index = static_cast<std::size_t>(column.source_index);
    if (source == nullptr || index >= source->columns.size()) return Affinity::blob;
    return affinity_of(*source, source->columns[index]);
  }

  [[nodiscard]] const ColumnCensus* census_of(const TablePlan& table, const ColumnPlan& column) const {
    const auto found = std::ranges::find_if(
        plan_.census, [&](const TableCensus& c) { return equals_ignoring_case(c.table, table.source); });
    const auto index = static_cast<std::size_t>(column.source_index);
    if (found == plan_.census.end() || index >= found->columns.size()) return nullptr;
    return &found->columns[index];
  }

  /// What the plan's mapping file says of a column: how its numbers and texts are to be read.
  [[nodiscard]] Reading reading_of(const TablePlan& table, const ColumnPlan& column) const {
    const Table* source = plan_.schema.find_table(table.source);
    const auto index = static_cast<std::size_t>(column.source_index);
    if (source == nullptr || index >= source->columns.size()) return {};
    return mapping_.column_rule(table.source, source->columns[index], plan_.options).reading;
  }

  const Plan& plan_;
  const MappingFile mapping_;
  const TargetCatalog& catalog_;
  std::vector<std::string>& assumptions_;
};

}  // namespace

std::map<std::size_t, TablePlan> adapt_plan(Plan& plan, const TargetCatalog& catalog,
                                            std::vector<std::string>& assumptions) {
  const Adapter adapter(plan, catalog, assumptions);
  std::map<std::size_t, TablePlan> as_planned;
  for (std::size_t i = 0; i < plan.tables.size(); ++i) {
    TablePlan planned = plan.tables[i];
    adapter.adapt(plan.tables[i]);
    if (!is_read_alike(planned, plan.tables[i])) as_planned.emplace(i, std::move(planned));
  }
  return as_planned;
}

}  // namespace lite2pg
