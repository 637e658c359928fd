// The SQLite file while it is being made: under a temporary name beside its own, which it takes at the very end, or
// gone.
#pragma once

#include <string>

namespace lite2pg {

class OutFile {
 public:
  /// Creates an empty file. Throws Error(refused) when something stands at `path`, or a log of another database beside
  /// it, Error(usage) when there is no place for it.
  explicit OutFile(std::string path);
  /// Removes everything, unless published.
  ~OutFile();
  OutFile(const OutFile&) = delete;
  OutFile& operator=(const OutFile&) = delete;

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] const std::string& temporary() const noexcept { return temporary_; }
  /// Makes it durable and takes its name. No connection may be open. Throws Error(refused) when something stands there
  /// now, Error(usage).
  void publish();

 private:
  std::string path_, temporary_;
  bool published_ = false;
};

}  // namespace lite2pg
