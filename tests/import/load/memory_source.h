// A source in memory: tables "id INTEGER, name TEXT" with as many rows as are asked for.
#pragma once

#include <string>
#include <vector>

#include "export/rows/row_source.h"
#include "mapping/plan/plan.h"

namespace lite2pg::test {

class MemorySource : public RowSource {
 public:
  /// Rows 1 to `rows` of one table.
  void add_table(const std::string& name, std::int64_t rows);

  [[nodiscard]] const Schema& schema() const override { return schema_; }
  [[nodiscard]] std::unique_ptr<Reader> reader() override;
  [[nodiscard]] std::vector<Slice> split(const Table& table, std::size_t parts) override;
  [[nodiscard]] std::uint64_t estimated_rows(const Table&) override { return 0; }
  [[nodiscard]] std::uint64_t estimated_bytes(const Table&) override { return 0; }
  [[nodiscard]] Fingerprint fingerprint() override { return {}; }
  [[nodiscard]] std::string_view reader_of(std::string_view) override { return "memory"; }
  void check_unchanged() override {}

  /// A plan for the tables: id bigint, name text; large enough that their statements are steps of their own.
  [[nodiscard]] Plan plan() const;

 private:
  [[nodiscard]] std::int64_t rows_of(const Table& table) const;

  Schema schema_;
  std::vector<std::int64_t> rows_;  ///< By table.
};

}  // namespace lite2pg::test
