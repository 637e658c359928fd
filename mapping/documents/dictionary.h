// Documents of the target schema, made from a plan: a data dictionary for people and an entity-relationship diagram.
#pragma once

#include <string>

#include "mapping/plan/plan.h"

namespace lite2pg {

/// A Markdown page: per table its columns (type, nullability, default, key, source column), then its objects.
[[nodiscard]] std::string dictionary_markdown(const Plan& plan);

/// A Mermaid erDiagram (https://mermaid.js.org/syntax/entityRelationshipDiagram.html) of tables and carried foreign
/// keys.
[[nodiscard]] std::string diagram_mermaid(const Plan& plan);

}  // namespace lite2pg
