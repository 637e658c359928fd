#include "import/publish/carried_rights.h"

namespace lite2pg {
namespace {

/// Relations of the old schema `o`, with their namesakes `n` in the new one.
constexpr const char* pairs =
    " FROM pg_catalog.pg_class o JOIN pg_catalog.pg_namespace os ON os.oid = o.relnamespace AND os.nspname = $1 "
    "JOIN pg_catalog.pg_namespace ns ON ns.nspname = $2 "
    "LEFT JOIN pg_catalog.pg_class n ON n.relnamespace = ns.oid AND n.relname = o.relname "
    "AND n.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') ";

/// An entry `a` of an access list as the words of GRANT (https://www.postgresql.org/docs/15/ddl-priv.html).
constexpr const char* grantee =
    "CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END || "
    "CASE WHEN a.is_grantable AND a.grantee <> 0 THEN ' WITH GRANT OPTION' ELSE '' END";

std::vector<std::string> lines(Session& session, const std::string& sql, const std::string& old_schema,
                               const std::string& new_schema) {
  std::vector<std::string> result;
  for (const Fields& row : session.query(sql, {old_schema, new_schema})) {
    if (row[0]) result.push_back(*row[0]);
  }
  return result;
}

void append(std::vector<std::string>& to, std::vector<std::string> lines) {
  to.insert(to.end(), std::make_move_iterator(lines.begin()), std::make_move_iterator(lines.end()));
}

/// An owner's own entry is left out where the owner stays the same: an owner has all rights.
std::string relation_grants() {
  return std::string(
             "SELECT pg_catalog.format('GRANT %s ON %s %I.%I TO ', a.privilege_type, CASE n.relkind WHEN 'S' ") +
         "THEN 'SEQUENCE' ELSE 'TABLE' END, ns.nspname, n.relname) || " + grantee + pairs +
         "CROSS JOIN LATERAL pg_catalog.aclexplode(coalesce(o.relacl, pg_catalog.acldefault(CASE o.relkind WHEN 'S' "
         "THEN 's'::\"char\" ELSE 'r'::\"char\" END, o.relowner))) a WHERE a.grantee <> n.relowner "
         "AND (o.relkind = 'S') = (n.relkind = 'S') ORDER BY n.relname, a.privilege_type";
}

std::string column_grants() {
  return std::string(
             "SELECT pg_catalog.format('GRANT %s (%I) ON TABLE %I.%I TO ', a.privilege_type, nc.attname, "
             "ns.nspname, n.relname) || ") +
         grantee + pairs +
         "JOIN pg_catalog.pg_attribute oc ON oc.attrelid = o.oid AND oc.attacl IS NOT NULL AND NOT oc.attisdropped "
         "JOIN pg_catalog.pg_attribute nc ON nc.attrelid = n.oid AND nc.attname = oc.attname AND NOT nc.attisdropped "
         "CROSS JOIN LATERAL pg_catalog.aclexplode(oc.attacl) a WHERE a.grantee <> n.relowner ORDER BY 1";
}

std::string lost_columns() {
  return std::string(
             "SELECT pg_catalog.format('rights on column %I of %I are not taken over: the new table has no such "
             "column', oc.attname, o.relname)") +
         pairs +
         "JOIN pg_catalog.pg_attribute oc ON oc.attrelid = o.oid AND oc.attacl IS NOT NULL AND NOT oc.attisdropped "
         "WHERE n.oid IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute nc WHERE nc.attrelid = n.oid "
         "AND nc.attname = oc.attname AND NOT nc.attisdropped) ORDER BY 1";
}

std::string lost_relations() {
  return std::string(
             "SELECT pg_catalog.format('rights on %I are not taken over: nothing of that name and kind was "
             "published', o.relname)") +
         pairs +
         "WHERE o.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND o.relacl IS NOT NULL AND (n.oid IS NULL OR "
         "(o.relkind = 'S') <> (n.relkind = 'S')) ORDER BY 1";
}

std::string new_owners() {
  return std::string(
             "SELECT pg_catalog.format('%I belongs to role %I now; %I, who owned it, has an owner''s rights on "
             "its rows, but cannot alter it', n.relname, pg_catalog.pg_get_userbyid(n.relowner), "
             "pg_catalog.pg_get_userbyid(o.relowner))") +
         pairs + "WHERE n.relowner <> o.relowner AND o.relkind <> 'S' ORDER BY 1";
}

std::string lost_behaviour() {
  return std::string("SELECT pg_catalog.format('%s of the replaced table %I is not taken over', x.what, o.relname)") +
         pairs +
         "CROSS JOIN LATERAL (SELECT 'policy ' || polname AS what FROM pg_catalog.pg_policy WHERE polrelid = o.oid "
         "UNION ALL SELECT 'row-level security' WHERE o.relrowsecurity "
         "UNION ALL SELECT 'trigger ' || tgname FROM pg_catalog.pg_trigger WHERE tgrelid = o.oid AND NOT tgisinternal "
         "UNION ALL SELECT 'rule ' || rulename FROM pg_catalog.pg_rewrite WHERE ev_class = o.oid "
         "AND rulename <> '_RETURN') x WHERE o.relkind IN ('r', 'p', 'v', 'f') ORDER BY 1";
}

}  // namespace

CarriedRights rights_to_carry(Session& session, const std::string& old_schema, const std::string& new_schema) {
  CarriedRights rights;
  for (const std::string& sql : {relation_grants(), column_grants()}) {
    append(rights.grants, lines(session, sql, old_schema, new_schema));
  }
  for (const std::string& sql : {lost_relations(), lost_columns(), new_owners(), lost_behaviour()}) {
    append(rights.warnings, lines(session, sql, old_schema, new_schema));
  }
  return rights;
}

std::vector<std::string> default_rights(Session& session, const std::string& schema,
                                        const std::vector<std::string>& oids) {
  std::string list;
  for (const std::string& oid : oids) list += (list.empty() ? "{" : ",") + oid;
  if (list.empty()) return {};
  const std::string sql =
      std::string(
          "SELECT pg_catalog.format('GRANT %s ON %s %I.%I TO ', a.privilege_type, CASE n.relkind WHEN 'S' THEN "
          "'SEQUENCE' ELSE 'TABLE' END, s.nspname, n.relname) || ") +
      grantee +
      " FROM pg_catalog.pg_default_acl d JOIN pg_catalog.pg_namespace s ON s.oid = d.defaclnamespace "
      "AND s.nspname = $1 JOIN pg_catalog.pg_class n ON n.relnamespace = s.oid AND n.relowner = d.defaclrole "
      "AND d.defaclobjtype = CASE n.relkind WHEN 'S' THEN 'S' ELSE 'r' END::\"char\" "
      "CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) a WHERE n.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') "
      "AND a.grantee <> n.relowner AND (n.oid = ANY ($2::oid[]) OR EXISTS (SELECT FROM pg_catalog.pg_depend o WHERE "
      "o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = n.oid AND n.relkind = 'S' "
      "AND o.deptype IN ('a', 'i') AND o.refobjid = ANY ($2::oid[]))) ORDER BY 1";
  return lines(session, sql, schema, list + "}");
}

}  // namespace lite2pg
