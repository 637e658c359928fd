// The page's sections, in its order. Each reads its keys of the report and gives nothing when they are not there.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "mapping/page/html.h"
#include "mapping/page/page.h"

namespace lite2pg::page {

using Report = nlohmann::ordered_json;

// Reading a report: what is not there, or of another kind, is empty or 0.
[[nodiscard]] std::string text_at(const Report& json, const std::string& key);
[[nodiscard]] std::uint64_t count_at(const Report& json, const std::string& key);
[[nodiscard]] double number_at(const Report& json, const std::string& key);
/// An empty array when there is none.
[[nodiscard]] const Report& list_at(const Report& json, std::string_view key);
/// "1,204 rows", "1 row"
[[nodiscard]] std::string counted(std::uint64_t n, std::string_view noun);

/// A key as it is, or its hash where values must not show.
[[nodiscard]] std::string shown_key(const std::string& key, const PageOptions& options);

/// "Equal", "Different", ... in one sentence, with the class of its colour.
struct Verdict {
  std::string sentence, tone;
};
[[nodiscard]] Verdict verdict_of(const Report& report);

[[nodiscard]] Html verdict_section(const Report& report);
[[nodiscard]] Html application_section(const Report& report);  ///< The framework that made the source, and its advice.
[[nodiscard]] Html effort_section(const Report& report);       ///< Of a dry run: what needs a decision, what is lost.
[[nodiscard]] Html left_out_section(const Report& report);     ///< What was not compared or carried: always there.
[[nodiscard]] Html identity_section(const Report& report, std::string_view json);
[[nodiscard]] Html run_section(const Report& report);    ///< Pictures of the run and of the tables.
[[nodiscard]] Html round_section(const Report& report);  ///< Of a live source: rounds and the freeze.
/// Of a repair or an undo: what it changed, and what it left.
[[nodiscard]] Html change_section(const Report& report, const PageOptions& options);
[[nodiscard]] Html difference_section(const Report& report, const PageOptions& options);
[[nodiscard]] Html misfit_section(const Report& report, const PageOptions& options);
[[nodiscard]] Html table_section(const Report& report);   ///< Per table and column type, codec, fidelity.
[[nodiscard]] Html limits_section(const Report& report);  ///< Miss probability, how to check again, limits.

}  // namespace lite2pg::page
