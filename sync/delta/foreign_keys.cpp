#include "sync/delta/foreign_keys.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/json_text.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

using Names = std::vector<std::string>;

Names names_of(const std::optional<std::string>& json) { return read_json(json.value_or("[]")).get<Names>(); }

/// c.a IS NOT NULL AND c.b IS NOT NULL AND NOT EXISTS (SELECT FROM parent AS p WHERE p.x = c.a AND p.y = c.b)
std::string is_orphan(const StagedForeignKey& key) {
  std::string filled, equal;
  for (std::size_t i = 0; i < key.from.size(); ++i) {
    const std::string column = "c." + quote_identifier(key.from[i]);
    filled += column + " IS NOT NULL AND ";
    equal += (i == 0 ? "p." : " AND p.") + quote_identifier(key.to[i]) + " = " + column;
  }
  return filled + "NOT EXISTS (SELECT FROM " + qualified(key.schema, key.parent) + " AS p WHERE " + equal + ")";
}

std::string refers_to(const StagedForeignKey& key, const std::string& parent) {
  std::string equal;
  for (std::size_t i = 0; i < key.from.size(); ++i)
    equal += (i == 0 ? "c." : " AND c.") + quote_identifier(key.from[i]) + " = " + parent + "." +
             quote_identifier(key.to[i]);
  return equal;
}

std::string from_child(const StagedForeignKey& key) {
  return "SELECT FROM " + qualified(key.schema, key.child) + " AS c";
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

std::string orphan_sql(const StagedForeignKey& key) {
  return from_child(key) + " WHERE " + is_orphan(key) + " LIMIT 1";
}

std::vector<std::string> orphan_sql(const StagedForeignKey& key, const TouchedTables& touched) {
  const auto child = touched.find(key.child), parent = touched.find(key.parent);
  const bool has_child = child != touched.end(), has_parent = parent != touched.end();
  if ((has_child && child->second.whole) || (has_parent && parent->second.whole)) return {orphan_sql(key)};
  std::vector<std::string> statements;
  if (has_child)
    statements.push_back("SELECT FROM " + child->second.come + " AS c WHERE " + is_orphan(key) + " LIMIT 1");
  if (has_parent)
    statements.push_back(from_child(key) + " JOIN " + parent->second.gone + " AS g ON " + refers_to(key, "g") +
                         " WHERE " + is_orphan(key) + " LIMIT 1");
  return statements;
}

std::vector<StagedForeignKey> foreign_keys_in(Session& session, const std::string& schema) {
  std::vector<StagedForeignKey> keys;
  for (const Fields& row : session.query(keys_sql, {schema}))
    keys.push_back(
        {schema, row[0].value_or(""), row[1].value_or(""), row[2].value_or(""), names_of(row[3]), names_of(row[4])});
  return keys;
}

namespace {

std::string shown(const StagedForeignKey& key) { return key.name + " of table " + key.child; }

}  // namespace

std::vector<std::string> keys_with_orphans(Session& session, const std::vector<StagedForeignKey>& keys) {
  std::vector<std::string> found;
  for (const StagedForeignKey& key : keys)
    if (!session.query(orphan_sql(key)).empty()) found.push_back(shown(key));
  return found;
}

std::vector<std::string> keys_with_orphans(Session& session, const std::vector<StagedForeignKey>& keys,
                                           const TouchedTables& touched) {
  std::vector<std::string> found;
  for (const StagedForeignKey& key : keys) {
    const auto statements = orphan_sql(key, touched);
    const bool any =
        std::ranges::any_of(statements, [&](const std::string& sql) { return !session.query(sql).empty(); });
    if (any) found.push_back(shown(key));
  }
  return found;
}

}  // namespace lite2pg
