#include "import/run/live.h"

#include <sys/stat.h>

#include <cstring>
#include <filesystem>
#include <random>

#include "common/error.h"
#include "export/archive/source.h"
#include "export/sqlite/dump.h"

namespace lite2pg {

LiveSource live_source(const std::string& path) {
  struct stat s {};
  if (::stat(path.c_str(), &s) != 0) throw Error(ExitCode::source, path + ": " + std::strerror(errno));
  std::random_device random;
  return {std::filesystem::absolute(path).lexically_normal().string(), s.st_dev, s.st_ino,
          (std::uint64_t{random()} << 32) | random(), true};
}

void check_live_source(const std::string& source) {
  if (!is_archive(source) && !names_dump(source)) return;
  throw Error(ExitCode::usage, source + " is no database file that a program writes to",
              "--live, rounds and --freeze take a SQLite file; import an archive or a dump without --live");
}

Plan plan_before_freeze(const Plan& plan) {
  Plan early = plan;
  for (ObjectPlan& object : early.objects) {
    if (object.phase == Phase::after_load || object.phase == Phase::final_) object.sql.clear();
  }
  return early;
}

void refuse_live(const RunRecord& run) {
  if (!settings_of(run).live) return;
  throw Error(ExitCode::refused,
              "run " + run.id + " is of a source that goes on being written: what is staged may be old by now",
              "lite2pg-sync SOURCE TARGET --freeze --run " + run.id + " brings it up to date, proves it and publishes");
}

}  // namespace lite2pg
