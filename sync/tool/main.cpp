#include "common/options/parser.h"
#include "sync/tool/options.h"
#include "sync/tool/run.h"

int main(int argc, char** argv) {
  return lite2pg::run_tool("lite2pg-sync", [&] {
    lite2pg::SyncOptions options;
    if (const auto code = lite2pg::parse_sync_options(argc, argv, options)) return *code;
    return lite2pg::run_sync(options);
  });
}
