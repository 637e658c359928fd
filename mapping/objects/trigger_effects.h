// What a trigger sets off: the triggers and the foreign keys' actions that its statements reach, with all that these
// read and write; and whether PostgreSQL does all that at a moment when it comes out the same.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mapping/objects/trigger_footprint.h"

namespace lite2pg {

/// Everything that follows from some statements.
struct Effects {
  ColumnsByTable reads, writes;
  ColumnsByTable own_writes;       ///< Of the row that fired the first trigger.
  std::set<std::size_t> triggers;  ///< That fire.
};

class TriggerEffects {
 public:
  TriggerEffects(const std::vector<ParsedTrigger>& triggers, const Plan& plan);

  /// Of the trigger's own statements and WHEN, and what they set off. Throws SqlError when that is too much to follow.
  [[nodiscard]] Effects of(std::size_t trigger) const;
  /// Of one of its statements.
  [[nodiscard]] Effects of_step(std::size_t trigger, std::size_t step) const;
  /// Of the foreign keys' actions when a row of the table (its name in lower case) is changed or goes.
  [[nodiscard]] Effects of_keys(const std::string& table, TriggerEvent event) const;
  /// Whether its own statements may fire it again.
  [[nodiscard]] bool reaches_itself(std::size_t trigger) const { return of(trigger).triggers.contains(trigger); }

 private:
  struct Reached {
    std::size_t trigger;
    bool own_row;  ///< By way of updates of the first trigger's row alone.
    auto operator<=>(const Reached&) const = default;
  };

  void follow(const WriteEvent& event, bool own_row, Effects& effects, std::vector<Reached>& next,
              std::set<std::string>& actions) const;
  void follow_keys(const WriteEvent& event, Effects& effects, std::vector<Reached>& next,
                   std::set<std::string>& actions) const;
  [[nodiscard]] Effects gather(const Footprint& start) const;
  void finish(Effects& effects, std::vector<Reached> next, std::set<std::string>& actions) const;
  void enter(const Footprint& footprint, bool own_row, Effects& effects, std::vector<Reached>& next,
             std::set<std::string>& actions) const;

  const std::vector<ParsedTrigger>& triggers_;
  const Plan& plan_;
};

/// A foreign key of `child`, seen from the table that it points to.
struct IncomingKey {
  const Table* child;
  const ForeignKey* key;
};
/// Keys that point to the table.
[[nodiscard]] std::vector<IncomingKey> keys_to(const Schema& schema, std::string_view table);
/// The columns that the key points to, in lower case.
[[nodiscard]] std::set<std::string> parent_columns(const Schema& schema, const ForeignKey& key);
[[nodiscard]] std::set<std::string> child_columns(const Table& child, const ForeignKey& key);

}  // namespace lite2pg
