// The parts of a manifest as JSON; for manifest*.cpp alone.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "export/archive/manifest.h"

namespace lite2pg::manifest_json {

using Json = nlohmann::ordered_json;

/// Throws the Error(archive) that manifest_from_json completes with the file's name.
[[noreturn]] void invalid(const std::string& what);

/// JSON strings are UTF-8, names in SQLite need not be: such a one is an object with its bytes in hex.
[[nodiscard]] Json of_name(const std::string& name);
[[nodiscard]] std::string name_from(const Json& json);

[[nodiscard]] std::string hex_of(std::uint64_t v);
[[nodiscard]] std::uint64_t u64_from_hex(std::string_view hex);

[[nodiscard]] Json of_file(const ManifestFile& file);
[[nodiscard]] ManifestFile file_from(const Json& json);

/// A table whole. Reading checks that blocks fill the file, rows add up and the path stays in the archive.
[[nodiscard]] Json of_table(const ManifestTable& table);
[[nodiscard]] ManifestTable table_from(const Json& json);

}  // namespace lite2pg::manifest_json
