// Keys, checks, foreign keys and indexes of a target that has no plan, as pg_catalog tells them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "import/postgres/session.h"

namespace lite2pg {

struct CatalogConstraint {
  char kind = 'c';  ///< pg_constraint.contype: p key, u unique, f foreign key, c check, x exclusion
  std::string name = {};
  std::vector<std::string> columns = {};
  std::string parent = {};  ///< Foreign key: table of the same schema; empty: of another.
  std::vector<std::string> parent_columns = {};
  char on_update = 'a', on_delete = 'a';  ///< a no action, r restrict, c cascade, n set null, d set default
  bool deferred = false;                  ///< INITIALLY DEFERRED.
  std::string expression = {};            ///< Of a check.
  bool full = false;                      ///< MATCH FULL.
  bool some_columns = false;              ///< ON DELETE SET NULL or DEFAULT with a list of columns.
  bool one_null = false;                  ///< UNIQUE NULLS NOT DISTINCT.
};

struct CatalogIndex {
  std::string name = {};
  bool unique = false;
  bool plain = true;  ///< btree over columns alone, NULLs in their usual place and, where it is unique, distinct.
  std::vector<std::string> columns = {};
  std::vector<bool> descending = {};
  std::string where = {};  ///< Predicate; empty: none.
};

struct CatalogObjects {
  std::vector<CatalogConstraint> constraints;  ///< In the order of their names.
  std::vector<CatalogIndex> indexes;           ///< Without those of constraints.
};

/// By table. In an open transaction.
[[nodiscard]] std::map<std::string, CatalogObjects> read_target_objects(Session& session, const std::string& schema);

}  // namespace lite2pg
