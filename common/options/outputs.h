// The files that a run is asked to write beside its work: looked at before it does anything.
#pragma once

#include <memory>
#include <string>
#include <vector>

namespace lite2pg {

struct OutputFileOption {
  std::string what;          ///< "report"
  std::string path;          ///< Empty: not asked for. "-": standard output.
  bool is_the_work = false;  ///< What the run is there to make: it looks itself whether that can be written.
};

/// While it lives, results for people go to standard error when one of the files is standard output, so that what comes
/// out there can be parsed.
class Outputs {
 public:
  /// Throws Error(usage) for a file that cannot be written, that is the source itself, or that two options name.
  Outputs(const std::vector<OutputFileOption>& files, const std::string& source);
  ~Outputs();
  Outputs(const Outputs&) = delete;
  Outputs& operator=(const Outputs&) = delete;

 private:
  std::streambuf* results_ = nullptr;  ///< Of std::cout, when it was put aside.
};

}  // namespace lite2pg
