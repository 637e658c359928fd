#include "verify/tool/aftermath.h"

#include <chrono>

#include "common/console/log.h"
#include "common/console/logging.h"
#include "common/error.h"
#include "common/telemetry/hook.h"
#include "import/postgres/session.h"
#include "mapping/page/write.h"
#include "verify/tool/metrics.h"

namespace lite2pg {
namespace {

constexpr std::chrono::minutes command_timeout{1};

/// Of "postgresql://user@host:5432/app?host=/run"; empty when no target is named.
std::string database_of(const std::string& target) {
  if (target.empty()) return {};
  const std::string uri = Target{target}.display(), path = uri.substr(0, uri.find('?'));
  return path.substr(path.rfind('/') + 1);
}

std::int64_t unix_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

}  // namespace

void write_outputs(const VerifyOptions& options, const VerifyResult* result, const Report& report) {
  write_reports(report, options.common);
  if (options.metrics.empty()) return;
  write_metrics(options.metrics, result, options.fail_on,
                {report.exit_code, report.seconds, unix_now(), database_of(options.target), options.schema});
}

void tell_of_difference(const VerifyOptions& options, const VerifyResult& result, const Report& report) {
  if (options.on_difference.empty()) return;
  const std::map<std::string, std::string> facts = {
      {"LITE2PG_VERDICT", std::string(name_of(report.verdict))},
      {"LITE2PG_DAMAGE", std::to_string(result.damage())},
      {"LITE2PG_DRIFT", std::to_string(result.drift())},
      {"LITE2PG_TARGET", result.target},
  };
  try {
    const ChildResult child =
        run_child({"/bin/sh", "-c", options.on_difference}, facts, to_json(report), command_timeout,
                  [](const std::string& line) { pass_on("on-difference", line); });
    if (!child.succeeded()) {
      log_warn("--on-difference: the command {}", child.timed_out
                                                      ? "was ended after a minute"
                                                      : "ended with exit code " + std::to_string(child.exit_code));
    }
  } catch (const Error& e) {
    log_warn("--on-difference: {}", e.what());
  }
}

}  // namespace lite2pg
