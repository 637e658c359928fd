
#include <exception>
#include <iostream>
#include <new>

#include "common/console/log.h"
#include "common/console/log_scope.h"
#include "common/error.h"
#include "common/memory.h"
#include "common/options/parser.h"
#include "common/plain_text.h"

namespace lite2pg {

std::string error_lines(std::string_view tool, std::string_view what, std::string_view hint) {
  std::string lines = std::string(tool) + ": error: " + plain_line(what) + "\n";
  if (!hint.empty()) lines += "  hint: " + std::string(hint) + "\n";
  return lines;
}

int run_tool(std::string_view tool, const std::function<int()>& body) {
  keep_no_large_blocks();
  const auto fail = [&](std::string_view what, std::string_view hint, ExitCode code) {
    if (logs_are_json()) {
      log_error("{}{}{}", what, hint.empty() ? "" : "; hint: ", hint);
    } else {
      std::cerr << error_lines(tool, what, hint) << std::flush;
    }
    return static_cast<int>(code);
  };
  const PlainStream plain_out(std::cout), plain_err(std::cerr);
  try {
    return body();
  } catch (const Error& e) {
    return fail(e.what(), e.hint(), e.code());
  } catch (const std::bad_alloc&) {
    return fail("out of memory", "use fewer --jobs", ExitCode::partial);
  } catch (const std::exception& e) {
    return fail(std::string("internal error: ") + e.what(), "please report it with the command line",
                ExitCode::partial);
  }
}

}  // namespace lite2pg
