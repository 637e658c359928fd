#include "mapping/documents/plan_options.h"

namespace lite2pg {
namespace {

void add_trigger_option(OptionParser& parser, TriggerPolicy& policy, PlanFor use) {
  using enum TriggerPolicy;
  if (use == PlanFor::archive)
    return parser.choice<TriggerPolicy>("triggers", policy, {{"carry", carry}, {"report", report}},
                                        "carry them as PL/pgSQL, or name them [carry]");
  parser.choice<TriggerPolicy>("triggers", policy, {{"carry", carry}, {"report", report}, {"off", off}},
                               "carry them as PL/pgSQL, or name them; off: the target's, with --existing [carry]");
}

}  // namespace

void add_plan_options(OptionParser& parser, PlanOptions& options, PlanFor use) {
  parser.group("Policy");
  parser.choice<MisfitPolicy>(
      "on-misfit", options.on_misfit,
      {{"fail", MisfitPolicy::fail}, {"widen", MisfitPolicy::widen}, {"reject", MisfitPolicy::reject}},
      "values that a column's type cannot hold [fail]");
  parser.choice<EmptyText>("empty-text", options.empty_text, {{"keep", EmptyText::keep}, {"null", EmptyText::null}},
                           "'' in number and date columns [keep]");
  parser.choice<OrphanPolicy>(
      "orphans", options.orphans,
      {{"fail", OrphanPolicy::fail}, {"not-valid", OrphanPolicy::not_valid}, {"set-aside", OrphanPolicy::set_aside}},
      "rows without the row they refer to [fail]");
  parser.list("where", options.where, "TABLE=EXPR", "only the rows of it that satisfy EXPR; may be repeated");
  parser.choice<IdentifierStyle>(
      "identifiers", options.identifiers,
      {{"exact", IdentifierStyle::exact}, {"lower", IdentifierStyle::lower}, {"snake", IdentifierStyle::snake}},
      "spelling of names in PostgreSQL [exact]");
  parser.flag("strict", options.strict, "refuse a database with an object that would not be carried as it is");
  add_trigger_option(parser, options.triggers, use);
  parser.choice<TextCollation>("text-collation", options.text_collation,
                               {{"default", TextCollation::default_}, {"C", TextCollation::c}},
                               "order of text; C: by bytes [default]");
  parser.choice<IntegerType>("integers", options.integers,
                             {{"bigint", IntegerType::bigint}, {"integer", IntegerType::integer}},
                             "what INTEGER becomes where all values fit [bigint]");
  parser.choice<TimestampType>(
      "timestamps", options.timestamps,
      {{"stored", TimestampType::stored}, {"naive", TimestampType::naive}, {"zone", TimestampType::zone}},
      "dates with times: by the stored form, without, with a zone [stored]");
  if (use == PlanFor::archive)
    parser.choice<JsonType>("json", options.json, {{"json", JsonType::json}, {"jsonb", JsonType::jsonb}},
                            "what JSON columns become [json]");
  parser.flag("comments", options.comments, "carry SQL comments as COMMENT ON");
}

}  // namespace lite2pg
