#include "mapping/choice/wording.h"

#include <algorithm>

#include "mapping/choice/target_codec.h"

namespace lite2pg {

SpelledKind spelled_kind(const TargetColumn& column) noexcept {
  if (column.is_array || column.is_enum) return SpelledKind::none;
  if (holds_numbers(column)) return SpelledKind::number;
  constexpr std::pair<std::string_view, SpelledKind> kinds[] = {
      {"time", SpelledKind::time},    {"date", SpelledKind::date},   {"uuid", SpelledKind::uuid},
      {"inet", SpelledKind::network}, {"point", SpelledKind::point}, {"tsvector", SpelledKind::words}};
  const auto* const found = std::ranges::find(kinds, column.base, &std::pair<std::string_view, SpelledKind>::first);
  return found == std::end(kinds) ? SpelledKind::none : found->second;
}

Wording wording_for(const TargetColumn& column, const Wording& said) {
  Wording wording;
  wording.null_words = said.null_words;
  if (holds_numbers(column)) wording.unit = said.unit;
  const bool truths = !column.is_array && (column.base == "bool" || is_integer(target_type_of(column)));
  if (truths) wording.true_words = said.true_words;
  if (truths) wording.false_words = said.false_words;
  if (traits_of(said.spelling).kind == spelled_kind(column)) wording.spelling = said.spelling;
  return wording;
}

ColumnCensus census_as_spelled(const ColumnCensus& census, WrittenForm spelling) {
  ColumnCensus seen(census.type(), evidence::none);
  seen.counts = census.counts;
  seen.integer_min = census.integer_min;
  seen.integer_max = census.integer_max;
  seen.text_empty = census.text_empty;
  seen.blob_min_bytes = census.blob_min_bytes;
  seen.blob_max_bytes = census.blob_max_bytes;
  if (traits_of(spelling).integer_digits == 0) return seen;
  std::uint64_t& integers = seen.counts[static_cast<std::size_t>(StorageClass::integer)];
  seen.counts[static_cast<std::size_t>(StorageClass::text)] += std::exchange(integers, 0);
  return seen;
}

void apply_wording(const Wording& wording, Fit& fit) {
  if (!wording.any()) return;
  const auto note = [&](const std::string& why, bool lossy = false) {
    fit.caveat += (fit.caveat.empty() ? "" : "; ") + why;
    if (lossy) fit.fidelity = Fidelity::lossy;
  };
  if (fit.fidelity == Fidelity::exact) fit.fidelity = Fidelity::equivalent;
  if (!wording.unit.empty()) note("each text is a number with the unit " + wording.unit);
  if (!wording.true_words.empty() || !wording.false_words.empty())
    note("words of the mapping file stand for true and false");
  const SpellingTraits& spelling = traits_of(wording.spelling);
  if (wording.spelling != WrittenForm::plain)
    note("values are spelled so: " + std::string(spelling.said), spelling.lossy);
  if (!wording.null_words.empty()) note("words of the mapping file become NULL", true);
}

}  // namespace lite2pg
