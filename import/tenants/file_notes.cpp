#include "import/tenants/file_notes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/json_text.h"
#include "common/text.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

Json remedies_to_json(const Remedies& remedies) {
  Json json = Json::array();
  for (const Remedy& remedy : remedies) json.push_back({{"section", remedy.section}, {"choices", remedy.choices}});
  return json;
}

Remedies remedies_from_json(const Json& json) {
  Remedies remedies;
  for (const Json& remedy : json) remedies.push_back({remedy.at("section"), remedy.at("choices")});
  return remedies;
}

Json misfit_to_json(const ListedMisfit& listed) {
  const MisfitReport& m = listed.group;
  Json rows = Json::array();
  for (const MisfitRow& row : listed.rows) rows.push_back({row.rowid, row.value});
  return {m.table, m.column, m.rowid, m.value, m.reason, m.count, remedies_to_json(m.remedy), rows};
}

ListedMisfit misfit_from_json(const Json& json) {
  ListedMisfit m{{json.at(0), json.at(1), json.at(2), json.at(3), json.at(4), json.at(5), {}}, {}};
  // Earlier versions kept the lines as one text.
  if (json.at(6).is_array()) m.group.remedy = remedies_from_json(json.at(6));
  for (const Json& row : json.at(7)) m.rows.push_back({row.at(0), row.at(1)});
  return m;
}

}  // namespace

std::int64_t FileNotes::issued(std::string_view table) const {
  const auto found =
      std::ranges::find_if(sequences, [&](const auto& s) { return equals_ignoring_case(s.first, table); });
  return found == sequences.end() ? 0 : found->second;
}

std::string to_json(const FileNotes& notes) {
  Json checks = Json::array(), sequences = Json::array(), misfits = Json::array();
  for (const auto& c : notes.checks) checks.push_back({c.table, c.name, c.reason});
  for (const auto& [table, last] : notes.sequences) sequences.push_back({table, last});
  for (const ListedMisfit& m : notes.misfits) misfits.push_back(misfit_to_json(m));
  return json_text(Json{{"checks", checks}, {"sequences", sequences}, {"months", notes.months}, {"misfits", misfits}},
                   NotUtf8::replaced);
}

FileNotes notes_from_json(const std::string& text) try {
  const Json json = read_ordered_json(text);
  FileNotes notes;
  for (const Json& c : json.at("checks")) notes.checks.push_back({c.at(0), c.at(1), c.at(2)});
  for (const Json& s : json.at("sequences")) notes.sequences.emplace_back(s.at(0), s.at(1));
  notes.months = json.value("months", notes.months);
  for (const Json& m : json.value("misfits", Json::array())) notes.misfits.push_back(misfit_from_json(m));
  return notes;
} catch (const nlohmann::json::exception&) {
  throw Error(ExitCode::target, "what the ledger says of a file cannot be read", "was it altered?");
}

}  // namespace lite2pg
