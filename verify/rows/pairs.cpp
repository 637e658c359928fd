#include "verify/rows/pairs.h"

#include <optional>

#include "verify/causes/cause.h"
#include "verify/rows/readable_value.h"

namespace lite2pg {
namespace {

constexpr std::size_t most_candidates = 500;

using Fields = std::vector<RowDecoder::Field>;

/// What became of a row, if it was this other one.
struct Change {
  std::size_t columns = 0;
  bool all_explained = true;
  std::string text;
};

Change change_of(const TablePlan& table, const Fields& source, const Fields& target) {
  Change change;
  std::string a, b;
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (same(source[i], target[i])) continue;
    const Codec& codec = table.columns[i].codec;
    const std::string cause = probable_cause(readable(codec, source[i].value, a), readable(codec, target[i].value, b));
    change.text += (change.columns++ == 0 ? "" : ", ") + table.columns[i].source;
    if (!cause.empty()) change.text += " (" + cause + ")";
    change.all_explained = change.all_explained && !cause.empty();
  }
  return change;
}

/// Counts first: most candidates have too little in common to be looked at closely.
std::size_t differing(const Fields& a, const Fields& b) {
  std::size_t n = 0;
  for (std::size_t i = 0; i < a.size(); ++i) n += same(a[i], b[i]) ? 0 : 1;
  return n;
}

}  // namespace

RowPairs::RowPairs(const TablePlan& table, const std::vector<LeftRow>& left) : table_(table) {
  if (!table.key.empty()) return;
  for (const LeftRow& row : left) {
    std::vector<Fields>& side = row.source > row.target ? missing_ : extra_;
    if (!row.encoding.empty() && side.size() < most_candidates) side.push_back(fields_of(row.encoding));
  }
}

std::string RowPairs::cause(const LeftRow& row) const {
  if (row.encoding.empty()) return {};
  const bool is_missing = row.source > row.target;
  const Fields fields = fields_of(row.encoding);
  const Fields* best = nullptr;
  std::size_t least = fields.size() + 1;
  for (const Fields& other : is_missing ? extra_ : missing_) {
    if (const std::size_t n = differing(fields, other); n < least) {
      least = n;
      best = &other;
    }
  }
  if (best == nullptr) return {};
  const Change change = is_missing ? change_of(table_, fields, *best) : change_of(table_, *best, fields);
  if (2 * least > fields.size() && !change.all_explained) return {};
  return "perhaps a changed row: " + std::string(least == 1 ? "column " : "columns ") + change.text;
}

}  // namespace lite2pg
