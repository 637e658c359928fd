// An archive while it is being made: a folder under a temporary name, which takes its own name at the very end, or is
// gone.
#pragma once

#include <string>

#include "export/archive/file.h"

namespace lite2pg {

inline constexpr const char* archive_plan_file = "plan.json";
inline constexpr const char* archive_manifest_file = "manifest.json";
inline constexpr const char* archive_data_folder = "data";

class ArchiveFolder {
 public:
  /// Makes `destination`.partial-<pid> with an empty data folder. Throws Error(refused) when `destination` exists,
  /// Error(usage) when there is no place for it.
  explicit ArchiveFolder(std::string destination);
  /// Removes everything, unless published.
  ~ArchiveFolder();
  ArchiveFolder(const ArchiveFolder&) = delete;
  ArchiveFolder& operator=(const ArchiveFolder&) = delete;

  [[nodiscard]] const std::string& destination() const noexcept { return destination_; }
  /// Where the files are now.
  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// A new file; `relative` as in the manifest. Errors name it at its destination.
  [[nodiscard]] OutputFile create(const std::string& relative) const;
  /// Makes the folders durable and takes the destination's name. Throws Error(refused) when something stands there now.
  void publish();

 private:
  void rename_to_destination() const;

  std::string destination_;
  std::string path_;
  bool published_ = false;
};

}  // namespace lite2pg
