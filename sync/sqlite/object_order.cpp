#include "sync/sqlite/object_order.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace lite2pg {
namespace {

using Name = std::pair<std::string, std::string>;  // Type and name.

std::map<Name, int> recorded_ranks(const Schema& schema) {
  std::map<Name, int> ranks;
  for (const Table& t : schema.tables) {
    ranks[{"table", t.name}] = t.position;
    for (const Index& i : t.indexes)
      if (!i.sql.empty()) ranks[{"index", i.name}] = i.position;
  }
  for (const View& v : schema.views) ranks[{"view", v.name}] = v.position;
  for (const Trigger& t : schema.triggers) ranks[{"trigger", t.name}] = t.position;
  return ranks;
}

/// Of UNIQUE and PRIMARY KEY: they stand right behind their table.
int automatic_indexes(const Table& table) {
  return static_cast<int>(std::ranges::count_if(
      table.indexes, [](const Index& i) { return i.sql.empty() && i.name.starts_with("sqlite_autoindex_"); }));
}

}  // namespace

int rank_of_sequences(const Schema& schema) {
  std::set<int> taken;
  for (const auto& [name, rank] : recorded_ranks(schema)) taken.insert(rank);
  for (const Table& t : schema.tables) {
    for (int i = 1; i <= automatic_indexes(t); ++i) taken.insert(t.position + i);
  }
  const int last = taken.empty() ? 0 : *taken.rbegin();
  for (int rank = 1; rank <= last; ++rank)
    if (!taken.contains(rank)) return rank;
  return 0;
}

std::vector<std::int64_t> original_order(const Schema& schema, const std::vector<MadeObject>& made) {
  std::map<Name, int> ranks = recorded_ranks(schema);
  if (const int rank = rank_of_sequences(schema); rank > 0) ranks[{"table", "sqlite_sequence"}] = rank;
  std::vector<std::pair<int, std::int64_t>> places;
  int before = 0;
  for (const MadeObject& object : made) {
    const auto own = ranks.find({object.type, object.name});
    if (own != ranks.end() && own->second > 0) before = own->second;
    places.emplace_back(before, object.rowid);
  }
  const bool ranked = std::ranges::any_of(ranks, [](const auto& r) { return r.second > 0; });
  if (ranked) std::ranges::stable_sort(places, {}, [](const auto& p) { return p.first; });
  std::vector<std::int64_t> order;
  for (const auto& [rank, rowid] : places) order.push_back(rowid);
  return order;
}

}  // namespace lite2pg
