// A text of many megabytes on its way into the ledger: plans and shapes of thousands of tables. It travels in pieces,
// and the server puts them together in a setting of the transaction's own, so that nobody here holds the whole of it,
// let alone the copies that a parameter takes.
#pragma once

#include <string>
#include <string_view>

#include "import/postgres/session.h"

namespace lite2pg {

class TextPieces {
 public:
  /// `name`: of the setting, "lite2pg.plan". In a transaction of `session`, which outlives this.
  TextPieces(Session& session, std::string_view name);

  /// Throws TargetError.
  void add(std::string_view piece);
  /// The whole, as an SQL expression.
  [[nodiscard]] std::string sql() const;
  /// When it was taken: the server keeps it no longer. Throws TargetError.
  void drop();

 private:
  Session& session_;
  std::string name_;
};

}  // namespace lite2pg
