// One file looked at by itself: is it sound, what does it hold, and does every value fit some plan of its own?
#pragma once

#include <string>
#include <variant>

#include "common/console/progress.h"
#include "import/run/options.h"
#include "import/tenants/files.h"
#include "mapping/source/schema.h"

namespace lite2pg {

struct FileSurvey {
  SurveyedFile found;
  Schema schema;  ///< Without what belongs to this file alone.
};

/// Reads the whole file once. The reason why it is to be set aside: unreadable or damaged, values that fit no type
/// under the policy (with their first rows), rows without the row they refer to, changed meanwhile. Throws
/// Error(interrupted).
[[nodiscard]] std::variant<FileSurvey, AsideReason> survey_file(const std::string& path, const ImportOptions& options,
                                                                Progress& progress);

/// The reason to set a file aside for its values.
[[nodiscard]] AsideReason aside_for(std::vector<ListedMisfit> misfits);

/// Why an error about a file sets it aside; nullopt: it is not the file's fault.
[[nodiscard]] std::optional<AsideReason> reason_of(const Error& error);

}  // namespace lite2pg
