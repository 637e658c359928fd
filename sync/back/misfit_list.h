// The values of the target that the new file cannot hold: listed one by one up to a limit a column, then counted.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "mapping/plan/plan.h"

namespace lite2pg {

class MisfitList {
 public:
  /// `key`: the row for people, "id=42". `column` empty: the row as a whole.
  void add(const std::string& table, const std::string& column, const std::string& key, const std::string& value,
           const std::string& reason);
  /// One line a value; where there are too many, the last of a column counts for all that follow.
  [[nodiscard]] const std::vector<MisfitReport>& listed() const noexcept { return listed_; }
  [[nodiscard]] std::uint64_t total() const noexcept { return total_; }

 private:
  struct Group {
    std::uint64_t count = 0;
    std::size_t last = 0;  ///< Of `listed_`.
  };
  std::vector<MisfitReport> listed_;
  std::map<std::pair<std::string, std::string>, Group> groups_;
  std::uint64_t total_ = 0;
};

/// A table for people.
[[nodiscard]] std::string misfit_table(const std::vector<MisfitReport>& misfits);

}  // namespace lite2pg
