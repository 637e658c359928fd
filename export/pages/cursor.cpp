#include "export/pages/cursor.h"

#include <type_traits>
#include <utility>

#include "common/error.h"

namespace lite2pg {
namespace {

/// `Rows`: RowidRows or KeyRows.
template <typename Rows>
class PageCursor final : public RowCursor {
 public:
  PageCursor(PagePlace place, const Table& table, const TableShape& shape, const Slice& slice, OnSurprise on_surprise)
      : place_(std::move(place)),
        table_(table),
        shape_(shape),
        slice_(slice),
        on_surprise_(std::move(on_surprise)),
        rows_(place_, table_, shape_, slice_) {}

  bool next(Row& row) override {
    if (sqlite_) return sqlite_->next(row);
    const WalkStep step = rows_.next();
    if (step == WalkStep::end) return false;
    if (step == WalkStep::surprise) return go_on_with_sqlite(row);
    ++read_;
    if constexpr (has_rowid) rowid_ = rows_.rowid();
    row = rows_.values();
    return true;
  }

  [[nodiscard]] std::string locate() const override {
    if (sqlite_) return sqlite_->locate();
    return place_of_row(table_, rows_.values(), row_number(), read_);
  }

  [[nodiscard]] std::int64_t row_number() const override {
    if (sqlite_) return sqlite_->row_number();
    return shape_.names_rowid ? rowid_ : read_;
  }

  [[nodiscard]] bool counts_from_slice() const override { return !shape_.names_rowid; }

 private:
  static constexpr bool has_rowid = std::is_same_v<Rows, RowidRows>;

  /// The same rows again, up to the last one that was handed out.
  bool go_on_with_sqlite(Row& row) {
    on_surprise_();
    auto sqlite = std::make_unique<SqliteCursor>(*place_.db, place_.path, table_, slice_, false);
    for (std::int64_t n = 0; n < read_; ++n)
      if (!sqlite->next(row)) fail_unequal();
    if (read_ > 0 && shape_.names_rowid && sqlite->row_number() != rowid_) fail_unequal();
    sqlite_ = std::move(sqlite);
    return sqlite_->next(row);
  }

  [[noreturn]] void fail_unequal() const {
    throw Error(ExitCode::source,
                place_.path + ": table \"" + table_.name + "\" reads differently by its pages and by SQLite",
                "the file may be damaged: run `PRAGMA integrity_check`; or run again with --reader sqlite");
  }

  PagePlace place_;
  const Table& table_;
  const TableShape& shape_;
  Slice slice_;
  OnSurprise on_surprise_;
  Rows rows_;
  std::unique_ptr<SqliteCursor> sqlite_;
  std::int64_t read_ = 0;
  std::int64_t rowid_ = 0;
};

}  // namespace

std::unique_ptr<RowCursor> open_page_cursor(PagePlace place, const Table& table, const TableShape& shape,
                                            const Slice& slice, OnSurprise on_surprise) {
  if (shape.has_rowid)
    return std::make_unique<PageCursor<RowidRows>>(std::move(place), table, shape, slice, std::move(on_surprise));
  return std::make_unique<PageCursor<KeyRows>>(std::move(place), table, shape, slice, std::move(on_surprise));
}

}  // namespace lite2pg
