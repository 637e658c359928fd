// One import after another of a small database, each with another fault, and what must hold after each: the exit code
// is true, the target is old or complete, going on ends with all that the source holds, nothing hangs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/e2e/tools.h"
#include "tests/support/fault_proxy.h"

namespace lite2pg::test {

/// What is loaded, and over what.
enum class FaultScene {
  empty_target,     ///< A rollback-journal file with keys, a view and a trigger, into an empty schema.
  replaces_tables,  ///< A file with a live log, overflowing rows and a table without rowid, --replace.
  existing_tables,  ///< Into tables that stand there and hold rows, --existing --truncate.
};
[[nodiscard]] std::string name_of(FaultScene scene);

/// How one run with a fault ended, for the count at the end.
enum class FaultEnd { untouched, failed_old, failed_complete, done };

class FaultTrial {
 public:
  explicit FaultTrial(FaultScene scene);

  /// An import without a fault that goes through the proxy; how many messages it took.
  std::uint64_t count_messages();
  /// An import whose message `nth` is spoilt; tells of what does not hold by gtest.
  FaultEnd spoil_message(ProtocolFault fault, std::uint64_t nth, bool dead);

  /// How many times an import reads the source.
  std::uint64_t count_reads();
  /// An import whose read `nth` is spoilt: "fail", "dead", "short", "run" (another program writes to the file then).
  FaultEnd spoil_read(const std::string& kind, std::uint64_t nth);

 private:
  void make_source() const;
  void reset();
  [[nodiscard]] std::string contents() const;
  [[nodiscard]] CommandResult import(const std::string& uri, std::vector<std::string> more,
                                     const std::map<std::string, std::string>& environment = {}) const;
  void go_on_until_equal(const std::string& how);
  FaultEnd judge(const CommandResult& result, bool struck, const std::vector<int>& codes);
  [[nodiscard]] std::map<std::string, std::string> environment(const std::string& kind, std::uint64_t nth) const;

  FaultScene scene_;
  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db", kept_ = dir_ / "kept.db", count_ = dir_ / "reads";
  FaultProxy proxy_;
  std::string old_, new_;
};

}  // namespace lite2pg::test
