#include "tests/e2e/existing_target.h"

namespace lite2pg::test {

ExistingTarget::ExistingTarget(const std::string& source_sql, const std::string& target_sql)
    : role_(unique_name("owner")), database_(std::make_unique<TempDatabase>()) {
  run_sqlite(source(), source_sql);
  // CREATE EXTENSION citext is for superusers in some versions; all else is the role's.
  psql("CREATE EXTENSION IF NOT EXISTS citext");
  psql("CREATE ROLE " + role_ + " LOGIN; GRANT CREATE ON DATABASE " + database() + " TO " + role_ +
       "; GRANT ALL ON SCHEMA public TO " + role_);
  uri_ = database_->uri();
  uri_.replace(uri_.find("postgres@"), std::string("postgres@").size(), role_ + "@");
  test::psql(uri_, target_sql);
}

ExistingTarget::~ExistingTarget() {
  const std::string admin = shared_server_uri();
  database_.reset();
  try {
    test::psql(admin, "DROP ROLE " + role_);
  } catch (const std::exception&) {
    // The server goes with the tests.
  }
}

CommandResult ExistingTarget::import(const std::vector<std::string>& options) const {
  std::vector<std::string> arguments{source(), uri_, "--existing"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return run_tool("import", arguments);
}

CommandResult ExistingTarget::verify(const std::vector<std::string>& options) const {
  std::vector<std::string> arguments{source(), uri_};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return run_tool("verify", arguments);
}

}  // namespace lite2pg::test
