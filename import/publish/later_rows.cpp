#include "import/publish/later_rows.h"

#include <map>
#include <set>

#include "common/text.h"
#include "import/catalog/schema_objects.h"
#include "mapping/target/quote.h"

namespace lite2pg {

std::vector<std::pair<std::string, std::uint64_t>> later_rows(Session& session, const RunRecord& run,
                                                              const std::string& schema) {
  std::map<std::string, std::string> loaders;  // by table: the low halves of transaction ids, as xmin shows them
  for (const TableRecord& record : ledger_tables(session, run.id)) {
    std::string& list = loaders[record.table];
    list += (list.empty() ? "" : ", ") + std::to_string(record.xid & 0xFFFFFFFFU);
  }
  std::set<std::string> present;
  for (const SchemaObject& object : objects_in(session, schema)) {
    if (object.kind == "TABLE") present.insert(object.name);
  }
  std::vector<std::pair<std::string, std::uint64_t>> result;
  for (const auto& [table, xids] : loaders) {
    if (!present.contains(table)) continue;
    const std::string later =
        session.can(Capability::row_writers) ? " WHERE xmin::text::bigint NOT IN (" + xids + ")" : "";
    const auto rows = session.query("SELECT count(*) FROM " + qualified(schema, table) + later);
    if (rows[0][0] != "0") result.emplace_back(table, count_of(rows[0], 0));
  }
  return result;
}

std::string describe_rows(const std::vector<std::pair<std::string, std::uint64_t>>& rows) {
  if (rows.empty()) return {};
  std::uint64_t sum = 0;
  std::vector<std::string> names;
  for (const auto& [table, count] : rows) {
    sum += count;
    names.push_back(table + ": " + with_thousands(count));
  }
  return with_thousands(sum) + (sum == 1 ? " row in " : " rows in ") + std::to_string(rows.size()) +
         (rows.size() == 1 ? " table (" : " tables (") + name_list(names) + ")";
}

}  // namespace lite2pg
