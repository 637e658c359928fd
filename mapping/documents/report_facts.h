// What a report tells beside what every report has: values under keys of their own ("algorithm", "seed", "rounds").
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace lite2pg {

/// In the order in which the keys were first set; their meaning stands in docs/report.schema.json.
class ReportFacts {
 public:
  using Value = nlohmann::ordered_json;

  ReportFacts();
  ReportFacts(const ReportFacts& other);
  ReportFacts(ReportFacts&& other) noexcept;
  ReportFacts& operator=(ReportFacts other) noexcept;
  ~ReportFacts();

  /// In the place of what stood under the key, else behind the others. Strings need not be UTF-8.
  void set(std::string_view key, Value value);
  /// nullptr: nobody set it.
  [[nodiscard]] const Value* find(std::string_view key) const;
  /// All of them, as a JSON object.
  [[nodiscard]] const Value& all() const noexcept;

 private:
  std::unique_ptr<Value> all_;  ///< Behind a pointer: the JSON library is long to compile.
};

}  // namespace lite2pg
