// What a run leaves behind beside its text: report, metrics, and the command that is told of a difference.
#pragma once

#include <string>

#include "mapping/documents/report.h"
#include "verify/comparison/result.h"
#include "verify/tool/options.h"

namespace lite2pg {

/// Writes the files that the options name. `result` is nullptr when the run failed. `report` is complete.
/// Throws Error(usage) when a file cannot be written.
void write_outputs(const VerifyOptions& options, const VerifyResult* result, const Report& report);

/// Runs the options' command, when there is one, through /bin/sh with the report on its standard input and
/// LITE2PG_VERDICT, LITE2PG_DAMAGE, LITE2PG_DRIFT and LITE2PG_TARGET in its environment. What goes wrong is logged: it
/// never changes the verdict.
void tell_of_difference(const VerifyOptions& options, const VerifyResult& result, const Report& report);

}  // namespace lite2pg
