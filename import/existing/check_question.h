// A CHECK, asked of rows before they are loaded.
#pragma once

#include <memory>

#include "import/existing/row_question.h"

namespace lite2pg {

[[nodiscard]] std::unique_ptr<RowQuestion> ask_check(Session& session, const TargetConstraint& check,
                                                     const TablePlan& table);

}  // namespace lite2pg
