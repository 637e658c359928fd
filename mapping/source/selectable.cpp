#include "mapping/source/selectable.h"

namespace lite2pg {

std::vector<std::string> selectable_names(const Schema& schema) {
  std::vector<std::string> names;
  for (const Table& t : schema.tables) names.push_back(t.name);
  for (const View& v : schema.views) names.push_back(v.name);
  return names;
}

}  // namespace lite2pg
