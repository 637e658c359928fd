#include "export/rows/no_rows.h"

namespace lite2pg {
namespace {

class NoCursor : public RowCursor {
 public:
  bool next(Row&) override { return false; }
  [[nodiscard]] std::string locate() const override { return "no row"; }
  [[nodiscard]] std::int64_t row_number() const override { return 0; }
};

class NoReader : public Reader {
 public:
  std::unique_ptr<RowCursor> scan(const Table&, const Slice&) override { return std::make_unique<NoCursor>(); }
};

}  // namespace

std::unique_ptr<Reader> NoRows::reader() { return std::make_unique<NoReader>(); }

}  // namespace lite2pg
