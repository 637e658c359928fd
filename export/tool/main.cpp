#include "common/options/parser.h"
#include "export/tool/options.h"
#include "export/tool/run.h"

int main(int argc, char** argv) {
  return lite2pg::run_tool("lite2pg-export", [&] {
    lite2pg::ExportOptions options;
    if (const auto code = lite2pg::parse_export_options(argc, argv, options)) return *code;
    return lite2pg::run_export(options);
  });
}
