#include "mapping/planning/existing_plan.h"

#include <algorithm>
#include <limits>
#include <set>

#include "common/error.h"
#include "common/text.h"
#include "mapping/census/describe.h"
#include "mapping/choice/mapping_file.h"
#include "mapping/choice/target_codec.h"
#include "mapping/choice/target_match.h"
#include "mapping/choice/wording.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/objects/objects.h"
#include "mapping/objects/rtree_table.h"
#include "mapping/plan/ddl.h"
#include "mapping/planning/filled_columns.h"
#include "mapping/planning/kept_tables.h"
#include "mapping/planning/loose_sequences.h"
#include "mapping/planning/planning.h"
#include "mapping/planning/remedy_lines.h"

namespace lite2pg {
namespace {

/// What has no place in the target: it is left out, or goes to what is called almost so.
Remedy unmatched(std::string section, const char* skip, const std::string& name,
                 const std::vector<std::string>& known) {
  Remedy remedy{std::move(section), {skip}};
  if (const std::string near = nearest(name, known); !near.empty())
    remedy.choices.push_back("target = " + toml_string(near));
  return remedy;
}

/// One column of the source and the one of the target that it goes to.
class ColumnPlanner {
 public:
  ColumnPlanner(const TableDraft& table, const ColumnDraft& draft, const TargetColumn& target, Plan& plan)
      : table_(table),
        draft_(draft),
        census_(*draft.census),
        target_(target),
        type_(target_type_of(target)),
        reading_(draft.rule.reading),
        plan_(plan) {
    // BLOBs spelled as \x... are nothing that the application would read from its text column.
    reading_.mixed = type_.family == TargetType::Family::bytea ||
                     (census_.count(StorageClass::blob) == 0 && type_.family != TargetType::Family::by_text);
  }

  ColumnPlan plan() {
    ColumnPlan column = named();
    const bool spelled = column.wording.spelling != WrittenForm::plain;
    const ColumnCensus seen = spelled ? census_as_spelled(census_, column.wording.spelling) : census_;
    Fit fit = fit_to(seen, type_, reading_);
    DerivedCodec derived = derive_codec(seen, target_, reading_);
    if (derived.codec.id() == CodecId::text_number && census_.count(StorageClass::blob) > 0) {
      derived.codec.become(CodecId::text);
    }
    // A type without codec takes what the server reads from the source's own text, and of numbers INTEGERs alone, whose
    // digits can be spelled in one way.
    if (derived.via_text && type_.family == TargetType::Family::by_text && !derived.form)
      derived.codec.become(CodecId::text);
    if (derived.form) {
      fit.misfits.clear();
      if (has_values())
        fit.misfits.push_back({Misfit::bad_syntax, "values that " + target_.type + " may refuse", 0, {}});
    }
    if (column.wording.any() && !derived.form) {
      derived.form = true;  // The census saw the texts with their units and words.
      fit.misfits.clear();
      fit.misfits.push_back({Misfit::bad_syntax, "values that " + target_.type + " may refuse", 0, {}});
    }
    const bool fits = (is_time() && !spelled) || (fit.holds() && !derived.via_json && !derived.form);
    if (is_time() && !spelled) derived.assumption = fit.assumption;
    column.codec = fits ? fit.codec : derived.codec;
    column.via_text = derived.via_text;
    column.via_json = derived.via_json;
    if (!column.via_json) column.labels = target_.labels;
    const bool exact = fits ? fit.fidelity == Fidelity::exact : is_spelling_exact(column.codec);
    fit.fidelity = exact && !derived.via_text ? Fidelity::exact : Fidelity::equivalent;
    if (!fits || derived.via_text) fit.caveat.clear();  // What is assumed says more.
    fit.codec = column.codec;
    apply_losses(fit, census_, reading_);
    apply_stand_ins(column, fit);
    column.fidelity = fit.fidelity;
    describe(column, fit, derived.assumption);
    if (!column.generated) find_misfits(column, fit);
    warn_of_what_follows(column);
    return column;
  }

 private:
  [[nodiscard]] bool has_values() const { return census_.rows() > census_.count(StorageClass::null); }

  [[nodiscard]] ColumnPlan named() const {
    ColumnPlan column;
    column.source = draft_.source->name;
    column.target = target_.name;
    column.source_index = draft_.source_index;
    column.declared_type = draft_.source->declared_type;
    column.type = target_.type;
    column.not_null = target_.not_null;
    column.refuses_null = target_.refuses_null;
    column.generated = target_.generated;
    column.identity = !target_.sequence.empty() && is_integer(type_);
    column.label_form = draft_.rule.reading.labels;
    column.wording = wording_for(target_, draft_.rule.wording);
    column.null_as = draft_.rule.null_as;
    return column;
  }

  [[nodiscard]] bool is_time() const { return is_temporal(type_) || type_.family == TargetType::Family::interval; }

  /// What the values become before the codec sees them.
  void apply_stand_ins(const ColumnPlan& column, Fit& fit) const {
    const auto note = [&](const std::string& why) { fit.caveat += (fit.caveat.empty() ? "" : "; ") + why; };
    if (column.label_form != LabelForm::exact && !column.labels.empty()) {
      if (fit.fidelity == Fidelity::exact) fit.fidelity = Fidelity::equivalent;
      note("values stand for labels of the enum by " + std::string(name_of(column.label_form)));
    }
    apply_wording(column.wording, fit);
    if (column.null_as.empty() || census_.count(StorageClass::null) == 0) return;
    fit.fidelity = Fidelity::lossy;
    note("NULL becomes " + column.null_as.substr(column.null_as.starts_with('\'') ? 1 : 0));
  }

  /// What is right in the load, and will surprise behind it.
  void warn_of_what_follows(const ColumnPlan& column) {
    const std::string name = table_.source->name + "." + column.source;
    if (column.generated && has_values() && draft_.source->generated == Generated::no)
      plan_.warnings.push_back(
          name + ": the target computes this column; the source's values are not loaded, and verify compares them");
    const std::int64_t most = type_.family == TargetType::Family::smallint  ? 32767
                              : type_.family == TargetType::Family::integer ? 2147483647
                                                                            : std::numeric_limits<std::int64_t>::max();
    const std::int64_t greatest = census_.count(StorageClass::integer) > 0 ? census_.integer_max : 0;
    if (column.identity && std::max(greatest, table_.source->sequence.value_or(0)) >= most)
      plan_.warnings.push_back(name + ": its sequence has no number left above " + std::to_string(most) +
                               ": the next INSERT that leaves it out fails");
  }

  void describe(ColumnPlan& column, const Fit& fit, std::string assumption) {
    if (column.codec.id() == CodecId::float4) assumption.clear();  // What it would round is a misfit.
    column.evidence = describe_values(census_);
    if (const std::string form = describe_form(column.codec); has_values() && !form.empty()) {
      column.evidence += "; " + form;
    }
    const std::string name = table_.source->name + "." + column.source;
    for (const std::string& note : {fit.caveat, has_values() ? assumption : std::string()}) {
      if (note.empty()) continue;
      column.evidence += "; " + note;
      plan_.warnings.push_back(name + " (" + std::string(name_of(column.fidelity)) + "): " + note);
    }
    if (draft_.rule.type && !(*draft_.rule.type == type_)) {
      plan_.warnings.push_back(name + ": the target's type is " + target_.type + "; the mapping file's is not used");
    }
  }

  void find_misfits(ColumnPlan& column, const Fit& fit) {
    std::vector<ColumnMisfit> misfits = fit.misfits;
    add_checks(column, misfits);
    add_nulls(column, misfits);
    if (misfits.empty() && column.via_text && tries_) return try_on_server(column);
    if (misfits.empty() || is_settled(column)) return;
    for (const ColumnMisfit& m : misfits)
      plan_.misfits.push_back({table_.source->name, column.source, row_of(m), "", m.reason, m.count, {}, true});
    if (tries_) plan_.trials.push_back(trial(column));
  }

  /// Of a type without codec the server alone says what fits: its own texts, and those that a spelling makes.
  void try_on_server(const ColumnPlan& column) const {
    ColumnTrial trial{table_.source->name, column.source, !column.takes_null(), {}};
    for (const LineToTry& line : lines_to_try(census_, target_, type_, draft_.rule))
      if (line.text.starts_with("spelling")) trial.candidates.push_back({under(line.text), line.text});
    if (!trial.candidates.empty()) plan_.trials.push_back(std::move(trial));
  }

  /// The column under each line that is worth a try, and under each two of them.
  [[nodiscard]] ColumnTrial trial(const ColumnPlan& column) const {
    ColumnTrial trial{table_.source->name, column.source, !column.takes_null(), {}};
    const std::vector<LineToTry> lines = lines_to_try(census_, target_, type_, draft_.rule);
    for (const LineToTry& line : lines) trial.candidates.push_back({under(line.text), line.text});
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (std::size_t k = i + 1; k < lines.size(); ++k) {
        const std::string both = lines[i].text + "\n" + lines[k].text;
        if (are_worth_both(lines[i], lines[k])) trial.candidates.push_back({under(both), both});
      }
    }
    return trial;
  }

  /// How the column is planned when the mapping file has these lines too.
  [[nodiscard]] ColumnPlan under(const std::string& lines) const {
    ColumnDraft draft = draft_;
    MappingFile::parse(mapping_section(table_.source->name, draft_.source->name) + "\n" + lines + "\n")
        .add_to(draft.rule, table_.source->name, draft_.source->name);
    Plan nowhere;
    ColumnPlanner planner(table_, draft, target_, nowhere);
    planner.tries_ = false;
    return planner.plan();
  }

  /// What only a look at each value tells.
  void add_checks(const ColumnPlan& column, std::vector<ColumnMisfit>& misfits) const {
    if (!has_values()) return;
    if (!column.labels.empty()) misfits.push_back({Misfit::bad_syntax, "text that is no label of the enum", 0, {}});
    if (column.via_json) misfits.push_back({Misfit::bad_syntax, "text that is no JSON array", 0, {}});
    if (target_.base == "name") misfits.push_back({Misfit::too_long, "text of more than 63 bytes", 0, {}});
    if (type_.family == TargetType::Family::character) {
      misfits.push_back({Misfit::not_exact, "blanks at the end, which char does not keep", 0, {}});
    }
  }

  void add_nulls(const ColumnPlan& column, std::vector<ColumnMisfit>& misfits) const {
    if (column.takes_null() || !column.null_as.empty() || table_.source->rowid_alias == draft_.source_index) return;
    const Offenders nulls{census_.count(StorageClass::null), census_.first_row[0]};
    const std::string where = column.not_null ? "in a NOT NULL column" : "which a CHECK of the target refuses";
    if (nulls.count > 0) misfits.push_back({Misfit::not_null, "NULL " + where, nulls.count, nulls.first_row});
    const Offenders& empties = census_.text_empty;
    if (!reading_.empty_as_null || empties.count == 0) return;
    misfits.push_back({Misfit::not_null, "empty text, to become NULL, " + where, empties.count, empties.first_row});
  }

  /// Rows or values that do not fit are set aside or dropped, as asked for.
  [[nodiscard]] bool is_settled(ColumnPlan& column) const {
    if (draft_.rule.null_on_misfit && column.takes_null()) {
      column.on_misfit = MisfitAction::set_null;
      column.fidelity = Fidelity::lossy;
      column.evidence += "; values that do not fit become NULL";
      return true;
    }
    if (draft_.rule.on_misfit != MisfitPolicy::reject) return false;
    column.on_misfit = MisfitAction::reject_row;
    column.evidence += "; rows that do not fit are set aside";
    return true;
  }

  [[nodiscard]] std::string row_of(const ColumnMisfit& m) const {
    const bool numbered = table_.source->kind == TableKind::rowid && m.first_row;
    return numbered ? "rowid " + std::to_string(*m.first_row) : "";
  }

  const TableDraft& table_;
  const ColumnDraft& draft_;
  const ColumnCensus& census_;
  const TargetColumn& target_;
  TargetType type_;
  Reading reading_;
  Plan& plan_;
  bool tries_ = true;  ///< Whether lines are to be tried when values do not fit.
};

class ExistingPlanner {
 public:
  ExistingPlanner(Plan& plan, const TargetCatalog& catalog, const MappingFile& mapping)
      : plan_(plan), catalog_(catalog), mapping_(mapping) {}

  /// Plans the table into `kept` instead, when the target's rows stay; true when it is settled so.
  bool keep(const TableDraft& draft, const KeptTables& kept) {
    const std::string& name = draft.source->name;
    const TargetTable* target = match_table(catalog_, draft.target, name);
    const auto why = kept.reason(name, target);
    if (!why) return false;
    if (target == nullptr || (target->kind != 'r' && target->kind != 'p')) {
      plan_.warnings.push_back("table " + name + " is left out (" + *why + "): the target has no such table");
      return true;
    }
    Plan scratch;  // What does not fit of rows that are not loaded is no fault.
    ExistingPlanner(scratch, catalog_, mapping_).plan(draft);
    if (scratch.tables.empty()) return false;
    plan_.kept.push_back(std::move(scratch.tables[0]));
    plan_.warnings.push_back("table " + name + " is not loaded: the target's own rows stay (" + *why + ")");
    return true;
  }

  /// A table that is a sequence in the target; true when it is settled so.
  bool count(const TableDraft& draft) {
    const TargetSequence* sequence = sequence_in_place_of(*draft.source, *draft.census, catalog_);
    if (sequence == nullptr || match_table(catalog_, draft.target, draft.source->name) != nullptr) return false;
    // What stands there is the next number; the sequence gives numbers above the last one.
    const std::int64_t next = draft.census->columns[0].integer_max;
    plan_.sequences.push_back({sequence->quoted, {}, {}, next == INT64_MIN ? next : next - 1});
    plan_.warnings.push_back("table " + draft.source->name + " is a sequence in the target: its next number is " +
                             std::to_string(next) + " or more");
    return true;
  }

  void plan(const TableDraft& draft) {
    const TargetTable* target = match_table(catalog_, draft.target, draft.source->name);
    if (target == nullptr) return miss_table(draft, "the target has no such table");
    if (target->kind != 'r' && target->kind != 'p') return miss_table(draft, "in the target it is no table");
    TablePlan table;
    table.source = draft.source->name;
    table.target = target->name;
    table.rows = draft.census->rows;
    table.sequence = last_id(draft);
    for (const ColumnDraft& c : draft.columns) plan_column(draft, c, *target, table);
    fill_columns(draft, table, *target);
    note_other_columns(draft, table, *target);
    table.key = digest_key(*draft.source, table);
    plan_.tables.push_back(std::move(table));
  }

 private:
  void miss_table(const TableDraft& draft, const std::string& why) {
    const std::string& name = draft.source->name;
    if (draft.census->rows == 0) {
      plan_.warnings.push_back("table " + name + " is left out: " + why + ", and it has no rows");
      return;
    }
    plan_.misfits.push_back(
        {name,
         "",
         "",
         "",
         why,
         draft.census->rows,
         {unmatched(mapping_section(name), "skip = true  # leaves the table out", name, item_names(catalog_.tables))}});
  }

  void plan_column(const TableDraft& draft, const ColumnDraft& c, const TargetTable& target, TablePlan& table) {
    const TargetColumn* column = match_column(target, c.target, c.source->name);
    if (column == nullptr) return miss_column(draft, c, target);
    table.columns.push_back(ColumnPlanner(draft, c, *column, plan_).plan());
    table.bytes += c.census->total_bytes;
    table.bytes += 8 * (c.census->count(StorageClass::integer) + c.census->count(StorageClass::real));
  }

  /// A column that holds nothing, or what SQLite computes, is no loss.
  void miss_column(const TableDraft& draft, const ColumnDraft& c, const TargetTable& target) {
    const std::string name = draft.source->name + "." + c.source->name;
    const std::uint64_t values = c.census->rows() - c.census->count(StorageClass::null);
    const bool computed = c.source->generated != Generated::no;
    if (values == 0 || computed) {
      plan_.warnings.push_back("column " + name + " is left out: the target has none, and it " +
                               (computed ? "is computed from others" : "holds no values"));
      return;
    }
    plan_.misfits.push_back(
        {draft.source->name,
         c.source->name,
         "",
         "",
         "the target's table has no such column",
         values,
         {unmatched(mapping_section(draft.source->name, c.source->name), "skip = true  # leaves the column out",
                    c.source->name, item_names(target.columns))}});
  }

  /// Columns that the mapping file gives a constant. Throws Error(usage) for those it cannot have.
  void fill_columns(const TableDraft& draft, TablePlan& table, const TargetTable& target) const {
    for (const auto& [name, constant] : mapping_.table_rule(draft.source->name).fill) {
      const TargetColumn* column = target.find_column(name);
      const bool taken = column != nullptr && std::ranges::count(table.columns, column->name, &ColumnPlan::target) > 0;
      std::optional<ColumnPlan> filled;
      if (column != nullptr && !taken) filled = filled_column(*column, constant);
      if (!filled) {
        throw Error(ExitCode::usage, "mapping file: table \"" + draft.source->name + "\" cannot fill \"" + name + "\"",
                    column == nullptr ? "the target's table has no such column"
                    : taken           ? "the source has values for it"
                                      : "the constant does not fit " + column->type);
      }
      table.columns.push_back(*std::move(filled));
    }
  }

  /// Columns that only the target has.
  void note_other_columns(const TableDraft& draft, const TablePlan& table, const TargetTable& target) {
    std::string defaults, fills;
    const std::size_t before = plan_.misfits.size();
    for (const TargetColumn& column : target.columns) {
      const bool matched = std::ranges::count(table.columns, column.name, &ColumnPlan::target) > 0;
      if (matched || column.generated) continue;
      defaults += (defaults.empty() ? "" : ", ") + column.name;
      if (column.takes_null() || column.has_default || draft.census->rows == 0) continue;
      plan_.misfits.push_back({draft.source->name,
                               column.name,
                               "",
                               "",
                               "only the target has this column, it takes no NULL and has no default",
                               draft.census->rows,
                               {}});
      const std::string constant = offered_constant(column);
      fills += constant.empty() ? "# in the target: ALTER TABLE " + qualified(catalog_.schema, target.name) +
                                      " ALTER COLUMN " + quote_identifier(column.name) + " SET DEFAULT <value>\n"
                                : toml_string(column.name) + " = " + constant + "  # lossy: a constant in every row\n";
    }
    if (!fills.empty())
      plan_.misfits[before].remedy = {{"[table." + toml_string(draft.source->name) + ".fill]", {fills}}};
    if (defaults.empty() || draft.census->rows == 0) return;
    plan_.warnings.push_back("table " + draft.source->name + ": the source has no columns " + defaults +
                             ": they take their defaults");
  }

  Plan& plan_;
  const TargetCatalog& catalog_;
  const MappingFile& mapping_;
};

/// All objects of the source, none of which is made.
void leave_objects(const MappingFile& mapping, Plan& plan) {
  Plan copy = plan;
  plan_objects(copy, mapping);
  for (ObjectPlan& object : copy.objects) {
    const bool of_rows = object.kind == ObjectKind::table || object.kind == ObjectKind::virtual_table;
    if (of_rows && plan.find_table(object.name) != nullptr) continue;
    object.status = ObjectStatus::not_carried;
    object.reason = "the target's own schema stands";
    object.phase = Phase::none;
    object.sql.clear();
    plan.objects.push_back(std::move(object));
  }
}

}  // namespace

Plan make_existing_plan(const Schema& schema, std::vector<TableCensus> census, const PlanOptions& options,
                        std::string_view mapping_toml, const TargetCatalog& catalog) {
  const MappingFile mapping = MappingFile::parse(mapping_toml);
  Plan plan;
  plan.schema = schema;
  plan.census = std::move(census);
  plan.mapping = mapping_toml;
  plan.options = mapping.apply(options);
  plan.options.existing = true;
  plan.warnings = mapping.check(schema);
  carry_rtrees(mapping, plan);
  ExistingPlanner planner(plan, catalog, mapping);
  const KeptTables kept(schema, plan.options, mapping);
  for (const TableDraft& draft : draft_tables(mapping, plan)) {
    if (!planner.keep(draft, kept) && !planner.count(draft)) planner.plan(draft);
  }
  plan_sequences(mapping, catalog, plan);
  leave_objects(mapping, plan);
  return plan;
}

}  // namespace lite2pg
