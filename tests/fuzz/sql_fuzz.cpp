// Fuzzes what reads SQL text from a hostile schema: the tokenizer, every parser, and the translator of expressions and
// views behind them. The first byte says which.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/error.h"
#include "mapping/planning/make_plan.h"
#include "mapping/sql/parser/statements.h"
#include "mapping/sql/parser/table_facts.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/sql/translator/assignment.h"
#include "mapping/sql/translator/select_translator.h"
#include "mapping/sql/translator/translator.h"
#include "tests/mapping/trigger_table.h"

namespace {

using namespace lite2pg;

ScopeColumn column(const char* name, const char* codec, Affinity affinity) {
  ScopeColumn c;
  c.name = name;
  c.sql = std::string("\"") + name + '"';
  c.codec = *parse_codec(codec);
  c.affinity = affinity;
  return c;
}

ScopeTable table() {
  ScopeTable t;
  t.name = "t";
  t.columns = {column("i", "int8", Affinity::integer), column("r", "float8(real)", Affinity::real),
               column("t", "text", Affinity::text), column("b", "bytea", Affinity::blob),
               column("f", "boolean_number", Affinity::numeric)};
  t.columns[0].key_position = 1;
  t.has_key = true;
  return t;
}

class OneTable : public Relations {
 public:
  const Relation& find(const std::string& name, std::size_t position) override {
    if (name != "t" && name != "u") throw SqlError("no table", position);
    return relation_;
  }
  [[nodiscard]] bool is_taken(const std::string& name) const override { return name == "t"; }

 private:
  Relation relation_{"\"t\"", table()};
};

void translate_expression(std::string_view text) {
  Scope scope;
  scope.add(table());
  Translator t(scope, {});
  const Expr e = parse_expression(text);
  (void)t.truth(e);
}

void translate_view(std::string_view text) {
  OneTable relations;
  const CreateView view = parse_create_view(text);
  (void)SelectTranslator(relations, true).translate(view.select, nullptr, view.columns);
}

/// By way of a plan, with itself beside it.
void translate_trigger(std::string_view text) {
  Schema schema;
  schema.tables = {test::trigger_table("t"), test::trigger_table("u")};
  schema.views.push_back({"v", "CREATE VIEW v AS SELECT i, t FROM t"});
  for (const char* table_name : {"t", "v"}) schema.triggers.push_back({table_name, table_name, std::string(text)});
  std::vector<TableCensus> census;
  for (const Table& t : schema.tables) {
    TableCensus& table = census.emplace_back(TableCensus{t.name, 0, {}});
    for (const Column& c : t.columns) table.columns.emplace_back(read_declared_type(c.declared_type));
  }
  (void)make_plan(schema, std::move(census), {}, "");
}

void read_table(std::string_view text) {
  Table t;
  t.name = "t";
  t.sql = text;
  t.columns.resize(2);
  t.columns[0].name = "a";
  t.columns[1].name = "b";
  (void)add_parsed_facts(t);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    switch (data[0]) {
      case 'e': translate_expression(text); break;
      case 'v': translate_view(text); break;
      case 'd': {
        Notes notes;
        (void)translate_default(column("t", "text", Affinity::text), text, notes);
        break;
      }
      case 't': read_table(text); break;
      case 'i': (void)parse_create_index(text); break;
      case 'g': translate_trigger(text); break;
      case 'x': (void)parse_create_virtual_table(text); break;
      default: (void)tokenize(text);
    }
  } catch (const SqlError&) {  // What a text that is refused must become; anything else is a find.
  } catch (const Error&) {     // A NUL byte in a name.
  }
  return 0;
}
