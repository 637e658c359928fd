#include "verify/sides/target_snapshot.h"

#include <algorithm>
#include <chrono>

#include "common/error.h"
#include "common/interrupt.h"
#include "import/catalog/target_catalog.h"
#include "mapping/target/quote.h"
#include "verify/sides/read_only.h"

namespace lite2pg {
namespace {

/// A quarter of the server's lock table: https://www.postgresql.org/docs/15/runtime-config-locks.html
/// By the types' own functions: a superuser may have put a function of the database into the cast from text to int8.
constexpr std::string_view lock_budget_sql =
    "SELECT pg_catalog.int8in(pg_catalog.textout(pg_catalog.current_setting('max_locks_per_transaction'))) * "
    "(pg_catalog.int8in(pg_catalog.textout(pg_catalog.current_setting('max_connections'))) + "
    "pg_catalog.int8in(pg_catalog.textout(pg_catalog.current_setting('max_prepared_transactions')))) / 4";

/// relfilenode is the snapshot's, the function tells today's.
constexpr std::string_view rewritten_sql =
    "SELECT FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass($1) "
    "AND relfilenode <> pg_catalog.pg_relation_filenode(oid)";

using Columns = std::vector<std::pair<std::string, std::string>>;  // Name and type.

Columns columns_of(const TargetTable& table) {
  Columns columns;
  for (const TargetColumn& c : table.columns) columns.emplace_back(c.name, c.type);
  return columns;
}

/// The catalog was read before the locks were there.
void require_columns(Session& session, const std::string& schema, const std::vector<const TargetTable*>& tables) {
  const auto now = read_column_types(session, schema);
  for (const TargetTable* table : tables) {
    const auto found = now.find(table->name);
    if (found != now.end() && found->second == columns_of(*table)) continue;
    throw Error(ExitCode::target, "table '" + table->name + "' of the target was changed while this began",
                "run it again when nobody alters tables");
  }
}

}  // namespace

TargetSnapshot::TargetSnapshot(Target target)
    : target_(std::move(target)), session_(target_, "verify", Access::read_only) {}

TargetSnapshot::~TargetSnapshot() { session_.rollback(); }

void TargetSnapshot::take() {
  taken_ = true;
  if (target_.can(Capability::snapshots)) {
    id_ = session_.query("SELECT pg_catalog.pg_export_snapshot()").at(0).at(0).value();
    return;
  }
  only_ = std::make_unique<DataConnection>(target_, "verify rows");
  only_->set_rules(read_only_rules());
  only_->begin();
  (void)only_->query_value("SELECT 1");  // what is seen is settled by the first statement
}

void TargetSnapshot::lock(const std::string& schema, std::vector<const TargetTable*> tables,
                          const std::vector<const TargetTable*>& closed) {
  std::ranges::stable_sort(tables, std::ranges::greater{}, &TargetTable::bytes);
  if (!taken_) {  // LOCK TABLE must be the transaction's first statement: any query would take the snapshot
    budget_ = std::stoull(session_.query(lock_budget_sql).at(0).at(0).value());
    session_.begin(read_only_rules());
  }
  std::string names;
  std::size_t count = 0;
  for (const TargetTable* table : tables) {
    const std::string name = qualified(schema, table->name);
    if (++count > budget_) unlocked_.push_back(name);
    if (count <= budget_) names += (names.empty() ? "" : ", ") + name;
  }
  if (!names.empty()) session_.execute("LOCK TABLE " + names + " IN ACCESS SHARE MODE");
  if (!taken_) take();
  for (const TargetTable* table : closed) unlocked_.push_back(qualified(schema, table->name));
  tables.insert(tables.end(), closed.begin(), closed.end());
  require_columns(session_, schema, tables);
}

void TargetSnapshot::require_not_rewritten() {
  for (const std::string& name : unlocked_) {
    const auto rewritten = session_.query(rewritten_sql, {name});
    if (rewritten.empty()) continue;
    throw Error(ExitCode::target, "table " + name + " was rewritten while it was read: its rows cannot be seen",
                "run it again; more max_locks_per_transaction on the server lets all tables be locked");
  }
}

void TargetSnapshot::GiveBack::operator()(DataConnection* connection) const noexcept {
  if (owner == nullptr) {
    delete connection;
    return;
  }
  const std::scoped_lock guard(owner->lock_);
  owner->lent_ = false;
  owner->free_.notify_one();
}

TargetSnapshot::Connection TargetSnapshot::connect() const {
  constexpr std::chrono::milliseconds glance{100};
  if (only_) {
    std::unique_lock guard(lock_);
    while (!free_.wait_for(guard, glance, [this] { return !lent_; })) throw_if_interrupted();
    lent_ = true;
    return {only_.get(), GiveBack{this}};
  }
  Connection connection(new DataConnection(target_, "verify rows"));
  TransactionRules rules = read_only_rules();
  rules.first = "SET TRANSACTION SNAPSHOT " + quote_literal(id_);
  connection->set_rules(std::move(rules));
  connection->begin();
  return connection;
}

void TargetSnapshot::rejoin(DataConnection& connection) const {
  if (only_) return;
  connection.rollback();
  connection.begin();
}

}  // namespace lite2pg
