#include "import/catalog/capability_probe.h"

#include <algorithm>
#include <array>
#include <optional>
#include <random>

#include "common/console/log.h"
#include "import/catalog/schema_objects.h"
#include "import/postgres/copy_stream.h"
#include "import/postgres/server_check.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

using enum Capability;

bool is_for_writers(Capability c) { return c != snapshots && c != page_ranges && c != row_writers; }

/// Statements that make the tables of the place; empty: there is none.
struct Room {
  ProbePlace place;
  std::vector<std::string> making;
};

Room room_for(Session& session, const ProbeSchemas& schemas) {
  Room room;
  const auto use = [&](const std::string& schema, const std::string& other) {
    room.place.schema = quote_identifier(schema);
    room.place.other_schema = quote_identifier(other);
    for (const char* name : {"lite2pg_probe", "lite2pg_probe_2"}) {
      room.making.push_back("CREATE TABLE " + qualified(schema, name) + " (a pg_catalog.int4)");
    }
  };
  if (may_create_schemas(session)) {
    const std::string name = "lite2pg_probe_" + std::to_string(std::random_device{}());
    use(name, name + "_2");
    room.making.insert(room.making.begin(),
                       {"CREATE SCHEMA " + room.place.schema, "CREATE SCHEMA " + room.place.other_schema});
  } else if (!schemas.staging.empty() && schema_exists(session, schemas.published)) {
    use(schemas.staging, schemas.published);
  }
  return room;
}

/// A table of the schema that the role may read; empty: there is none.
std::string table_in(Session& session, const std::string& schema) {
  const auto rows = session.query(
      "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE "
      "n.nspname = $1 AND c.relkind IN ('r', 'p') AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AND "
      "pg_catalog.has_schema_privilege(n.oid, 'USAGE') ORDER BY c.relname LIMIT 1",
      {schema});
  return rows.empty() ? "" : qualified(schema, rows[0][0].value_or(""));
}

class Probe {
 public:
  Probe(Session& session, Room room) : session_(session), room_(std::move(room)), connection_(session) {}

  /// Whether none of them is refused.
  [[nodiscard]] bool all(const std::vector<Capability>& wanted) { return !refusal_of(wanted); }
  void each(const std::vector<Capability>& wanted, Capabilities& found) {
    for (const Capability c : wanted) {
      if (const auto why = refusal_of({c})) found.refuse(c, *why);
    }
  }

 private:
  [[nodiscard]] std::vector<std::string> statements(const std::vector<Capability>& wanted) const {
    const auto needs_table = [](Capability c) { return traits_of(c).needs_table; };
    std::vector<std::string> all;
    if (std::ranges::any_of(wanted, needs_table)) all = room_.making;
    std::string copy;
    for (const Capability c : wanted) {
      for (std::string& sql : traits_of(c).probe(room_.place)) {
        if (traits_of(c).is_copy) {
          copy = std::move(sql);
        } else {
          all.push_back(std::move(sql));
        }
      }
    }
    if (!copy.empty()) all.push_back(std::move(copy));
    return all;
  }

  [[nodiscard]] std::optional<std::string> refusal_of(const std::vector<Capability>& wanted) {
    std::vector<std::string> sql = statements(wanted);
    const bool copies = std::ranges::any_of(wanted, [](Capability c) { return traits_of(c).is_copy; });
    try {
      try_all(sql, copies);
      return std::nullopt;
    } catch (const TargetError& e) {
      session_.rollback();
      if (e.transient() || e.stalled() || e.needs_another_way() || e.sqlstate().empty()) throw;
      if (is_unknown_to_server(e)) return std::string(e.what());
      log_debug("probing the server: {}", e.what());
      return std::nullopt;
    }
  }

  void try_all(std::vector<std::string>& sql, bool copies) {
    const bool write = room_.place.writes;
    session_.begin({.access = write ? Access::read_write : Access::read_only,
                    .isolation = write ? Isolation::read_committed : Isolation::repeatable_read});
    const std::string last = copies ? sql.back() : "";
    if (copies) sql.pop_back();
    std::string batch;
    for (const std::string& s : sql) batch += s + ";\n";
    if (!batch.empty()) session_.execute(batch);
    if (copies) {
      connection_.copy_in_begin(last);
      (void)connection_.copy_in_end();
    }
    session_.rollback();
  }

  Session& session_;
  Room room_;
  DataConnection connection_;
};

}  // namespace

const std::vector<Capability>& capabilities_of_import() {
  static const std::vector<Capability> all = {advisory_locks, row_writers, truncate, set_schema, freeze};
  return all;
}

const std::vector<Capability>& capabilities_of_verify() {
  static const std::vector<Capability> all = {snapshots, page_ranges, row_writers};
  return all;
}

const std::vector<Capability>& capabilities_of_repair() {
  static const std::vector<Capability> all = {advisory_locks, temporary_tables};
  return all;
}

bool is_unknown_to_server(const TargetError& error) noexcept {
  constexpr std::array<std::string_view, 4> classes = {"0A", "42", "55", "XX"};
  constexpr std::string_view no_right = "42501";
  const std::string& state = error.sqlstate();
  return state != no_right && std::ranges::any_of(classes, [&](std::string_view c) { return state.starts_with(c); });
}

void probe_capabilities(Session& session, const std::vector<Capability>& wanted, const ProbeSchemas& schemas) {
  const bool any_tables = std::ranges::any_of(wanted, [](Capability c) { return traits_of(c).needs_table; });
  Room room;
  if (any_tables) room = room_for(session, schemas);
  if (std::string table = schemas.read.empty() ? "" : table_in(session, schemas.read); !table.empty())
    room.place.relation = std::move(table);
  room.place.writes = std::ranges::any_of(wanted, is_for_writers);
  std::vector<Capability> possible = wanted;
  if (room.making.empty()) std::erase_if(possible, [](Capability c) { return traits_of(c).needs_table; });
  Capabilities& found = *session.target().server;
  for (const Capability c : possible) found.note(c);
  Probe probe(session, std::move(room));
  if (!probe.all(possible)) probe.each(possible, found);
}

}  // namespace lite2pg
