// A schema where a source is asked for, when all rows are loaded and only statements are left to run.
#pragma once

#include "common/error.h"
#include "export/rows/row_source.h"

namespace lite2pg {

class SchemaOnly final : public RowSource {
 public:
  explicit SchemaOnly(const Schema& schema) : schema_(schema) {}
  [[nodiscard]] const Schema& schema() const override { return schema_; }
  [[nodiscard]] std::unique_ptr<Reader> reader() override {
    throw Error(ExitCode::source, "the schema is known here, the rows are not");
  }
  [[nodiscard]] std::vector<Slice> split(const Table&, std::size_t) override { return std::vector<Slice>(1); }
  [[nodiscard]] std::uint64_t estimated_rows(const Table&) override { return 0; }
  [[nodiscard]] std::uint64_t estimated_bytes(const Table&) override { return 0; }
  [[nodiscard]] Fingerprint fingerprint() override { return {}; }
  [[nodiscard]] std::string_view reader_of(std::string_view) override { return ""; }
  void check_unchanged() override {}

 private:
  const Schema& schema_;
};

}  // namespace lite2pg
