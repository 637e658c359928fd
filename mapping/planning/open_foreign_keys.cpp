#include "mapping/planning/open_foreign_keys.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace lite2pg {
namespace {

constexpr std::string_view not_valid = " NOT VALID", add_constraint = " ADD CONSTRAINT ",
                           validate = " VALIDATE CONSTRAINT ";

/// How long the quoted name at the text's beginning is, quotes and all.
std::size_t name_length(std::string_view text) {
  std::size_t end = 1;
  while (end < text.size() && (text[end] != '"' || text.substr(end).starts_with("\"\""))) {
    end += text[end] == '"' ? 2 : 1;
  }
  return std::min(end + 1, text.size());
}

/// "ALTER TABLE "t" ADD CONSTRAINT "k" FOREIGN KEY ..." -> "ALTER TABLE "t" VALIDATE CONSTRAINT "k""
std::string validation(std::string_view sql) {
  constexpr std::string_view start = "ALTER TABLE ";
  const std::size_t table = start.size() + name_length(sql.substr(start.size()));
  const std::size_t name = table + add_constraint.size();
  return std::string(sql.substr(0, table)) + std::string(validate) +
         std::string(sql.substr(name, name_length(sql.substr(name))));
}

}  // namespace

void leave_foreign_keys_open(Plan& plan) {
  for (ObjectPlan& object : plan.objects) {
    if (object.kind != ObjectKind::foreign_key || object.sql.empty() || is_left_open(object)) continue;
    const std::string note =
        "NOT VALID, as --validate-fks later asks: holds for new rows; loaded ones are checked by " +
        validation(object.sql.back());
    object.status = ObjectStatus::changed;
    object.reason = object.reason.empty() ? note : object.reason + "; " + note;
    object.sql.back() += not_valid;
  }
}

bool is_left_open(const ObjectPlan& object) {
  return object.kind == ObjectKind::foreign_key && !object.sql.empty() && object.sql.back().ends_with(not_valid);
}

}  // namespace lite2pg
