// A whole load in memory: source, server, monitor with hooks.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "import/load/monitor.h"
#include "import/load/run.h"
#include "tests/import/load/memory_server.h"
#include "tests/import/load/memory_source.h"
#include "tests/support/temp_dir.h"

namespace lite2pg::test {

class LoadFixture : public testing::Test {
 protected:
  void SetUp() override { run_.id = "r1"; }

  void hook(const std::string& name, const std::string& body) {
    std::ofstream(hooks_ / name) << "#!/bin/sh\n" << body << "\n";
    chmod((hooks_ / name).c_str(), 0755);
  }
  /// Loads what the ledger does not have yet.
  LoadResult load(const SliceCounts& slices = {}, unsigned retries = 2) {
    plan_ = source_.plan();
    MonitorSettings settings;
    settings.task = "import";
    settings.hook_dir = hooks_.path();
    settings.slow_after = 0;
    RunMonitor monitor(settings);
    monitor.know(run_);
    const LoadContext context{server_, source_, plan_, run_, progress_, 1, retries, &monitor, nullptr};
    return run_load(context, slices, server_.done());
  }
  /// How many committed statements contain the text.
  [[nodiscard]] std::ptrdiff_t committed(const std::string& text) const {
    return std::ranges::count_if(server_.committed,
                                 [&](const std::string& sql) { return sql.find(text) != std::string::npos; });
  }
  [[nodiscard]] std::string calls() const {
    std::ifstream file(hooks_ / ".calls");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  [[nodiscard]] std::string note_call() const {
    return "echo \"$LITE2PG_TABLE $LITE2PG_ROWS_SOURCE $LITE2PG_ROWS_TARGET\" >> '" + (hooks_ / ".calls") + "'";
  }

  TempDir hooks_;
  MemorySource source_;
  MemoryServer server_;
  Progress progress_{std::make_shared<Console>(), ProgressMode::never};
  RunRecord run_;
  Plan plan_;
};

}  // namespace lite2pg::test
