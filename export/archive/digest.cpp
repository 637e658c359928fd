#include "export/archive/digest.h"

#include <algorithm>
#include <mutex>

#include "common/interrupt.h"
#include "common/parallel.h"
#include "export/archive/cursor.h"

namespace lite2pg {
namespace {

constexpr std::size_t blocks_at_once = 16;

/// A table whose digest is to be made again.
struct Again {
  TableResult* result;
  const Table* table;
  DigestSpec spec;
  TableDigest digest;  ///< As coarse as the manifest holds it: there may be thousands of tables.
};

/// Some blocks of such a table.
struct Piece {
  Again* again;
  std::size_t from, until;
};

std::vector<DigestColumn> columns_of(const Table& table, const TablePlan* planned) {
  std::vector<DigestColumn> columns;
  if (planned == nullptr) {
    for (const Column& c : table.columns) columns.push_back({c.name, {}, {}, {}});
    return columns;
  }
  for (const ColumnPlan& c : planned->columns) {
    if (c.source_index >= 0) columns.push_back({c.source, c.target, c.type, c.codec});
  }
  return columns;
}

std::vector<Piece> pieces_of(std::vector<Again>& tables) {
  std::vector<Piece> pieces;
  for (Again& again : tables) {
    const std::size_t blocks = again.result->entry.blocks.size();
    for (std::size_t from = 0; from < blocks; from += blocks_at_once) {
      pieces.push_back({&again, from, std::min(blocks, from + blocks_at_once)});
    }
  }
  return pieces;
}

TableDigest digest_of(const Piece& piece, const std::string& folder, std::uint64_t seed) {
  const Again& again = *piece.again;
  RowDigester digester(again.spec, again.table->columns.size(), seed);
  ArchiveCursor cursor(folder, *again.table, again.result->entry, piece.from, piece.until);
  for (Row row; cursor.next(row);) digester.add(row);
  return digester.digest();
}

void digest_again(std::vector<Again>& tables, const std::string& folder, std::uint64_t seed, unsigned jobs) {
  const std::vector<Piece> pieces = pieces_of(tables);
  std::mutex lock;
  Ticket ticket(pieces.size());
  run_workers(std::clamp<std::size_t>(pieces.size(), 1, std::max(1U, jobs)), [&](std::size_t, const StopFlag& stop) {
    for (std::size_t i = 0; !stop.stopped() && ticket.take(i);) {
      throw_if_interrupted();
      TableDigest& to = pieces[i].again->digest;
      const TableDigest digest = digest_of(pieces[i], folder, seed).folded(to.bits());
      const std::scoped_lock merging(lock);
      to.merge(digest);
    }
  });
  for (Again& t : tables) t.result->entry.digest = std::move(t.digest);
}

}  // namespace

DigestSpec planned_digest(const Table& table, const TablePlan* planned, const std::vector<int>& key) {
  if (planned == nullptr) return every_column(table, key);
  DigestSpec spec;
  std::vector<int> position(planned->columns.size(), -1);
  for (std::size_t i = 0; i < planned->columns.size(); ++i) {
    const ColumnPlan& column = planned->columns[i];
    if (column.source_index < 0) continue;
    position[i] = static_cast<int>(spec.columns.size());
    spec.columns.push_back({column.source_index, column.codec});
  }
  for (const int k : planned->key) spec.key.push_back(position[static_cast<std::size_t>(k)]);
  if (std::ranges::find(spec.key, -1) != spec.key.end()) spec.key.clear();
  return spec;
}

void apply_plan(std::vector<TableResult>& results, const std::vector<TableJob>& tables, const Plan& plan,
                const std::string& folder, std::uint64_t seed, unsigned jobs) {
  std::vector<Again> again;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Table& table = *tables[i].table;
    const TablePlan* planned = plan.find_table(table.name);
    DigestSpec spec = planned_digest(table, planned, tables[i].key);
    ManifestTable& entry = results[i].entry;
    entry.target = planned == nullptr ? "" : planned->target;
    entry.columns = columns_of(table, planned);
    entry.key = spec.key;
    const bool made = spec.is_plain(table.columns.size()) && spec.key == tables[i].key;
    if (!made) again.push_back({&results[i], &table, std::move(spec), TableDigest(TableDigest::bits_for(entry.rows))});
  }
  digest_again(again, folder, seed, jobs);
}

}  // namespace lite2pg
