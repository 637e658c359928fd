// What --replace takes over from what it moves aside: the rights of roles on tables, views, sequences and columns.
#pragma once

#include <string>
#include <vector>

#include "import/postgres/session.h"

namespace lite2pg {

struct CarriedRights {
  std::vector<std::string> grants;    ///< GRANT statements for the new objects.
  std::vector<std::string> warnings;  ///< What is not taken over, a line each.
};

/// For the objects of `old_schema` that have a namesake in `new_schema`. A former owner who is not the new one gets an
/// owner's rights. Policies, triggers and rules of a replaced table, and rights on what has no namesake, are named.
[[nodiscard]] CarriedRights rights_to_carry(Session& session, const std::string& old_schema,
                                            const std::string& new_schema);

/// GRANT statements for the relations with these OIDs, which were moved into `schema`, and for their sequences: the
/// rights that ALTER DEFAULT PRIVILEGES IN SCHEMA gives to what is made there, which something that is moved in misses.
[[nodiscard]] std::vector<std::string> default_rights(Session& session, const std::string& schema,
                                                      const std::vector<std::string>& oids);

}  // namespace lite2pg
