// A foreign key, asked of rows before they are loaded: against hashes of the keys that they may refer to.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "import/existing/row_question.h"

namespace lite2pg {

/// Hashes of the keys that rows of other tables may refer to: 8 bytes a row.
class ReferredKeys : public RowQuestion {
 public:
  ReferredKeys(Session& session, const TargetConstraint& foreign_key, const TablePlan& parent);

  /// When all rows were seen.
  void finish();
  [[nodiscard]] bool has(std::int64_t hash) const;
  /// Empty: all keys are known.
  [[nodiscard]] const std::string& why_not() const noexcept { return why_not_; }

 protected:
  void ask(RowBatch& batch) override;

 private:
  std::string sql_;
  std::vector<std::int64_t> keys_;
};

/// `keys` outlives it.
[[nodiscard]] std::unique_ptr<RowQuestion> ask_foreign_key(Session& session, const TargetConstraint& foreign_key,
                                                           const TablePlan& table, const ReferredKeys& keys);

}  // namespace lite2pg
