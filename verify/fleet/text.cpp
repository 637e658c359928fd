// What a fleet's verification says of its tenants.
#include "common/text.h"

#include <array>
#include <nlohmann/json.hpp>

#include "common/text_table.h"
#include "verify/fleet/verify_fleet.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const TenantOutcome& o) {
  Json tables = Json::array();
  for (const TenantTable& t : o.tables) {
    tables.push_back({{"table", t.table},
                      {"rows_source", t.rows_source},
                      {"rows_target", t.rows_target},
                      {"digest_source", t.digest_source},
                      {"digest_target", t.digest_target},
                      {"verdict", t.equal ? "equal" : "different"}});
  }
  return {{"tenant", o.tenant},
          {"path", o.path},
          {"verdict", name_of(o.verdict)},
          {"reason", o.reason},
          {"rows_source", o.rows_source},
          {"rows_target", o.rows_target},
          {"tables", tables}};
}

std::string one_line(std::string text) {
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "; ");
  return text;
}

}  // namespace

std::string_view name_of(TenantVerdict verdict) noexcept {
  constexpr std::array<std::string_view, 4> names = {"equal", "different", "unread", "stranger"};
  return names.at(static_cast<std::size_t>(verdict));
}

nlohmann::ordered_json tenants_json(const std::vector<TenantOutcome>& tenants) {
  Json list = Json::array();
  for (const TenantOutcome& o : tenants) list.push_back(json_of(o));
  return list;
}

std::string tenants_text(const std::vector<TenantOutcome>& tenants) {
  std::size_t equal = 0;
  TextTable table({{"tenant"}, {"verdict"}, {"in the file", Align::right}, {"in the target", Align::right}, {"why"}});
  for (const TenantOutcome& o : tenants) {
    if (o.verdict == TenantVerdict::equal) {
      ++equal;
      continue;
    }
    table.add_row({o.tenant, std::string(name_of(o.verdict)), with_thousands(o.rows_source),
                   with_thousands(o.rows_target), one_line(o.reason)});
  }
  const std::string count = with_thousands(equal) + " of " + with_thousands(tenants.size()) +
                            (tenants.size() == 1 ? " tenant" : " tenants") + " proven equal\n";
  return (table.empty() ? "" : table.str() + "\n") + count;
}

}  // namespace lite2pg
