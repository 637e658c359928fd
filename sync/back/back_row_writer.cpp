#include "sync/back/back_row_writer.h"

#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

std::vector<std::string> names_of(const WrittenTable& table) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < table.plan.columns.size(); ++i) names.push_back(table.column(i).name);
  return names;
}

}  // namespace

BackRowWriter::BackRowWriter(const WrittenTable& table, RowSink& sink)
    : table_(table), sink_(sink), insert_(sink.db, table.source->name, names_of(table)) {
  for (std::size_t i = 0; i < table.plan.columns.size(); ++i) rules_.emplace_back(table, i, sink.policy, sink.stored);
  values_.resize(rules_.size());
}

void BackRowWriter::write(const RowBlock& block) {
  RowDecoder rows(block.bytes);
  for (std::size_t i = 0; i < block.rows; ++i) write_row(rows);
}

void BackRowWriter::write_row(RowDecoder& rows) {
  faults_.clear();
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    RowDecoder::Field field = rows.next();
    Ruling ruling = rules_[i].look_at(field);
    values_[i] = field.value;
    if (!ruling.reason.empty()) {
      const std::string shown = field.foreign ? "bytes " + show(field.value) : show(field.value);
      faults_.push_back({rules_[i].name(), shown, ruling.reason + (ruling.widenable ? " (widen: as text)" : "")});
    }
  }
  if (!faults_.empty()) return refuse(faults_);
  if (const auto said = insert_.write(values_)) return refuse({{"", "", *said}});
  ++written_;
}

void BackRowWriter::refuse(const std::vector<RejectedRows::Fault>& faults) {
  ++rejected_;
  const std::string row = key();
  for (const RejectedRows::Fault& f : faults) {
    sink_.misfits.add(table_.source->name, f.column, row, f.value, f.reason);
  }
  if (sink_.policy == BackMisfit::reject) sink_.rejected.add(table_, row, values_, faults);
}

std::string BackRowWriter::key() const {
  std::string text;
  const auto add = [&](std::size_t i) {
    text += (text.empty() ? "" : ", ") + rules_[i].name() + "=" + show(values_[i], 40);
  };
  for (const int k : table_.plan.key) add(static_cast<std::size_t>(k));
  constexpr std::size_t most = 3;  // Of a table without a key.
  for (std::size_t i = 0; table_.plan.key.empty() && i < rules_.size() && i < most; ++i) add(i);
  return text;
}

void BackRowWriter::end() {
  for (const ValueRule& rule : rules_) {
    if (rule.widened() == 0) continue;
    sink_.notes.push_back(table_.source->name + "." + rule.name() + ": " + std::to_string(rule.widened()) +
                          " values are written as text, because SQLite has no number or date for them");
  }
}

}  // namespace lite2pg
