#include "sync/apply/new_rows.h"

#include <set>
#include <unordered_map>

#include "common/interrupt.h"
#include "import/load/row_writer.h"
#include "mapping/choice/source_row.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/target/quote.h"
#include "sync/apply/find.h"
#include "verify/rows/text.h"

namespace lite2pg {
namespace {

constexpr std::size_t large_piece = 1U << 20;
constexpr std::uint64_t rows_between_looks = 4096;

struct Hasher {
  std::size_t operator()(const RowHash& h) const noexcept { return h.row.low ^ h.key; }
};

class Taker {
 public:
  Taker(TableChanges& changes, SkippedRows& skipped, Pieces pieces, const std::function<void(std::string_view)>& sink)
      : changes_(changes),
        skipped_(skipped),
        piece_(pieces == Pieces::large ? large_piece : 1),
        sink_(sink),
        writer_(changes.load) {
    for (Change& c : changes.changes) {
      if (c.kind != ChangeKind::remove && !c.dropped) wanted_[c.source].push_back(&c);
    }
  }
  [[nodiscard]] bool is_done() const { return wanted_.empty(); }

  void offer(const RowHash& hash, std::string_view encoding, Row row) {
    const auto found = wanted_.find(hash);
    if (found == wanted_.end()) return;
    Change& change = *found->second.back();
    found->second.pop_back();
    if (found->second.empty()) wanted_.erase(found);
    place(change, encoding);
    write(change, row);
  }
  /// One statement for all columns of the table.
  void tell_remedy() {
    std::string sql;
    for (const std::string& column : narrow_) {
      sql += (sql.empty() ? "" : ", ") + ("ALTER COLUMN " + quote_identifier(column)) + " TYPE double precision";
    }
    if (sql.empty()) return;
    skipped_.add_remedy("ALTER TABLE " + qualified(changes_.table->schema, changes_.table->target->name) + " " + sql +
                        ";");
  }
  void flush() {
    if (buffer_.size() > 0) sink_(buffer_.view());
    buffer_.clear();
  }

 private:
  void place(Change& change, std::string_view encoding) const {
    change.key = key_text(changes_.table->plan, fields_of(encoding));
    if (change.kind != ChangeKind::update) return;
    const std::vector<std::uint64_t> fields = field_hashes(encoding);
    change.differs.assign(fields.size(), false);
    for (std::size_t i = 0; i < fields.size(); ++i) change.differs[i] = fields[i] != change.fields.at(i);
  }
  void write(Change& change, Row row) {
    const RowMisfit misfit = writer_.write(row, buffer_);
    if (misfit.reason != Misfit::none) return drop(change, misfit, row);
    change.number = ++number_;
    if (buffer_.size() >= piece_) flush();
  }
  void drop(Change& change, const RowMisfit& misfit, Row row) {
    change.dropped = true;
    note_narrow(row);
    const ColumnPlan& column = changes_.load.columns.at(static_cast<std::size_t>(misfit.column));
    skipped_.add({changes_.table->plan.source, std::string(name_of(change.kind)), change.key,
                  "column " + quote_identifier(column.source) + " has no place for its value in " + column.type + ": " +
                      std::string(describe(misfit.reason))});
  }

  /// Other tools make 4-byte floats of REAL.
  void note_narrow(Row row) {
    for (const ColumnPlan& c : changes_.load.columns) {
      if (c.codec.id() != CodecId::float4 || c.source_index < 0 || narrow_.contains(c.target)) continue;
      const Value& v = row[static_cast<std::size_t>(c.source_index)];
      FieldBuffer scratch;
      if (!v.is_null() && encode(c.codec, v, scratch).misfit != Misfit::none) narrow_.insert(c.target);
    }
  }

  TableChanges& changes_;
  SkippedRows& skipped_;
  std::size_t piece_;  ///< Bytes at which the buffer goes out.
  const std::function<void(std::string_view)>& sink_;
  RowWriter writer_;
  std::unordered_map<RowHash, std::vector<Change*>, Hasher> wanted_;
  FieldBuffer buffer_;
  std::set<std::string> narrow_;  ///< Columns that cannot hold what they should.
  std::uint64_t number_ = 0;
};

}  // namespace

void read_new_rows(const NewRows& rows, TableChanges& changes, SkippedRows& skipped, Pieces pieces,
                   const std::function<void(std::string_view)>& sink) {
  Taker taker(changes, skipped, pieces, sink);
  if (taker.is_done()) return;
  const std::unique_ptr<Reader> reader = rows.source.reader();
  const std::unique_ptr<RowCursor> cursor = reader->scan(*changes.table->source, {});
  SourceRowReader encoding(changes.table->plan);
  RowHasher hasher(rows.seed, changes.table->plan.key);
  std::uint64_t count = 0;
  for (Row row; !taker.is_done() && cursor->next(row);) {
    encoding.read(row, hasher.encoder());
    taker.offer(hasher.hash(), hasher.encoder().view(), row);
    if (++count % rows_between_looks == 0) throw_if_interrupted();
  }
  taker.flush();
  taker.tell_remedy();
  std::erase_if(changes.changes, [](const Change& c) { return c.dropped; });
}

}  // namespace lite2pg
