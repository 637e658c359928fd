#include "common/options/outputs.h"

#include <filesystem>
#include <iostream>

#include "common/error.h"
#include "common/files.h"

namespace lite2pg {
namespace {

/// False also when one of them does not stand there; a FIFO or device may take several outputs one after another.
bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::is_regular_file(a, error) && std::filesystem::equivalent(a, b, error);
}

void check(const OutputFileOption& file, const std::string& source) {
  check_writable(file.path, file.what);
  for (const char* part : {"", "-wal", "-shm", "-journal"}) {
    if (!is_same_file(file.path, source + part)) continue;
    throw Error(ExitCode::usage, "the " + file.what + " '" + file.path + "' would be written over the source",
                "name another file");
  }
}

/// Also where nothing stands yet: "a.json" and "./a.json".
bool is_one_path(const std::string& a, const std::string& b) {
  std::error_code error;
  const auto one = std::filesystem::weakly_canonical(std::filesystem::absolute(a, error), error);
  const auto other = std::filesystem::weakly_canonical(std::filesystem::absolute(b, error), error);
  return one == other && (is_same_file(a, b) || !std::filesystem::exists(a, error));
}

bool collide(const OutputFileOption& a, const OutputFileOption& b) {
  return !is_standard_output(a.path) && (is_same_file(a.path, b.path) || is_one_path(a.path, b.path));
}

}  // namespace

Outputs::Outputs(const std::vector<OutputFileOption>& files, const std::string& source) {
  for (auto file = files.begin(); file != files.end(); ++file) {
    if (file->path.empty()) continue;
    if (!file->is_the_work) check(*file, source);
    on_standard_output_ = on_standard_output_ || is_standard_output(file->path);
    for (auto other = files.begin(); other != file; ++other) {
      if (other->path.empty() || !collide(*file, *other)) continue;
      throw Error(ExitCode::usage, "'" + file->path + "' is to be both " + other->what + " and " + file->what,
                  "name two files");
    }
  }
}

void Outputs::say(std::string_view text) const { (on_standard_output_ ? std::cerr : std::cout) << text << std::flush; }

}  // namespace lite2pg
