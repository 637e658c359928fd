// The tables of a plan that stand in the target, within the one transaction that loads them, or tries to.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "import/load/context.h"
#include "import/load/table_loader.h"
#include "import/load/work_list.h"
#include "import/postgres/bulk_connection.h"

namespace lite2pg {

/// One transaction, one thread. What is borrowed outlives it.
class ExistingTables {
 public:
  ExistingTables(const LoadContext& context, std::string schema, BulkConnection& connection, const StopFlag& stop)
      : context_(context), schema_(std::move(schema)), connection_(connection), stop_(stop) {}

  /// Qualified and quoted.
  [[nodiscard]] std::string name_of(const TablePlan& table) const;

  /// Runs a statement that is watched, and told of when it takes long; `what` names it in errors of a server that does
  /// not answer. Throws TargetError, Error(interrupted).
  void execute(const std::string& what, const std::string& table, const std::string& sql);

  /// Begins the transaction and keeps everybody else out until its end; all tables in the order of their names, so that
  /// two loads wait for each other and not for ever. `asked` gives a session that tells who holds a lock that could not
  /// be had.
  void begin(const std::function<Session&()>& asked);
  /// Finds out whose rows stand on other servers. Before begin(), whose locks the query would wait for.
  void look_for_foreign_parts(Session& asked);
  /// Empties all of them.
  void truncate();
  /// Loads one of them; `freeze`: it was emptied in this transaction, and takes frozen rows if the server does. Of
  /// `search`, the statement is made here.
  TableRecord copy(std::size_t table, bool freeze, RowSearch search = {});

  [[nodiscard]] Reader& reader();

 private:
  [[nodiscard]] std::string list() const;

  const LoadContext& context_;
  std::string schema_;
  BulkConnection& connection_;
  const StopFlag& stop_;
  std::unique_ptr<Reader> reader_;
  FieldBuffer buffer_;
  std::set<std::string> foreign_;  ///< By target name: some of their rows stand on other servers.
};

}  // namespace lite2pg
