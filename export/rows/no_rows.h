// A source whose tables are empty, whatever it holds: for what is made without rows.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "export/rows/row_source.h"

namespace lite2pg {

/// Everything but the rows is the other source's, which must outlive it.
class NoRows : public RowSource {
 public:
  explicit NoRows(RowSource& source) : source_(source) {}

  [[nodiscard]] const Schema& schema() const override { return source_.schema(); }
  [[nodiscard]] std::unique_ptr<Reader> reader() override;
  [[nodiscard]] std::vector<Slice> split(const Table&, std::size_t) override { return {Slice()}; }
  [[nodiscard]] std::uint64_t estimated_rows(const Table&) override { return 0; }
  [[nodiscard]] std::uint64_t estimated_bytes(const Table&) override { return 0; }
  [[nodiscard]] Fingerprint fingerprint() override { return source_.fingerprint(); }
  [[nodiscard]] std::string_view reader_of(std::string_view) override { return ""; }
  void check_unchanged() override { source_.check_unchanged(); }

 private:
  RowSource& source_;
};

}  // namespace lite2pg
