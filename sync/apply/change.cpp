#include "sync/apply/change.h"

namespace lite2pg {
namespace {

constexpr std::size_t keys_kept = 10'000;

}  // namespace

void SkippedRows::add(const SkippedRow& row) {
  ++total_;
  Rows& rows = groups_[{row.table, row.kind, row.reason}];
  ++rows.count;
  if (rows.keys.size() < keys_kept) rows.keys.push_back(row.key);
}

std::string_view name_of(ChangeKind k) noexcept {
  switch (k) {
    case ChangeKind::insert: return "insert";
    case ChangeKind::update: return "update";
    case ChangeKind::remove: break;
  }
  return "delete";
}

}  // namespace lite2pg
