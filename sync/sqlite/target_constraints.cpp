#include "sync/sqlite/target_constraints.h"

#include <nlohmann/json.hpp>

#include "common/json_text.h"

namespace lite2pg {
namespace {

// By way of JSON: what servers before 15 do not know.
constexpr std::string_view constraints_sql = R"(
SELECT c.relname, k.contype, k.conname,
       coalesce((SELECT json_agg(a.attname ORDER BY n.o) FROM unnest(k.conkey) WITH ORDINALITY n(k, o)
                 JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.k), '[]'),
       CASE WHEN f.relnamespace = c.relnamespace THEN f.relname END,
       coalesce((SELECT json_agg(a.attname ORDER BY n.o) FROM unnest(k.confkey) WITH ORDINALITY n(k, o)
                 JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.k), '[]'),
       k.confupdtype, k.confdeltype, k.condeferred, pg_get_expr(k.conbin, k.conrelid),
       k.confmatchtype = 'f' AND cardinality(k.conkey) > 1, to_jsonb(k) ->> 'confdelsetcols' IS NOT NULL,
       coalesce((SELECT to_jsonb(x) ->> 'indnullsnotdistinct' FROM pg_index x WHERE x.indexrelid = k.conindid), 'false')
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
LEFT JOIN pg_class f ON f.oid = k.confrelid
WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND NOT c.relispartition
  AND k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0
ORDER BY c.relname, k.contype = 'f', k.conname)";

constexpr std::string_view indexes_sql = R"(
SELECT c.relname, i.relname, x.indisunique,
       m.amname = 'btree' AND x.indexprs IS NULL AND x.indisvalid AND NOT EXISTS (
         SELECT FROM unnest(x.indoption) o WHERE o NOT IN (0, 3))
         AND to_jsonb(x) ->> 'indnullsnotdistinct' IS DISTINCT FROM 'true',
       coalesce((SELECT json_agg(a.attname ORDER BY n.o) FROM unnest(x.indkey::int2[]) WITH ORDINALITY n(k, o)
                 JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = n.k WHERE n.o <= x.indnkeyatts), '[]'),
       (SELECT json_agg(o & 1 ORDER BY n) FROM unnest(x.indoption::int2[]) WITH ORDINALITY u(o, n)),
       pg_get_expr(x.indpred, x.indrelid)
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_class c ON c.oid = x.indrelid
JOIN pg_am m ON m.oid = i.relam
WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u', 'x'))
ORDER BY c.relname, i.relname)";

std::vector<std::string> names(const std::optional<std::string>& json) {
  return read_json(json.value_or("[]")).get<std::vector<std::string>>();
}

char letter(const std::optional<std::string>& field) { return field && !field->empty() ? (*field)[0] : ' '; }

}  // namespace

std::map<std::string, CatalogObjects> read_target_objects(Session& session, const std::string& schema) {
  std::map<std::string, CatalogObjects> objects;
  for (const Fields& f : session.query(constraints_sql, {schema})) {
    objects[f[0].value()].constraints.push_back({letter(f[1]), f[2].value(), names(f[3]), f[4].value_or(""),
                                                 names(f[5]), letter(f[6]), letter(f[7]), f[8] == "t",
                                                 f[9].value_or(""), f[10] == "t", f[11] == "t", f[12] == "true"});
  }
  for (const Fields& f : session.query(indexes_sql, {schema})) {
    CatalogIndex& index = objects[f[0].value()].indexes.emplace_back();
    index.name = f[1].value();
    index.unique = f[2] == "t";
    index.plain = f[3] == "t";
    index.columns = names(f[4]);
    for (const auto& bit : read_json(f[5].value_or("[]"))) index.descending.push_back(bit == 1);
    index.where = f[6].value_or("");
  }
  return objects;
}

}  // namespace lite2pg
