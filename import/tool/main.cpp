#include "common/options/parser.h"
#include "import/tool/options.h"
#include "import/tool/tool.h"

int main(int argc, char** argv) {
  return lite2pg::run_tool("lite2pg-import", [&] {
    lite2pg::ImportOptions options;
    if (const auto code = lite2pg::parse_import_options(argc, argv, options)) return *code;
    return lite2pg::run_import(options);
  });
}
