// One run after another over a small database, each with another fault, and what must hold after each: the exit code is
// true, nothing hangs, and
//   import  the target is old or complete, going on ends with all that the source holds;
//   verify  equal is never said of what differs or was not compared, nor the other way round; nothing is changed;
//   export  the archive is complete or absent.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/e2e/fault_scene.h"
#include "tests/e2e/tools.h"
#include "tests/support/fault_proxy.h"

namespace lite2pg::test {

enum class FaultTask {
  import,
  verify,          ///< Of a target that is equal.
  verify_damaged,  ///< Of one in which a value was changed.
  export_,
};
[[nodiscard]] std::string name_of(FaultTask task);

/// How one run with a fault ended, for the count at the end.
enum class FaultEnd { untouched, failed_old, failed_complete, done };

class FaultTrial {
 public:
  FaultTrial(FaultScene scene, FaultTask task);

  /// A run without a fault that goes through the proxy; how many messages it took.
  std::uint64_t count_messages();
  /// A run whose message `nth` is spoilt; tells of what does not hold by gtest.
  FaultEnd spoil_message(ProtocolFault fault, std::uint64_t nth, bool dead);

  /// How many times a run reads the source.
  std::uint64_t count_reads();
  /// A run whose read `nth` is spoilt: "fail", "dead", "short", "run" (another program writes to the file then).
  FaultEnd spoil_read(const std::string& kind, std::uint64_t nth);

 private:
  using Environment = std::map<std::string, std::string>;

  void make_source() const;
  void reset();
  void prepare();
  [[nodiscard]] std::string contents() const;
  [[nodiscard]] std::string archived(const std::string& folder) const;
  [[nodiscard]] std::vector<std::string> patience(const std::string& uri) const;
  [[nodiscard]] CommandResult import(const std::string& uri, const std::vector<std::string>& more,
                                     const Environment& environment = {}) const;
  [[nodiscard]] CommandResult run(const std::string& uri, const Environment& environment = {}) const;
  void go_on_until_equal(const std::string& how);
  FaultEnd judge(const CommandResult& result, bool struck, const std::vector<int>& codes);
  FaultEnd judge_import(const CommandResult& result, bool struck);
  FaultEnd judge_verify(const CommandResult& result, bool struck);
  FaultEnd judge_export(const CommandResult& result, bool struck);
  [[nodiscard]] std::string place(const std::string& what) const;
  [[nodiscard]] Environment environment(const std::string& kind, std::uint64_t nth) const;

  FaultScene scene_;
  FaultTask task_;
  TempDir dir_;
  TempDatabase target_;
  std::string source_ = dir_ / "s.db", kept_ = dir_ / "kept.db", count_ = dir_ / "reads";
  std::string archives_ = dir_ / "archives", archive_ = archives_ + "/a";
  FaultProxy proxy_;
  int clean_code_ = 0;                   ///< Of a run without a fault.
  std::string old_, new_;                ///< What the target held before and after the import.
  std::string clean_, archive_content_;  ///< What the target and the archive hold after a run without a fault.
};

}  // namespace lite2pg::test
