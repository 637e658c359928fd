// What the report gives for a trigger that is not carried: its frame in PL/pgSQL, with SQLite's statements in it.
#include "mapping/objects/trigger_planner.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

/// Each line of the text as a comment.
std::string commented(std::string_view text, std::string_view indent) {
  std::string result;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line(text.substr(at, end - at));
    for (char& c : line) {
      if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    }
    result += "-- " + std::string(indent) + line + "\n";
    at = end + 1;
  }
  return result;
}

std::string statements(const Trigger& trigger, const CreateTrigger* parsed) {
  if (parsed == nullptr) return commented(trigger.sql, "  -- ");
  std::string text;
  for (const TriggerStep& step : parsed->steps) {
    text += commented(std::string_view(trigger.sql).substr(step.begin, step.end - step.begin), "  -- ");
  }
  return text;
}

}  // namespace

std::string trigger_sketch(const Trigger& trigger, const CreateTrigger* parsed, const std::string& table) {
  const bool after = parsed != nullptr && parsed->timing == TriggerTiming::after;
  const bool gone = parsed != nullptr && parsed->event == TriggerEvent::delete_;
  const std::string head = parsed == nullptr
                               ? "BEFORE INSERT"
                               : std::string(name_of(parsed->timing)) + " " + std::string(name_of(parsed->event));
  return commented("CREATE FUNCTION " + quote_identifier(trigger.name) + "() RETURNS trigger LANGUAGE plpgsql AS $$",
                   "") +
         "-- BEGIN\n" + statements(trigger, parsed) + "--   RETURN " +
         (after  ? "NULL"
          : gone ? "OLD"
                 : "NEW") +
         ";\n-- END $$;\n" +
         commented("CREATE TRIGGER " + quote_identifier(trigger.name) + " " + head + " ON " + quote_identifier(table) +
                       " FOR EACH ROW EXECUTE FUNCTION " + quote_identifier(trigger.name) + "();",
                   "");
}

}  // namespace lite2pg
