// Rows that are set aside: a file beside OUT, a JSON object a line, which comes and goes with it.
#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "mapping/value/value.h"
#include "sync/back/written_table.h"
#include "sync/sqlite/out_file.h"

namespace lite2pg {

/// Where the rows of OUT `out` that are set aside go; empty for no OUT.
[[nodiscard]] std::string rejected_rows_path(const std::string& out);

class RejectedRows {
 public:
  /// The file of OUT `out`; made with the first row. Throws Error(refused) when it stands there already.
  explicit RejectedRows(const std::string& out);

  struct Fault {
    std::string column, value, reason;
  };
  /// `row`: the columns of `table.plan`, in its order.
  void add(const WrittenTable& table, const std::string& key, Row row, const std::vector<Fault>& faults);
  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// Throws Error(source) when it could not be written whole.
  void publish();
  /// Removes what was published: the file that it belongs to could not get its name.
  void take_back() noexcept;

 private:
  std::string path_;
  std::unique_ptr<OutFile> file_;
  std::ofstream stream_;
  std::uint64_t rows_ = 0;
};

}  // namespace lite2pg
