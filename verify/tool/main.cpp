#include "common/options/parser.h"
#include "verify/tool/options.h"
#include "verify/tool/run.h"

int main(int argc, char** argv) {
  return lite2pg::run_tool("lite2pg-verify", [&] {
    lite2pg::VerifyOptions options;
    if (const auto code = lite2pg::parse_verify_options(argc, argv, options)) return *code;
    return lite2pg::run_verify(options);
  });
}
