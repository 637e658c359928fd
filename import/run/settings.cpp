#include "import/run/settings.h"

#include <nlohmann/json.hpp>

#include "common/json_text.h"

namespace lite2pg {

std::string to_json(const RunSettings& s) {
  nlohmann::ordered_json json;
  json["slices"] = s.slices;
  if (!s.existing.empty()) json["existing"] = s.existing;
  if (!s.hook_dir.empty()) json["hooks"] = {{"folder", s.hook_dir}, {"names", s.hooks}};
  if (s.schema_only) json["schema_only"] = true;
  if (s.live) {
    json["live"] = {{"path", s.live->path},
                    {"device", s.live->device},
                    {"inode", s.live->inode},
                    {"seed", s.live->seed},
                    {"numbered", s.live->numbered}};
  }
  json["work"] = {{"rows", s.work.rows}, {"statements", s.work.statements}, {"steps", s.work.steps}};
  return json_text(json, NotUtf8::replaced);
}

RunSettings settings_of(const RunRecord& run) try {
  const auto json = read_json(run.settings);
  RunSettings s;
  s.slices = json.value("slices", SliceCounts());
  s.existing = json.value("existing", "");
  const auto hooks = json.value("hooks", nlohmann::json::object());
  s.hook_dir = hooks.value("folder", "");
  s.hooks = hooks.value("names", std::set<std::string>());
  if (const auto live = json.value("live", nlohmann::json::object()); !live.empty()) {
    s.live = {live.value("path", ""), live.value("device", std::uint64_t{0}), live.value("inode", std::uint64_t{0}),
              live.value("seed", std::uint64_t{0}), live.value("numbered", false)};
  }
  s.schema_only = json.value("schema_only", false);
  const auto work = json.value("work", nlohmann::json::object());
  s.work = {work.value("rows", 0.0), work.value("statements", 0.0), work.value("steps", std::size_t{0})};
  return s;
} catch (const nlohmann::json::exception& e) {
  throw Error(ExitCode::target, "the settings of run " + run.id + " in the ledger cannot be read",
              "it was written by another version, or altered");
}

}  // namespace lite2pg
