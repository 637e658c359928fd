// Recognises the framework that made the source, and says so before anything else.
#pragma once

#include <optional>

#include "common/say.h"
#include "import/run/options.h"
#include "mapping/application/framework.h"
#include "mapping/documents/report.h"

namespace lite2pg {

/// Adds `application` to the report when a framework made the source. Where its tables would be made afresh, and nobody
/// said that this is what is wanted (--fresh), people are told first what its application needs instead.
std::optional<Recognised> tell_application(const Schema& schema, const ImportOptions& options, Report& report,
                                           const Say& say);

}  // namespace lite2pg
