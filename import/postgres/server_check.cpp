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

/// The role's rights on a schema that stands there; none of them where there is none.
struct SchemaRights {
  bool there = false, usage = false, create = false;
};

SchemaRights rights_on(Session& session, const std::string& schema) {
  const auto rows = session.query(
      "SELECT has_schema_privilege(oid, 'USAGE'), has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace "
      "WHERE nspname = $1",
      {schema});
  if (rows.empty()) return {};
  return {true, rows[0][0] == "t", rows[0][1] == "t"};
}

[[noreturn]] void lacks(const std::string& role, const std::string& right, const std::string& statement) {
  throw Error(ExitCode::target, "role " + role + " lacks the right to " + right,
              "as the owner or a superuser: " + statement);
}

/// Schemas that are to be made by a role that may make none.
void require_schemas(Session& session, const StagedPlace& place, const std::string& role) {
  const auto require = [&](const std::string& schema, const std::string& what) {
    if (schema.empty() || rights_on(session, schema).there) return;
    lacks(role, "create schema " + schema + ", " + what,
          "CREATE SCHEMA " + quote_identifier(schema) + " AUTHORIZATION " + quote_identifier(role));
  };
  require("lite2pg", "which holds the record of runs");
  require(place.schema, "where the tables go");
}

void check_privileges(Session& session, const StagedPlace& place) {
  const auto rows = session.query("SELECT current_user, current_database()");
  const std::string role = rows[0][0].value_or(""), database = rows[0][1].value_or("");
  const std::string to = " TO " + quote_identifier(role);
  if (!place.given_staging.empty() && !rights_on(session, place.given_staging).there) {
    throw Error(ExitCode::target, "there is no schema '" + place.given_staging + "' to stage in",
                "--staging-schema names one that stands there; as the owner or a superuser: CREATE SCHEMA " +
                    quote_identifier(place.given_staging) + " AUTHORIZATION " + quote_identifier(role));
  }
  if (!may_create_schemas(session)) {
    if (place.given_staging.empty() && !place.goes_on) {
      lacks(role, "create schemas in database " + database,
            "GRANT CREATE ON DATABASE " + quote_identifier(database) + to +
                "; or name an empty schema of the role's with --staging-schema");
    }
    require_schemas(session, place, role);
  }
  for (const std::string& schema : {place.schema, place.given_staging}) {
    const SchemaRights rights = rights_on(session, schema);
    if (!rights.there || (rights.create && rights.usage)) continue;
    lacks(
        role, "create tables in schema " + schema,
        std::string("GRANT CREATE") + (rights.usage ? "" : ", USAGE") + " ON SCHEMA " + quote_identifier(schema) + to);
  }
  if (const SchemaRights ledger = rights_on(session, "lite2pg"); ledger.there && !ledger.usage) {
    lacks(role, "use the ledger in schema lite2pg", "GRANT ALL ON SCHEMA lite2pg and on its tables" + to);
  }
}

}  // namespace

bool may_create_schemas(Session& session) {
  return ask(session, "SELECT has_database_privilege(current_database(), 'CREATE')") == "t";
}

void check_server(Session& session, const StagedPlace& place) {
  refuse_pooler(session);
  check_encoding(session);
  check_privileges(session, place);
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
