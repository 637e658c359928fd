#include "import/catalog/schema_shape.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

namespace lite2pg {
namespace {

struct AspectName {
  Aspect aspect;
  std::string_view name;
};

constexpr std::array aspects = std::to_array<AspectName>({
    {Aspect::table, "table"},
    {Aspect::column_type, "type"},
    {Aspect::not_null, "NOT NULL"},
    {Aspect::default_value, "default"},
    {Aspect::generated, "generated column"},
    {Aspect::identity, "identity"},
    {Aspect::sequence, "sequence"},
    {Aspect::primary_key, "primary key"},
    {Aspect::unique_constraint, "unique constraint"},
    {Aspect::exclusion, "exclusion constraint"},
    {Aspect::foreign_key, "foreign key"},
    {Aspect::check, "check"},
    {Aspect::index, "index"},
    {Aspect::unique_index, "unique index"},
    {Aspect::view, "view"},
    {Aspect::trigger, "trigger"},
    {Aspect::trigger_function, "trigger function"},
    {Aspect::rule, "rule"},
    {Aspect::row_security, "row security"},
    {Aspect::policy, "row security policy"},
    {Aspect::child, "inheriting table"},
    {Aspect::parent, "inherited table"},
});

struct StateName {
  Enforcement state;
  std::string_view name;
};

constexpr std::array states = std::to_array<StateName>({
    {Enforcement::enforced, ""},
    {Enforcement::disabled, "disabled"},
    {Enforcement::replica_only, "for replicas only"},
    {Enforcement::not_validated, "not validated"},
    {Enforcement::not_enforced, "not enforced"},
    {Enforcement::invalid, "invalid"},
    {Enforcement::not_maintained, "not maintained"},
    {Enforcement::unlogged, "unlogged"},
});

}  // namespace

std::string_view name_of(Aspect a) noexcept { return std::ranges::find(aspects, a, &AspectName::aspect)->name; }
std::string_view name_of(Enforcement e) noexcept { return std::ranges::find(states, e, &StateName::state)->name; }

Aspect aspect_of(std::string_view name) {
  const auto found = std::ranges::find(aspects, name, &AspectName::name);
  if (found == aspects.end()) throw std::invalid_argument("unknown aspect of a schema: " + std::string(name));
  return found->aspect;
}

Enforcement enforcement_of(std::string_view name) {
  const auto found = std::ranges::find(states, name, &StateName::name);
  if (found == states.end()) throw std::invalid_argument("unknown state of an object: " + std::string(name));
  return found->state;
}

SchemaShape read_schema_shape(Session& session, const std::string& schema) {
  session.execute(shape_settings_sql());
  // Some at a time: an answer is in memory as a whole, and thousands of tables have tens of thousands of objects.
  constexpr std::size_t at_once = 2000;
  session.execute("DECLARE lite2pg_shape NO SCROLL CURSOR FOR " + std::string(schema_shape_sql()), {schema});
  SchemaShape shape;
  for (bool more = true; more;) {
    const std::size_t before = shape.size();
    session.each_row("FETCH " + std::to_string(at_once) + " FROM lite2pg_shape", {}, [&](const Fields& f) {
      shape.push_back(
          {aspect_of(f[0].value()), f[1].value(), f[2].value(), f[3].value_or(""), enforcement_of(f[4].value())});
    });
    more = shape.size() - before == at_once;
  }
  session.execute("CLOSE lite2pg_shape");
  shape.shrink_to_fit();
  std::ranges::sort(shape, [](const ShapeObject& a, const ShapeObject& b) {
    return std::tie(a.table, a.aspect, a.name, a.definition) < std::tie(b.table, b.aspect, b.name, b.definition);
  });
  return shape;
}

}  // namespace lite2pg
