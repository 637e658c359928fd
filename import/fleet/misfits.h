// Values that do not fit, over all files of a fleet: by file, table, row and column, the first of each column, and how
// many more there are. What is kept does not grow with the number of files.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "export/survey/misfit_scan.h"
#include "mapping/documents/report.h"

namespace lite2pg {

class FleetMisfits {
 public:
  /// So many rows of a column are listed in a report, and so many for people.
  static constexpr std::size_t rows_reported = 500, rows_shown = 20;

  /// Those of one file; files come in the order of the list.
  void add(const std::string& path, const std::string& tenant, std::vector<ListedMisfit> misfits);
  /// How many there are in a column, where more were counted than added.
  void count(const std::string& table, const std::string& column, std::uint64_t values);

  [[nodiscard]] bool empty() const noexcept { return columns_.empty(); }
  [[nodiscard]] std::size_t columns() const noexcept { return columns_.size(); }
  [[nodiscard]] const std::vector<ReportMisfit>& listed() const noexcept { return listed_; }

  /// A table of file, table, row, column, value and reason, then how many more each column has. Empty: there is none.
  [[nodiscard]] std::string text(const std::string& title) const;
  /// Lines for a mapping file that settle them in every file; empty: none do.
  [[nodiscard]] std::string remedies() const;
  /// Adds them to the report's list, and how many of a column are not listed there.
  void report(Report& report) const;

 private:
  struct Column {
    std::uint64_t values = 0;       ///< In all files.
    std::uint64_t represented = 0;  ///< By the counts of those that are listed.
    std::size_t rows = 0;           ///< Listed.
    Remedies remedy;                ///< What settles it in each file so far.
  };
  using Name = std::pair<std::string, std::string>;

  std::map<Name, Column> columns_;
  std::vector<ReportMisfit> listed_;
};

}  // namespace lite2pg
