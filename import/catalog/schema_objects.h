// What stands in a PostgreSQL schema, and the statements that move it to another one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "import/postgres/session.h"

namespace lite2pg {

/// A table, view, sequence or type. What belongs to a table (indexes, owned sequences, constraints) moves along with it
/// and is not listed.
struct SchemaObject {
  std::string
      kind;  ///< As in ALTER: "TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "TYPE", "DOMAIN", "FOREIGN TABLE"
  std::string name;
  std::string oid;  ///< Stays the same when the object is moved or renamed.
};

[[nodiscard]] bool schema_exists(Session& session, std::string_view schema);
/// In the order of their making.
[[nodiscard]] std::vector<SchemaObject> objects_in(Session& session, std::string_view schema);

/// ALTER ... SET SCHEMA
[[nodiscard]] std::string move_sql(const SchemaObject& object, std::string_view from, std::string_view to);

/// Something in `target` whose name something in `staging` needs.
struct Collision {
  SchemaObject object;  ///< What is in the way; for an index or an owned sequence: its table.
  std::string part;     ///< "index ix_a" when only a part of the object is in the way, else empty.
};
[[nodiscard]] std::vector<Collision> collisions(Session& session, std::string_view staging, std::string_view target);

/// Which of `names` are taken by tables, views or other relations of `schema`: "table users", ...
[[nodiscard]] std::vector<std::string> taken_names(Session& session, std::string_view schema,
                                                   const std::vector<std::string>& names);

/// Which functions without arguments stand in the schema under one of `names`, but for those that are there for a
/// trigger of their name on one of `relations`.
[[nodiscard]] std::vector<std::string> taken_functions(Session& session, std::string_view schema,
                                                       const std::vector<std::string>& names,
                                                       const std::vector<std::string>& relations);

/// Foreign keys and views outside of `oids` that point to one of them: they keep pointing to it when it is moved away.
[[nodiscard]] std::vector<std::string> dependents_of(Session& session, const std::vector<SchemaObject>& objects);

/// ALTER TABLE ... VALIDATE CONSTRAINT for every foreign key of the schema that is NOT VALID.
[[nodiscard]] std::vector<std::string> validate_statements(Session& session, std::string_view schema);

/// Drops a schema with all in it, some tables a transaction, so that the server's lock table suffices.
void drop_schema(Session& session, std::string_view schema);
/// Some of its objects, with what depends on them; those that are gone meanwhile do not count.
void drop_objects(Session& session, std::string_view schema, const std::vector<SchemaObject>& objects);
/// Drops a schema when nothing is in it any more.
void drop_schema_if_empty(Session& session, std::string_view schema);

/// Whether the error is that a lock could not be had in time.
[[nodiscard]] bool is_lock_timeout(const TargetError& error) noexcept;
/// The error to end with when locks on relations of `schema` could not be had: names relations and who holds them.
/// `names` empty: all of the schema. Outside of a transaction.
[[nodiscard]] Error lock_error(Session& session, const std::string& schema, const std::vector<std::string>& names,
                               const std::string& hint);

/// "table users, view v, ... and 12 more"
[[nodiscard]] std::string name_list(const std::vector<std::string>& names);

}  // namespace lite2pg
