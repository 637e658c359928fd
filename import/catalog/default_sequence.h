// The sequence that a default names by text alone: nextval('users_seq'::text) leaves no dependency in the catalog.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lite2pg {

struct SequenceName {
  std::string schema;  ///< Empty: the one that the application's search_path finds, usually the table's.
  std::string name;
};

/// The name in the first nextval('...') of an expression as the catalog spells it; nullopt when there is none. Pure.
[[nodiscard]] std::optional<SequenceName> sequence_of_default(std::string_view expression);

}  // namespace lite2pg
