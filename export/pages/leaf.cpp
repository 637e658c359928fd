#include "export/pages/leaf.h"

#include <xxhash.h>

#include <array>
#include <memory>

#include "export/btree/key_walk.h"
#include "export/btree/rowid_walk.h"

namespace lite2pg {
namespace {

struct FreeState {
  void operator()(XXH3_state_t* state) const noexcept { XXH3_freeState(state); }
};

/// Gathers the rows of one leaf after the other.
class LeafBuilder {
 public:
  explicit LeafBuilder(const std::function<void(const LeafMark&)>& each) : each_(each) {}

  /// `leaf`: as the walks count them.
  void add(std::uint64_t leaf, std::int64_t rowid, Payload payload, std::span<const Value> key) {
    if (leaf != leaf_) begin(leaf);
    const std::array<std::uint64_t, 2> head = {payload.size(), static_cast<std::uint64_t>(rowid)};
    XXH3_128bits_update(state_.get(), head.data(), sizeof head);
    XXH3_128bits_update(state_.get(), payload.data(), payload.size());
    if (mark_.rows++ == 0) mark_.first = owned(key);
    last_.assign(key);
  }
  void end() {
    if (mark_.rows == 0) return;
    const XXH128_hash_t hash = XXH3_128bits_digest(state_.get());
    mark_.fingerprint = {hash.low64, hash.high64};
    mark_.last = owned(last_.view());
    each_(mark_);
    mark_.rows = 0;
  }

 private:
  static std::vector<OwnedValue> owned(std::span<const Value> key) {
    std::vector<OwnedValue> values;
    for (const Value& v : key) values.emplace_back(v);
    return values;
  }
  void begin(std::uint64_t leaf) {
    end();
    leaf_ = leaf;
    XXH3_128bits_reset(state_.get());
  }

  const std::function<void(const LeafMark&)>& each_;
  std::unique_ptr<XXH3_state_t, FreeState> state_{XXH3_createState()};
  std::uint64_t leaf_ = 0;
  LeafMark mark_;
  KeyCopy last_;
};

WalkStep rowid_leaves(PageFile& file, const TableShape& shape, std::uint64_t longest, LeafBuilder& leaves) {
  RowidWalk walk(file, shape.root, {}, nullptr, longest);
  WalkStep step = walk.next();
  for (; step == WalkStep::row; step = walk.next()) {
    const Value key = Value::of(walk.rowid());
    leaves.add(walk.leaf(), walk.rowid(), walk.payload(), {&key, 1});
  }
  return step;
}

WalkStep key_leaves(PageFile& file, const TableShape& shape, std::uint64_t longest, LeafBuilder& leaves) {
  KeyWalk walk(file, shape.root, {}, shape.key, shape.stored.size(), nullptr, longest);
  WalkStep step = walk.next();
  for (; step == WalkStep::row; step = walk.next())
    leaves.add(walk.leaf(), 0, walk.payload(), walk.values().first(shape.key.size()));
  return step;
}

}  // namespace

WalkStep each_leaf(PageFile& file, const TableShape& shape, std::uint64_t longest,
                   const std::function<void(const LeafMark&)>& each) {
  LeafBuilder leaves(each);
  const WalkStep step =
      shape.has_rowid ? rowid_leaves(file, shape, longest, leaves) : key_leaves(file, shape, longest, leaves);
  if (step == WalkStep::end) leaves.end();
  return step;
}

}  // namespace lite2pg
