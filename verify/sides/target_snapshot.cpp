#include "verify/sides/target_snapshot.h"

#include <algorithm>
#include <chrono>

#include "common/interrupt.h"
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

}  // namespace

TargetSnapshot::TargetSnapshot(Target target)
    : target_(std::move(target)), session_(target_, "verify", Access::read_only) {
  session_.begin(read_only_rules());
  if (target_.can(Capability::snapshots)) {
    id_ = session_.query("SELECT pg_catalog.pg_export_snapshot()").at(0).at(0).value();
    return;
  }
  only_ = std::make_unique<DataConnection>(target_, "verify rows");
  only_->set_rules(read_only_rules());
  only_->begin();
  (void)only_->query_value("SELECT 1");  // what is seen is settled by the first statement
}

TargetSnapshot::~TargetSnapshot() { session_.rollback(); }

void TargetSnapshot::lock(const std::vector<std::string>& tables) {
  const std::uint64_t budget = std::stoull(session_.query(lock_budget_sql).at(0).at(0).value());
  std::string names;
  for (std::size_t i = 0; i < std::min<std::uint64_t>(tables.size(), budget); ++i) {
    names += (i == 0 ? "" : ", ") + tables[i];
  }
  if (!names.empty()) session_.execute("LOCK TABLE " + names + " IN ACCESS SHARE MODE");
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
