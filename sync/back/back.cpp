#include "sync/back/back.h"

#include <filesystem>

#include "common/error.h"

namespace lite2pg {

int bring_back(const BackSettings& settings, Progress&, Report&) {
  if (std::filesystem::exists(settings.out)) {
    throw Error(ExitCode::usage, settings.out + " is there already", "give a name that is free");
  }
  throw Error(ExitCode::usage, "--back is not built yet");
}

}  // namespace lite2pg
