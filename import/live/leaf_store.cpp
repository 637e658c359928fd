#include "import/live/leaf_store.h"

#include <algorithm>
#include <array>

#include "common/bytes.h"
#include "mapping/target/quote.h"
#include "mapping/value/field_buffer.h"

namespace lite2pg {
namespace {

constexpr std::size_t flush_at = std::size_t{1} << 20;
constexpr std::size_t keys_a_statement = 2000;
constexpr std::int16_t columns = 7;

using Number = std::array<char, 16>;

Number bytes_of(const Hash128& h) {
  Number bytes{};
  store_be(bytes.data(), h.high);
  store_be(bytes.data() + 8, h.low);
  return bytes;
}

Hash128 hash_of(std::string_view bytes) {
  if (bytes.size() != 16) throw Error(ExitCode::target, "table lite2pg.run_leaf holds what lite2pg did not write");
  return {load_be<std::uint64_t>(bytes.data() + 8), load_be<std::uint64_t>(bytes.data())};
}

void append_field(FieldBuffer& to, std::string_view bytes) {
  char* p = to.reserve(4 + bytes.size());
  store_be(p, static_cast<std::uint32_t>(bytes.size()));
  std::ranges::copy(bytes, p + 4);
  to.commit(4 + bytes.size());
}

std::string_view view(const Number& bytes) { return {bytes.data(), bytes.size()}; }

void append_record(FieldBuffer& to, std::string_view run, std::string_view table, const LeafRecord& r) {
  char* p = to.reserve(2);
  store_be(p, static_cast<std::uint16_t>(columns));
  to.commit(2);
  append_field(to, run);
  append_field(to, table);
  append_field(to, r.first);
  append_field(to, r.last);
  append_field(to, view(bytes_of(r.fingerprint)));
  append_field(to, view(bytes_of(r.sum)));
  std::array<char, 8> rows{};
  store_be(rows.data(), r.rows);
  append_field(to, {rows.data(), rows.size()});
}

constexpr std::string_view copy_in =
    "COPY lite2pg.run_leaf (run, table_name, first_key, last_key, fingerprint, sum, rows) FROM STDIN (FORMAT binary)";

/// COPY of records, a megabyte at a time.
class Sender {
 public:
  Sender(DataConnection& connection, std::string_view run, std::string_view table)
      : connection_(connection), run_(run), table_(table) {
    connection_.copy_in_begin(std::string(copy_in));
  }
  void send(const LeafRecord& record) {
    append_record(buffer_, run_, table_, record);
    if (buffer_.size() >= flush_at) flush();
  }
  void end() {
    flush();
    (void)connection_.copy_in_end();
  }

 private:
  void flush() {
    if (buffer_.size() > 0) connection_.copy_in_send(buffer_.view());
    buffer_.clear();
  }
  DataConnection& connection_;
  std::string_view run_, table_;
  FieldBuffer buffer_;
};

std::string of_table(std::string_view run, std::string_view table) {
  return " WHERE run = " + quote_literal(run) + " AND table_name = " + quote_literal(table);
}

std::string_view take_field(std::string_view& tuple) {
  if (tuple.size() < 4) throw Error(ExitCode::target, "the server's COPY data ends early");
  const auto size = load_be<std::uint32_t>(tuple.data());
  tuple.remove_prefix(4);
  if (size > tuple.size()) throw Error(ExitCode::target, "the server's COPY data ends early");
  const std::string_view field = tuple.substr(0, size);
  tuple.remove_prefix(size);
  return field;
}

LeafRecord record_of(std::string_view tuple) {
  tuple.remove_prefix(std::min<std::size_t>(2, tuple.size()));
  LeafRecord r;
  r.first = take_field(tuple);
  r.last = take_field(tuple);
  r.fingerprint = hash_of(take_field(tuple));
  r.sum = hash_of(take_field(tuple));
  const std::string_view rows = take_field(tuple);
  if (rows.size() != 8) throw Error(ExitCode::target, "table lite2pg.run_leaf holds what lite2pg did not write");
  r.rows = load_be<std::uint64_t>(rows.data());
  return r;
}

}  // namespace

void ensure_leaf_table(Session& session) {
  if (!session
           .query("SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                  "WHERE n.nspname = 'lite2pg' AND c.relname = 'run_leaf'")
           .empty())
    return;
  session.execute(R"(CREATE TABLE IF NOT EXISTS lite2pg.run_leaf (
  run text NOT NULL REFERENCES lite2pg.run ON DELETE CASCADE,
  table_name text NOT NULL,
  first_key bytea NOT NULL,
  last_key bytea NOT NULL,
  fingerprint bytea NOT NULL,
  sum bytea NOT NULL,
  rows bigint NOT NULL,
  PRIMARY KEY (run, table_name, first_key)
))");
}

void store_leaves(DataConnection& connection, std::string_view run, std::string_view table,
                  const std::function<void(const std::function<void(const LeafRecord&)>&)>& fill) {
  connection.execute("DELETE FROM lite2pg.run_leaf" + of_table(run, table));
  Sender sender(connection, run, table);
  try {
    fill([&](const LeafRecord& record) { sender.send(record); });
  } catch (...) {
    connection.copy_in_abort();
    throw;
  }
  sender.end();
}

void change_leaves(DataConnection& connection, std::string_view run, std::string_view table,
                   const std::vector<LeafRecord>& gone, const std::vector<LeafRecord>& come) {
  for (std::size_t at = 0; at < gone.size(); at += keys_a_statement) {
    std::string keys;
    for (std::size_t i = at; i < std::min(gone.size(), at + keys_a_statement); ++i)
      keys += (keys.empty() ? "" : ", ") + quote_bytea(gone[i].first);
    connection.execute("DELETE FROM lite2pg.run_leaf" + of_table(run, table) + " AND first_key IN (" + keys + ")");
  }
  if (come.empty()) return;
  Sender sender(connection, run, table);
  for (const LeafRecord& record : come) sender.send(record);
  sender.end();
}

StoredLeaves::StoredLeaves(DataConnection& connection, std::string_view run, std::string_view table)
    : connection_(connection) {
  connection_.copy_out_begin("COPY (SELECT first_key, last_key, fingerprint, sum, rows FROM lite2pg.run_leaf" +
                             of_table(run, table) + " ORDER BY first_key) TO STDOUT (FORMAT binary)");
}

bool StoredLeaves::next(LeafRecord& record) {
  std::string_view tuple;
  if (!connection_.copy_out_next(tuple)) return false;
  record = record_of(tuple);
  return true;
}

LeafTotal stored_total(DataConnection& connection, std::string_view run, std::string_view table) {
  LeafTotal total;
  StoredLeaves stored(connection, run, table);
  for (LeafRecord r; stored.next(r); ++total.leaves) {
    total.rows += r.rows;
    total.sum += r.sum;
  }
  return total;
}

std::string drop_leaves_sql(std::string_view run) {
  return "DELETE FROM lite2pg.run_leaf WHERE run = " + quote_literal(run);
}

}  // namespace lite2pg
