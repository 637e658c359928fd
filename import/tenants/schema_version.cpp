#include "import/tenants/schema_version.h"

#include <xxhash.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "common/text.h"
#include "export/sqlite/added_column.h"
#include "mapping/plan/parts_json.h"
#include "mapping/value/digest.h"

namespace lite2pg {
namespace {

/// What two files of one schema may have differently.
void forget_layout(Table& table) {
  table.sql.clear();
  table.comment.clear();
  table.sequence.reset();
  table.position = 0;
  for (Column& column : table.columns) column.comment.clear();
  for (Index& index : table.indexes) {
    index.sql.clear();
    index.position = 0;
    if (index.origin != IndexOrigin::create_index) index.name.clear();
  }
  std::ranges::sort(table.indexes, {}, [](const Index& i) {
    std::string parts;
    for (const IndexPart& p : i.parts) parts += std::to_string(p.column) + ":" + p.expression + ",";
    return std::tuple(i.origin, i.name, parts);
  });
  for (ForeignKey& key : table.foreign_keys) key.id = 0;
  std::ranges::sort(table.foreign_keys, {}, [](const ForeignKey& k) { return std::tuple(k.columns, k.parent); });
}

/// The names of columns, for messages and comparisons between tables whose columns stand elsewhere.
std::string names_of(const Table& table, const std::vector<int>& columns) {
  std::string names;
  for (const int c : columns) names += (names.empty() ? "" : ", ") + table.columns[static_cast<std::size_t>(c)].name;
  return names;
}

std::string unique_text(const Table& table, const Index& index) {
  std::string text = std::string(index.origin == IndexOrigin::primary_key ? "PRIMARY KEY" : "UNIQUE") + " (";
  for (const IndexPart& p : index.parts) {
    text += (text.ends_with('(') ? "" : ", ") +
            (p.column < 0 ? p.expression : table.columns[static_cast<std::size_t>(p.column)].name) + " " + p.collation;
  }
  return text + ") " + index.conflict_clause;
}

/// UNIQUE and PRIMARY KEY constraints: SQLite cannot add them to a table.
std::set<std::string> constraints_of(const Table& table) {
  std::set<std::string> all;
  for (const Index& index : table.indexes) {
    if (index.origin != IndexOrigin::create_index) all.insert(unique_text(table, index));
  }
  return all;
}

std::string key_text(const Table& table, const ForeignKey& key) {
  std::string parents;
  for (const std::string& p : key.parent_columns) parents += " " + p;
  return "FOREIGN KEY (" + names_of(table, key.columns) + ") REFERENCES " + key.parent + parents + " ON UPDATE " +
         key.on_update + " ON DELETE " + key.on_delete + (key.deferrable ? " DEFERRABLE" : "") +
         (key.initially_deferred ? " DEFERRED" : "");
}

/// Compares one table with its newer form.
class TableDrift {
 public:
  TableDrift(const Table& older, const Table& newer) : older_(older), newer_(newer) {
    for (const Column& c : newer.columns) {
      if (older.find_column(c.name) < 0) added_.insert(c.name);
    }
  }

  [[nodiscard]] std::string find() const {
    if (older_.kind != newer_.kind || older_.strict != newer_.strict) return "it is another kind of table";
    if (older_.autoincrement != newer_.autoincrement) return "AUTOINCREMENT came or went";
    for (const Column& c : older_.columns) {
      if (std::string why = column(c); !why.empty()) return why;
    }
    for (const Column& c : newer_.columns) {
      if (added_.contains(c.name) && !value_of_added_column(newer_, c)) {
        return "column '" + c.name + "' cannot have been added to a table with rows";
      }
    }
    if (constraints_of(older_) != constraints_of(newer_)) return "its PRIMARY KEY or UNIQUE constraints differ";
    if (foreign_keys(older_) != foreign_keys(newer_)) return "its foreign keys differ";
    if (checks(older_) != checks(newer_)) return "its CHECKs differ";
    return {};
  }

 private:
  [[nodiscard]] std::string column(const Column& c) const {
    const int at = newer_.find_column(c.name);
    const std::string what = "column '" + c.name + "' ";
    if (at < 0) return what + "is not in the newest";
    const Column& n = newer_.columns[static_cast<std::size_t>(at)];
    if (!equals_ignoring_case(c.declared_type, n.declared_type)) {
      return what + "is declared '" + c.declared_type + "', in the newest '" + n.declared_type + "'";
    }
    if (c.not_null != n.not_null) return what + "is NOT NULL in one of them";
    if (c.key_position != n.key_position) return what + "has another place in the key";
    if (c.collation != n.collation) return what + "has another collation";
    if (c.generated != n.generated || c.generated_sql != n.generated_sql) return what + "is computed otherwise";
    return {};
  }

  /// Without those that came with a column.
  [[nodiscard]] std::set<std::string> foreign_keys(const Table& table) const {
    std::set<std::string> all;
    for (const ForeignKey& key : table.foreign_keys) {
      const bool came = std::ranges::all_of(
          key.columns, [&](int c) { return added_.contains(table.columns[static_cast<std::size_t>(c)].name); });
      if (!came) all.insert(key_text(table, key));
    }
    return all;
  }
  [[nodiscard]] std::set<std::string> checks(const Table& table) const {
    std::set<std::string> all;
    for (const Check& check : table.checks) {
      const bool came =
          check.column >= 0 && added_.contains(table.columns[static_cast<std::size_t>(check.column)].name);
      if (!came) all.insert(check.name + " " + check.expression);
    }
    return all;
  }

  const Table& older_;
  const Table& newer_;
  std::set<std::string> added_;
};

std::string missing(const std::string& kind, const std::string& name, bool in_newest) {
  return kind + " '" + name + "' is " + (in_newest ? "not there" : "not in the newest");
}

std::string table_drift(const Schema& older, const Schema& newer) {
  for (const Table& t : older.tables) {
    if (newer.find_table(t.name) == nullptr) return missing("table", t.name, false);
  }
  for (const Table& n : newer.tables) {
    const Table* t = older.find_table(n.name);
    if (t == nullptr) return missing("table", n.name, true);
    if (!n.holds_rows() && t->kind == n.kind) continue;
    if (const std::string why = TableDrift(*t, n).find(); !why.empty()) return "table '" + n.name + "': " + why;
  }
  return {};
}

/// Views or triggers, by name and text.
template <typename Items>
std::string text_drift(const char* kind, const Items& older, const Items& newer) {
  for (const auto& o : older) {
    const auto n = std::ranges::find(newer, o.name, [](const auto& i) { return i.name; });
    if (n == newer.end()) return missing(kind, o.name, false);
    if (n->sql != o.sql) return std::string(kind) + " '" + o.name + "' has another text";
  }
  for (const auto& n : newer) {
    if (std::ranges::find(older, n.name, [](const auto& i) { return i.name; }) == older.end()) {
      return missing(kind, n.name, true);
    }
  }
  return {};
}

std::size_t columns_of(const Schema& schema) {
  std::size_t count = 0;
  for (const Table& table : schema.tables) count += table.columns.size();
  return count;
}
std::size_t indexes_of(const Schema& schema) {
  std::size_t count = 0;
  for (const Table& table : schema.tables) count += table.indexes.size();
  return count;
}

std::size_t files_that_join(const std::vector<SchemaVersion>& versions, const SchemaVersion& newest) {
  std::size_t files = 0;
  for (const SchemaVersion& v : versions) {
    if (v.fingerprint == newest.fingerprint || drift_between(v.schema, newest.schema).empty()) files += v.files;
  }
  return files;
}

}  // namespace

Schema without_file_facts(Schema schema) {
  // Statistics come with ANALYZE, in some files and not in others.
  std::erase_if(schema.tables, [](const Table& t) { return t.name.starts_with("sqlite_"); });
  for (Table& table : schema.tables) table.sequence.reset();
  schema.file = {};
  return schema;
}

std::string fingerprint_of(const Schema& schema) {
  Schema plain = without_file_facts(schema);
  plain.user_version = plain.application_id = plain.sqlite_version = 0;
  for (Table& table : plain.tables) forget_layout(table);
  for (View& view : plain.views) view.position = 0;
  for (Trigger& trigger : plain.triggers) trigger.position = 0;
  std::ranges::sort(plain.tables, {}, &Table::name);
  std::ranges::sort(plain.views, {}, &View::name);
  std::ranges::sort(plain.triggers, {}, &Trigger::name);
  const std::string text = schema_to_json(plain);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return to_hex(Hash128{hash.low64, hash.high64});
}

std::string drift_between(const Schema& older, const Schema& newer) {
  if (older.encoding != newer.encoding) return "its text is " + older.encoding + ", in the newest " + newer.encoding;
  if (std::string why = table_drift(older, newer); !why.empty()) return why;
  if (std::string why = text_drift("view", older.views, newer.views); !why.empty()) return why;
  return text_drift("trigger", older.triggers, newer.triggers);
}

std::size_t newest_of(const std::vector<SchemaVersion>& versions) {
  using Rank = std::tuple<std::size_t, std::size_t, std::size_t, std::size_t, std::string>;
  std::size_t best = 0;
  Rank best_rank;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const SchemaVersion& v = versions[i];
    Rank rank{files_that_join(versions, v), columns_of(v.schema), indexes_of(v.schema), v.files, v.fingerprint};
    if (i > 0 && rank <= best_rank) continue;
    best = i;
    best_rank = std::move(rank);
  }
  return best;
}

}  // namespace lite2pg
