#include "import/postgres/server_check.h"

#include "import/postgres/pooler.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

std::string ask(Session& session, const std::string& sql, const std::vector<std::optional<std::string>>& params = {}) {
  const auto rows = session.query(sql, params);
  return rows.empty() ? "" : rows[0][0].value_or("");
}

void check_encoding(Session& session) {
  const std::string encoding = ask(session, "SHOW server_encoding");
  if (encoding == "UTF8") return;
  throw Error(ExitCode::target, "the target database has encoding " + encoding + ", not UTF8",
              "create one: createdb --encoding=UTF8 --template=template0 NAME");
}

void check_privileges(Session& session, const std::string& schema) {
  const auto rows = session.query(
      "SELECT current_user, current_database(), has_database_privilege(current_database(), 'CREATE'), "
      "(SELECT has_schema_privilege(oid, 'CREATE') FROM pg_namespace WHERE nspname = $1), "
      "(SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'lite2pg')",
      {schema});
  const std::string role = rows[0][0].value_or("");
  const std::string database = rows[0][1].value_or("");
  const auto require = [&](bool granted, const std::string& right) {
    if (granted) return;
    throw Error(ExitCode::target, "role " + role + " lacks the right to " + right,
                "as the owner or a superuser: GRANT " + std::string(right.starts_with("use") ? "ALL" : "CREATE") +
                    " ON " +
                    (right.find("database") != std::string::npos ? "DATABASE " + quote_identifier(database)
                     : right.starts_with("use")                  ? "SCHEMA lite2pg and on its tables"
                                                                 : "SCHEMA " + quote_identifier(schema)) +
                    " TO " + quote_identifier(role));
  };
  require(rows[0][2] == "t", "create schemas in database " + database);
  require(!rows[0][3] || rows[0][3] == "t", "create tables in schema " + schema);
  require(!rows[0][4] || rows[0][4] == "t", "use the ledger in schema lite2pg");
}

}  // namespace

void check_server(Session& session, const std::string& schema) {
  refuse_pooler(session);
  check_encoding(session);
  check_privileges(session, schema);
}

void check_server_for_existing(Session& session, bool ledger) {
  refuse_pooler(session);
  check_encoding(session);
  if (!ledger) return;
  const auto rows = session.query(
      "SELECT has_database_privilege(current_database(), 'CREATE'), "
      "(SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'lite2pg'), current_user");
  if (rows[0][1] ? rows[0][1] == "t" : rows[0][0] == "t") return;
  throw Error(ExitCode::target,
              "role " + rows[0][2].value_or("") + " lacks the right to " +
                  (rows[0][1] ? "use the ledger in schema lite2pg" : "make the ledger (schema lite2pg)"),
              "--ledger none loads without it; or as the owner: GRANT CREATE ON DATABASE ... TO ...");
}

}  // namespace lite2pg
