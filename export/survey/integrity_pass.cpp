#include "export/survey/integrity_pass.h"

#include <algorithm>
#include <utility>

#include "common/console/log.h"
#include "export/survey/row_rules.h"

namespace lite2pg {
IntegrityPass::IntegrityPass(PageSource& source, std::vector<const Table*> tables, bool skip)
    : source_(source), tables_(std::move(tables)) {
  if (!skip && source_.begin_audit(tables_)) {
    sweep_ = std::async(std::launch::async, [this] { return source_.sweep(stop_); });
    return;
  }
  hash_ = std::async(std::launch::async, [this] { (void)source_.fingerprint(); });
  if (!skip) quick_check_ = std::async(std::launch::async, [this] { return check_integrity(source_.sqlite(), stop_); });
}

IntegrityPass::~IntegrityPass() { stop_.stop(); }

std::vector<Finding> IntegrityPass::finish(const std::vector<TableCensus>& census,
                                           const std::vector<bool>& numeric_texts) {
  if (hash_.valid()) hash_.get();
  if (quick_check_.valid()) return quick_check_.get();
  if (!sweep_.valid()) return {};
  if (!pages_are_sound()) return check_integrity(source_.sqlite(), stop_);
  const auto tables = questionable(census, numeric_texts);
  if (tables.empty()) return {};
  auto findings = find_damage_in(source_.sqlite(), tables, stop_);
  refuse_damage(source_.sqlite().path(), findings);
  return findings;
}

void IntegrityPass::finish_and_warn(const std::vector<TableCensus>& census, const std::vector<bool>& numeric_texts) {
  for (const Finding& f : finish(census, numeric_texts)) log_warn("{}: {}", f.table, f.message);
}

bool IntegrityPass::pages_are_sound() {
  const bool swept = sweep_.get();
  return source_.end_audit() && swept;
}

/// Tables whose rows may break a rule, and those whose order of keys nobody has looked at.
std::vector<const Table*> IntegrityPass::questionable(const std::vector<TableCensus>& census,
                                                      const std::vector<bool>& numeric_texts) {
  std::vector<const Table*> tables;
  for (std::size_t i = 0; i < tables_.size(); ++i)
    if (may_break_a_rule(*tables_[i], census[i], numeric_texts[i])) tables.push_back(tables_[i]);
  for (const Table& table : source_.sqlite().schema().tables) {
    const bool unseen = table.kind == TableKind::without_rowid && !source_.is_audited(table);
    if (unseen && std::find(tables.begin(), tables.end(), &table) == tables.end()) tables.push_back(&table);
  }
  return tables;
}

}  // namespace lite2pg
