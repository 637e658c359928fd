#include "sync/back/value_rule.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mapping/codec/decode/decode.h"
#include "mapping/codec/traits.h"
#include "mapping/value/value_text.h"
#include "sync/back/written_codec.h"

namespace lite2pg {
namespace {

using Unit = TemporalFormat::Unit;

/// Codecs that spell as text what no number of SQLite's is: NaN, more digits than a double has, moments between ticks.
bool gives_numbers(const ColumnPlan& c) {
  const Codec& codec = c.codec;
  if (codec.shape != FieldShape::scalar || c.via_text || c.via_json) return false;
  switch (traits_of(codec.id()).form) {
    case FieldForm::integer:
    case FieldForm::floating: return codec.number() < NumberForm::spelled;
    case FieldForm::numeric: return codec.id() == CodecId::numeric && codec.number() < NumberForm::spelled;
    case FieldForm::date:
    case FieldForm::clock:
    case FieldForm::moment: return codec.temporal().unit != Unit::iso && !codec.temporal().spelled;
    default: return false;
  }
}

/// Texts that begin with a year of four digits.
bool gives_dates(const Codec& codec) {
  const FieldForm form = traits_of(codec.id()).form;
  return codec.shape == FieldShape::scalar && (form == FieldForm::date || form == FieldForm::moment) &&
         codec.temporal().unit == Unit::iso && !codec.temporal().infinite;
}

bool is_date(std::string_view text) noexcept {
  for (std::size_t i = 0; i < 4; ++i)
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return false;
  return text.size() >= 10 && text[4] == '-' && !text.ends_with("BC");
}

bool keeps_in_32_bits(bool integers, const Value& v) noexcept {
  if (integers) {
    using Limits = std::numeric_limits<std::int32_t>;
    return v.storage() == StorageClass::integer && v.integer() >= Limits::min() && v.integer() <= Limits::max();
  }
  if (v.storage() != StorageClass::real) return false;
  const double d = v.real();
  const bool in_range = std::isinf(d) || std::abs(d) <= std::numeric_limits<float>::max();
  return in_range && static_cast<double>(static_cast<float>(d)) == d;
}

std::string_view name_of(Affinity a) noexcept {
  constexpr std::string_view names[] = {"INTEGER", "TEXT", "BLOB", "REAL", "NUMERIC"};
  return names[static_cast<std::size_t>(a)];
}

}  // namespace

ValueRule::ValueRule(const WrittenTable& table, std::size_t column, BackMisfit policy, StoredForm& stored)
    : plan_(table.plan.columns[column]),
      compared_(table.lengths.contains(column) ? table.lengths.at(column) : compared_codec(plan_)),
      column_(table.column(column)),
      policy_(policy),
      stored_(stored),
      respelling_(plan_, compared_),
      affinity_(affinity_of(*table.source, column_)),
      derived_(table.derived),
      strict_(table.source->strict),
      rtree_(table.source->kind == TableKind::rtree),
      numbers_only_(gives_numbers(plan_)),
      dates_(gives_dates(plan_.codec)) {
  const bool in_key = column_.key_position > 0 && table.source->kind == TableKind::without_rowid;
  const bool rowid = table.source->rowid_alias == plan_.source_index;
  not_null_ = column_.not_null || in_key || rowid;  // A NULL rowid would be a number of SQLite's choice.
  const bool by_number = plan_.codec.shape == FieldShape::scalar &&
                         (plan_.label_form == LabelForm::index || plan_.label_form == LabelForm::number);
  for (std::size_t i = 0; by_number && i < plan_.labels.size(); ++i) {
    numbers_of_labels_[plan_.labels[i]] =
        static_cast<std::int64_t>(i) + (plan_.label_form == LabelForm::number ? 1 : 0);
  }
}

Ruling ValueRule::look_at(RowDecoder::Field& field) {
  if (field.foreign) return {"no value of SQLite's is this"};
  Value& v = field.value;
  if (v.is_null()) return {not_null_ ? "NULL, where SQLite says NOT NULL" : ""};
  if (!take_label(v)) return {"no number stands for this label"};
  if (respelling_.any() && !respell(v)) return {"no text in the column's form is this"};
  std::string reason = no_place(v);
  const bool text = !reason.empty() && widenable(v);
  if (!reason.empty() && (!text || policy_ != BackMisfit::widen)) return {std::move(reason), text};
  std::string change = changed(v);
  if (change.empty() && text) ++widened_;
  if (change.empty()) take_wording(v);
  return {std::move(change)};
}

/// As the column writes it: a number with its unit, words for true and false.
void ValueRule::take_wording(Value& v) {
  const Wording& wording = plan_.wording;
  const bool truth = v.storage() == StorageClass::integer && (v.integer() == 0 || v.integer() == 1);
  if (!wording.unit.empty()) {
    word_ = v.storage() == StorageClass::text ? std::string(v.bytes()) : show(v);
    if (plan_.codec.number() == NumberForm::comma) std::ranges::replace(word_, '.', ',');
    word_ += " " + wording.unit;
  } else if (truth && !(wording.true_words.empty() && wording.false_words.empty())) {
    const auto& words = v.integer() == 1 ? wording.true_words : wording.false_words;
    if (words.empty()) return;
    word_ = words.front();
  } else if (const auto write = traits_of(wording.spelling).write; write != nullptr) {
    std::string spelled = write(v.storage() == StorageClass::text ? v.bytes() : show(v));
    if (spelled.empty()) return;
    word_ = std::move(spelled);
  } else {
    return;
  }
  v = Value::text(word_);
}

/// Only as what verify reads as the same. False: what stands there has no form that is.
bool ValueRule::respell(Value& v) {
  const Value other = respelling_.of(v);
  const bool alike = same(canonical(compared_, other, scratch_), meant(v));
  if (alike) v = other;
  return alike || !respelling_.needed();
}

/// Arrays that are read as the server spells them come as JSON, whatever the column's own form.
Value ValueRule::meant(const Value& v) {
  if (plan_.codec.shape == compared_.shape) return v;
  Codec json = compared_;
  json.array = ArrayForm::json;
  return canonical(json, v, other_scratch_);
}

std::string ValueRule::no_place(const Value& v) const {
  if (v.storage() == StorageClass::real && std::isnan(v.real())) return "SQLite has no NaN";
  if (v.storage() != StorageClass::text) return {};
  if (numbers_only_) return "no number that the column holds is exactly this";
  if (dates_ && !is_date(v.bytes())) return "no date of the column's form is this";
  return {};
}

/// Without a ledger verify reads a column of dates as dates: of the others it knows the infinite ones alone.
bool ValueRule::widenable(const Value& v) const {
  if (v.storage() != StorageClass::text) return false;
  return !derived_ || !dates_ || v.bytes().ends_with("infinity");
}

std::string ValueRule::changed(const Value& v) {
  if (strict_) return {};  // SQLite refuses by itself, or converts without loss.
  if (rtree_) return changed_in_rtree(v);
  const Value kept = stored_.of(affinity_, v);
  if (same(kept, v)) return {};
  if (same(canonical(compared_, kept, scratch_), canonical(compared_, v, other_scratch_))) return {};
  return "SQLite would store it as " + show(kept) + ": the column has " + std::string(name_of(affinity_)) + " affinity";
}

/// A virtual table's columns have no affinity. Its module keeps bounds in 32 bits, a zero with its sign, and auxiliary
/// columns as they are.
std::string ValueRule::changed_in_rtree(const Value& v) const {
  const bool bound = column_.not_null && column_.key_position == 0;
  if (!bound || keeps_in_32_bits(affinity_ == Affinity::integer, v)) return {};
  return "an R-Tree keeps bounds as numbers of 32 bits, which this is not";
}

bool ValueRule::take_label(Value& v) {
  if (numbers_of_labels_.empty() || v.storage() != StorageClass::text) return true;
  const auto found = numbers_of_labels_.find(v.bytes());
  if (found == numbers_of_labels_.end()) return false;
  v = Value::of(found->second);
  if (affinity_ != Affinity::text) return true;
  word_ = std::to_string(found->second);
  v = Value::text(word_);
  return true;
}

}  // namespace lite2pg
