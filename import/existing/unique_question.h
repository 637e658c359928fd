// A unique key, asked of rows before they are loaded: hashes of all keys, then the rows of equal ones.
#pragma once

#include <memory>

#include "import/existing/row_question.h"

namespace lite2pg {

/// 16 bytes a row.
[[nodiscard]] std::unique_ptr<RowQuestion> ask_unique(Session& session, const TargetConstraint& unique,
                                                      const TablePlan& table);

}  // namespace lite2pg
