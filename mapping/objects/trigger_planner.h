// Plans the triggers: each becomes a PL/pgSQL function and a trigger, or is named with the reason and a sketch.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mapping/objects/object_planner.h"
#include "mapping/objects/trigger_effects.h"
#include "mapping/objects/trigger_moment.h"
#include "mapping/sql/triggers/trigger_translator.h"

namespace lite2pg {

class TriggerPlanner : public TriggerCatalog {
 public:
  explicit TriggerPlanner(ObjectPlanner& owner);

  void plan_all();

  const Relation& find(const std::string& name, std::size_t position) override;
  [[nodiscard]] bool is_taken(const std::string& name) const override;
  TriggerTable table(const std::string& name, std::size_t position) override;

 private:
  /// A trigger on its way into the plan.
  struct Draft {
    const Trigger* source = nullptr;
    std::optional<std::size_t> parsed;  ///< Its place in parsed_; none: it did not parse.
    std::string refusal;
    std::vector<std::string> columns;  ///< UPDATE OF, quoted.
    std::string when;                  ///< For CREATE TRIGGER.
    std::string condition;             ///< WHEN with a query: for the function.
    std::string body;
    bool guarded = false;
    bool sets_before = false;  ///< AFTER UPDATE that became BEFORE UPDATE.
    TriggerPlace place = TriggerPlace::anywhere;
    std::vector<std::string> notes;  ///< What is different.
    std::set<std::string> remarks;   ///< What is only to be known.
    std::string name;                ///< Of function and trigger.
  };

  void parse(Draft& draft);
  void translate(Draft& draft);
  [[nodiscard]] std::string column_to_watch(const CreateTrigger& trigger, const std::string& name);
  void note_unknown_number(Draft& draft, const CreateTrigger& trigger) const;
  void translate_steps(Draft& draft, ParsedTrigger& trigger, TriggerTranslator& translator);
  void name_all();
  void name_in_order(std::vector<Draft*>& firing);
  void write(const Draft& draft);
  [[nodiscard]] std::string function_sql(const Draft& draft, const ParsedTrigger& trigger) const;
  [[nodiscard]] std::string trigger_sql(const Draft& draft, const ParsedTrigger& trigger) const;
  [[nodiscard]] const ScopeTable& columns_of(const CreateTrigger& trigger);
  [[nodiscard]] std::string target_of(const CreateTrigger& trigger) const;

  ObjectPlanner& owner_;
  std::vector<Draft> drafts_;
  std::vector<ParsedTrigger> parsed_;
  std::optional<TriggerEffects> effects_;
  std::map<std::string, Relation> relations_;  ///< By name in lower case, with the schema in their names.
  NameRegistry functions_{NameRegistry::Kind::constraint};
};

/// A function to start from, as a comment: what was not translated stands in it as SQLite has it.
[[nodiscard]] std::string trigger_sketch(const Trigger& trigger, const CreateTrigger* parsed, const std::string& table);

}  // namespace lite2pg
