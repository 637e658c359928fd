// The files that a run is asked to write beside its work, looked at before it does anything, and what it prints.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

struct OutputFileOption {
  std::string what;          ///< "report"
  std::string path;          ///< Empty: not asked for. "-": standard output.
  bool is_the_work = false;  ///< What the run is there to make: it looks itself whether that can be written.
};

class Outputs {
 public:
  /// Throws Error(usage) for a file that cannot be written, that is the source itself, or that two options name.
  Outputs(const std::vector<OutputFileOption>& files, const std::string& source);

  /// Prints a result for people: the one place that does. Goes to standard error when one of the files is standard
  /// output, so that what comes out there can be parsed.
  void say(std::string_view text) const;

 private:
  bool on_standard_output_ = false;
};

}  // namespace lite2pg
