// A file of the fleet on the source side of a verification: read by its own schema version, in the plan's columns.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "import/tenants/aligned_source.h"
#include "verify/comparison/source.h"
#include "verify/sides/compared_table.h"
#include "verify/sides/digest_pass.h"

namespace lite2pg {

/// How each schema version becomes the plan's, made once. Any thread.
class Alignments {
 public:
  explicit Alignments(const Schema& newest) : newest_(newest) {}
  /// Throws Error(source) when the file's schema does not join the plan's, saying why.
  [[nodiscard]] const Alignment& of(const Schema& file);

 private:
  const Schema& newest_;
  std::mutex lock_;
  std::map<std::string, std::unique_ptr<Alignment>> known_;
};

/// An open file.
class FleetSource {
 public:
  /// Throws Error(source), Error(archive), Error(usage).
  FleetSource(const std::string& path, CommonOptions options, Alignments& alignments);
  [[nodiscard]] RowSource& rows() noexcept { return aligned_; }

 private:
  VerifySource source_;
  AlignedSource aligned_;
};

/// What a file holds of one table.
struct FileSum {
  Bucket rows;
  std::map<std::string, MisfitCount> misfits;  ///< Rows that are set aside, by column; they are not in the sum.
};

/// Of each compared table.
[[nodiscard]] std::vector<FileSum> sums_of(RowSource& rows, const std::vector<ComparedTable>& tables,
                                           std::uint64_t seed);

}  // namespace lite2pg
