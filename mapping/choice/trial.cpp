#include "mapping/choice/trial.h"

#include <algorithm>

#include "mapping/choice/toml.h"

namespace lite2pg {
namespace {

/// "key = value  # comment" a line; as a comment when it is not the choice that is made.
void offer(std::string_view lines, bool active, std::string& out) {
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    if (!active) out += at == 0 ? "# or: " : "#      ";
    out.append(lines.substr(at, end - at)) += '\n';
    at = end + 1;
  }
}

/// Whether a candidate before `i` holds with fewer lines of the same.
bool is_needless(const ColumnTrial& trial, const std::vector<bool>& holds, std::size_t i) {
  for (std::size_t k = 0; k < i; ++k) {
    if (holds[k] && trial.candidates[i].lines.find(trial.candidates[k].lines) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

std::string remedy_text(const ColumnTrial& trial, const std::vector<bool>& holds) {
  std::string text = mapping_section(trial.table, trial.column) + "\n";
  bool active = true;
  for (std::size_t i = 0; i < trial.candidates.size(); ++i) {
    if (!holds[i] || is_needless(trial, holds, i)) continue;
    offer(trial.candidates[i].lines, active, text);
    active = false;
  }
  offer("on_misfit = \"reject\"  # rows with such values are set aside in lite2pg.rejected_row", active, text);
  if (!trial.not_null) offer("null_on_misfit = true  # lossy: such values become NULL", false, text);
  return text;
}

}  // namespace lite2pg
