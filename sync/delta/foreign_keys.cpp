#include "sync/delta/foreign_keys.h"

#include <nlohmann/json.hpp>

#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

using Names = std::vector<std::string>;

Names names_of(const std::optional<std::string>& json) {
  return nlohmann::json::parse(json.value_or("[]")).get<Names>();
}

/// MATCH SIMPLE: a key of which a part is NULL refers to nothing.
std::string orphan_sql(const std::string& schema, const StagedForeignKey& key, const Names& from, const Names& to) {
  std::string filled, equal;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const std::string column = "c." + quote_identifier(from[i]);
    filled += column + " IS NOT NULL AND ";
    equal += (i == 0 ? "p." : " AND p.") + quote_identifier(to[i]) + " = " + column;
  }
  return "SELECT FROM " + qualified(schema, key.child) + " AS c WHERE " + filled + "NOT EXISTS (SELECT FROM " +
         qualified(schema, key.parent) + " AS p WHERE " + equal + ") LIMIT 1";
}

constexpr const char* keys_sql =
    "SELECT k.conname, c.relname, p.relname, "
    "(SELECT pg_catalog.json_agg(a.attname ORDER BY u.n) FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u(num, n) "
    "JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num), "
    "(SELECT pg_catalog.json_agg(a.attname ORDER BY u.n) FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u(num, "
    "n) "
    "JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num) "
    "FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c ON c.oid = k.conrelid "
    "JOIN pg_catalog.pg_class p ON p.oid = k.confrelid JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace "
    "WHERE k.contype = 'f' AND k.conparentid = 0 AND n.nspname = $1 ORDER BY c.relname, k.conname";

}  // namespace

std::vector<std::string> foreign_keys_sql(const Plan& plan) {
  std::vector<std::string> statements;
  for (const ObjectPlan& object : plan.objects) {
    if (object.phase != Phase::after_load) continue;
    for (const std::string& sql : object.sql)
      statements.push_back(object.kind == ObjectKind::foreign_key ? sql + " NOT VALID" : sql);
  }
  return statements;
}

std::vector<StagedForeignKey> foreign_keys_in(Session& session, const std::string& schema) {
  std::vector<StagedForeignKey> keys;
  for (const Fields& row : session.query(keys_sql, {schema})) {
    StagedForeignKey& key =
        keys.emplace_back(StagedForeignKey{row[0].value_or(""), row[1].value_or(""), row[2].value_or(""), {}});
    key.orphan_sql = orphan_sql(schema, key, names_of(row[3]), names_of(row[4]));
  }
  return keys;
}

std::vector<std::string> keys_with_orphans(Session& session, const std::vector<StagedForeignKey>& keys,
                                           const std::set<std::string>& tables) {
  std::vector<std::string> found;
  for (const StagedForeignKey& key : keys) {
    if (!tables.empty() && !tables.contains(key.child) && !tables.contains(key.parent)) continue;
    if (!session.query(key.orphan_sql).empty()) found.push_back(key.name + " of table " + key.child);
  }
  return found;
}

}  // namespace lite2pg
