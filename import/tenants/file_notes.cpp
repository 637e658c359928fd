#include "import/tenants/file_notes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/text.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::int64_t FileNotes::issued(std::string_view table) const {
  const auto found =
      std::ranges::find_if(sequences, [&](const auto& s) { return equals_ignoring_case(s.first, table); });
  return found == sequences.end() ? 0 : found->second;
}

std::string to_json(const FileNotes& notes) {
  Json checks = Json::array(), sequences = Json::array();
  for (const auto& c : notes.checks) checks.push_back({c.table, c.name, c.reason});
  for (const auto& [table, last] : notes.sequences) sequences.push_back({table, last});
  return Json{{"checks", checks}, {"sequences", sequences}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

FileNotes notes_from_json(const std::string& text) try {
  const Json json = Json::parse(text);
  FileNotes notes;
  for (const Json& c : json.at("checks")) notes.checks.push_back({c.at(0), c.at(1), c.at(2)});
  for (const Json& s : json.at("sequences")) notes.sequences.emplace_back(s.at(0), s.at(1));
  return notes;
} catch (const nlohmann::json::exception&) {
  throw Error(ExitCode::target, "what the ledger says of a file cannot be read", "was it altered?");
}

}  // namespace lite2pg
