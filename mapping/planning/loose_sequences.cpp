#include "mapping/planning/loose_sequences.h"

#include <algorithm>
#include <array>
#include <span>

#include "common/error.h"
#include "common/text.h"
#include "mapping/choice/toml.h"

namespace lite2pg {
namespace {

bool counts(const TargetColumn& column) {
  constexpr std::array<std::string_view, 4> numbers = {"int2", "int4", "int8", "numeric"};
  return !column.is_array && std::ranges::find(numbers, column.base) != numbers.end();
}

[[noreturn]] void fail(const SequenceRule& rule, const std::string& what, const std::string& near) {
  throw Error(ExitCode::usage, "mapping file, line " + std::to_string(rule.line) + ": " + what,
              near.empty() ? "" : "did you mean \"" + near + "\"?");
}

struct SequencePlace {
  const TargetTable* table;
  const TargetColumn* column;
};

/// "table.column", where either name may hold a dot.
SequencePlace place_of(const SequenceRule& rule, const TargetCatalog& catalog) {
  for (std::size_t dot = rule.column.find('.'); dot != std::string::npos; dot = rule.column.find('.', dot + 1)) {
    const TargetTable* table = catalog.find_table(rule.column.substr(0, dot));
    const TargetColumn* column = table == nullptr ? nullptr : table->find_column(rule.column.substr(dot + 1));
    if (column != nullptr && counts(*column)) return {table, column};
  }
  std::vector<std::string> known;
  for (const TargetTable& table : catalog.tables) {
    for (const TargetColumn& column : table.columns) {
      if (counts(column)) known.push_back(table.name + "." + column.name);
    }
  }
  fail(rule, "the target has no whole numbers in \"" + rule.column + "\"", nearest(rule.column, known));
}

const TargetSequence& sequence_of(const SequenceRule& rule, const TargetCatalog& catalog) {
  const auto found = std::ranges::find(catalog.sequences, rule.sequence, &TargetSequence::name);
  if (found != catalog.sequences.end()) return *found;
  fail(rule, "the target has no sequence \"" + rule.sequence + "\" that no column's default names",
       nearest(rule.sequence, item_names(catalog.sequences)));
}

/// The column that a sequence is for by the names that frameworks give: "item_SEQ" and "item_id_seq" of item.id.
std::string likely_column(const TargetSequence& sequence, const TargetCatalog& catalog) {
  const std::string name = ascii_lower(sequence.name);
  for (const TargetTable& table : catalog.tables) {
    for (const TargetColumn& column : table.columns) {
      const std::string stem = ascii_lower(table.name), field = ascii_lower(column.name);
      const bool alike = name == stem + "_" + field + "_seq" || (field == "id" && name == stem + "_seq") ||
                         name == "seq_" + stem || (name == field + "_seq" && field != "id");
      if (counts(column) && alike) return table.name + "." + column.name;
    }
  }
  return {};
}

std::string line_for(const TargetSequence& sequence, const TargetCatalog& catalog) {
  const std::string column = likely_column(sequence, catalog);
  return "[sequences] " + toml_string(sequence.name) + " = " +
         (column.empty() ? "\"table.column\", or a number that it is to be above" : toml_string(column));
}

bool is_planned(const Plan& plan, const TargetSequence& sequence) {
  return std::ranges::count(plan.sequences, sequence.quoted, &SequencePlan::sequence) > 0;
}

}  // namespace

const TargetSequence* sequence_in_place_of(const Table& table, const TableCensus& census,
                                           const TargetCatalog& catalog) {
  if (census.rows != 1 || table.columns.size() != 1) return nullptr;
  if (census.columns.size() != 1 || census.columns[0].count(StorageClass::integer) != 1) return nullptr;
  const auto found = std::ranges::find_if(
      catalog.sequences, [&](const TargetSequence& s) { return equals_ignoring_case(s.name, table.name); });
  return found == catalog.sequences.end() ? nullptr : &*found;
}

void plan_sequences(const MappingFile& mapping, const TargetCatalog& catalog, Plan& plan) {
  std::vector<SequencePlan> asked;
  for (const SequenceRule& rule : mapping.sequences()) {
    SequencePlan& sequence = asked.emplace_back();
    sequence.sequence = sequence_of(rule, catalog).quoted;
    if (rule.above) {
      sequence.above = *rule.above;
      continue;
    }
    const SequencePlace place = place_of(rule, catalog);
    sequence.table = place.table->name;
    sequence.column = place.column->name;
  }
  // What the mapping file says counts instead of what the source has.
  std::erase_if(plan.sequences, [&](const SequencePlan& s) {
    return std::ranges::count(asked, s.sequence, &SequencePlan::sequence) > 0;
  });
  plan.sequences.insert(plan.sequences.end(), asked.begin(), asked.end());
  for (const TargetSequence& sequence : catalog.sequences) {
    if (is_planned(plan, sequence)) continue;
    plan.warnings.push_back(
        "sequence " + sequence.name + " of the target stays at " + std::to_string(sequence.last_value) +
        ": no column's default names it; to set it, in the mapping file: " + line_for(sequence, catalog));
  }
}

}  // namespace lite2pg
