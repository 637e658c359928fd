#include "import/existing/server_reading.h"

#include <algorithm>
#include <list>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "common/interrupt.h"
#include "common/json_text.h"
#include "mapping/choice/mapping_file.h"
#include "mapping/choice/stand_in.h"
#include "mapping/choice/trial.h"
#include "mapping/choice/value_check.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/target/identifier.h"
#include "mapping/target/quote.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

using PlainJson = nlohmann::json;

constexpr std::size_t batch_texts = 2000, batch_bytes = std::size_t{256} << 10;
constexpr std::size_t most_remembered = 1'000'000;  ///< Hashes of good texts, so that each is sent once.
constexpr std::size_t most_refused = 1'000;         ///< Different texts of a column; what follows is not looked at.

/// A text, and where it stands.
struct Sighting {
  std::uint64_t count = 0;
  std::string row, value;  ///< Of the first one.
  std::string text;        ///< As the server is to read it.
  std::string reason;      ///< Empty: nothing is wrong with it.
};
using Sightings = std::unordered_map<std::string, Sighting>;

bool is_text(CodecId id) noexcept { return id == CodecId::text || id == CodecId::text_number; }

/// Arrays compare by their elements, whatever spells the brackets and quotes.
PlainJson as_texts(const PlainJson& document) {
  if (document.is_array()) {
    PlainJson array = PlainJson::array();
    for (const PlainJson& element : document) array.push_back(as_texts(element));
    return array;
  }
  return document.is_null() || document.is_string() ? document : PlainJson(json_text(document));
}

bool is_same_array(const std::string& sent, const std::string& read) {
  const PlainJson a = try_json(sent), b = try_json(read);
  return !a.is_discarded() && !b.is_discarded() && as_texts(a) == as_texts(b);
}

class ColumnOnServer {
 public:
  /// `rule`: what the mapping file and the options say becomes of values that do not fit.
  ColumnOnServer(Session& session, ColumnPlan& column, ColumnRule rule, const ServerQuestions& questions)
      : session_(session),
        column_(column),
        rule_(std::move(rule)),
        asks_all_(!questions.domain.empty() || !questions.checks.empty()),
        check_(column),
        stand_in_(column),
        sql_(server_reading_sql(column, questions)) {}

  [[nodiscard]] std::size_t source_index() const { return static_cast<std::size_t>(column_.source_index); }

  void see(const Value& source, const RowCursor& cursor) {
    const Value v = stand_in_.of(source);
    if (v.is_null() || refused_.size() > most_refused) return;
    if (!is_text(column_.codec.id()) && !column_.via_json && !asks_all_) return;
    field_.clear();
    const Encoded e = encode(column_.codec, v, field_);
    if (e.null || e.misfit != Misfit::none || check_.check(field_.view()) != Misfit::none) return;
    std::string field(field_.view().substr(column_.via_json ? 1 : 0));
    if (good_.contains(std::hash<std::string>{}(field))) return;
    auto& known = refused_.contains(field) ? refused_ : pending_;
    Sighting& s = known[field];
    if (s.count++ == 0) {
      s.row = cursor.locate();
      s.value = show(v);
      s.text = text_of(v, field);
      bytes_ += field.size();
    }
    if (pending_.size() >= batch_texts || bytes_ >= batch_bytes) flush();
  }

  void flush() {
    std::vector<std::string> texts;
    for (const auto& [text, sighting] : pending_) texts.push_back(text);
    ask(texts, 0, texts.size());
    for (auto& [text, sighting] : pending_) {
      if (!sighting.reason.empty()) {
        refused_.emplace(text, std::move(sighting));
      } else if (good_.size() < most_remembered) {
        good_.insert(std::hash<std::string>{}(text));
      }
    }
    pending_.clear();
    bytes_ = 0;
  }

  /// One report a reason, and what settles it.
  void report(const std::string& table, Plan& plan) {
    flush();
    if (refused_.empty()) return;
    auto fields = std::make_shared<std::set<std::string>>();
    for (const auto& [field, sighting] : refused_) fields->insert(field);
    column_.refused = std::move(fields);
    if (is_settled()) return;
    std::map<std::string, Sighting> by_reason;
    for (const auto& [text, s] : refused_) {
      Sighting& sum = by_reason[s.reason];
      if (sum.count == 0) sum = {.row = s.row, .value = s.value, .text = {}, .reason = s.reason};
      sum.count += s.count;
    }
    Remedies remedies = {remedy(table, plan.trials)};
    for (const auto& [reason, s] : by_reason) {
      plan.misfits.push_back({table, column_.source, s.row, s.value, reason, s.count, remedies});
      remedies.clear();
    }
  }

  /// Of values that were seen: whether any is refused.
  [[nodiscard]] bool refuses() {
    flush();
    return !refused_.empty();
  }

 private:
  /// Rows or values that do not fit are set aside or dropped, as asked for.
  [[nodiscard]] bool is_settled() {
    if (column_.on_misfit != MisfitAction::refuse) return true;
    if (rule_.null_on_misfit && column_.takes_null()) {
      column_.on_misfit = MisfitAction::set_null;
      column_.fidelity = Fidelity::lossy;
    } else if (rule_.on_misfit == MisfitPolicy::reject) {
      column_.on_misfit = MisfitAction::reject_row;
    }
    return column_.on_misfit != MisfitAction::refuse;
  }

  /// A batch that the server refuses is halved until the texts stand alone.
  void ask(const std::vector<std::string>& texts, std::size_t first, std::size_t last) {
    if (first == last) return;
    throw_if_interrupted();
    PlainJson batch = PlainJson::array();
    for (std::size_t i = first; i < last; ++i) batch.push_back({{"n", i}, {"c", pending_[texts[i]].text}});
    try {
      for (const Fields& f : session_.query(sql_, {json_text(batch)})) {
        const std::string& sent = texts[std::stoull(f[0].value())];
        const std::string read = f[1].value_or("");
        const bool same = column_.via_json ? is_same_array(sent, read) : read == sent;
        if (!same && (column_.via_text || column_.via_json))
          pending_[sent].reason = column_.type + " reads it as " + show(Value::text(read));
        if (f[2]) pending_[sent].reason = "the CHECK " + *f[2] + " of the target refuses it";
      }
    } catch (const TargetError& e) {
      if (e.transient()) throw;
      if (last - first == 1) {
        pending_[texts[first]].reason = e.what();
        return;
      }
      const std::size_t middle = first + (last - first) / 2;
      ask(texts, first, middle);
      ask(texts, middle, last);
    }
  }

  [[nodiscard]] std::string text_of(const Value& v, const std::string& document) const {
    if (column_.via_json) {
      std::string array;
      (void)append_array_literal(document, array);
      return array;
    }
    FieldBuffer text;
    (void)spell(column_.codec, v, text);  // encode() took it.
    return std::string(text.view());
  }

  /// Of a type without codec, what a spelling makes of the values is tried beside them.
  [[nodiscard]] Remedy remedy(const std::string& table, const std::vector<ColumnTrial>& trials) const {
    ColumnTrial trial{table, column_.source, !column_.takes_null(), {}};
    for (const ColumnTrial& planned : trials)
      if (column_.via_text && planned.table == table && planned.column == column_.source) trial = planned;
    const bool only_empty = refused_.size() == 1 && refused_.begin()->second.value == "''";
    if (only_empty && column_.takes_null())
      trial.candidates.push_back({column_, "empty_as_null = true  # lossy: empty text becomes NULL"});
    return remedy_of(trial, std::vector<bool>(trial.candidates.size(), true));
  }

  Session& session_;
  ColumnPlan& column_;
  ColumnRule rule_;
  bool asks_all_;  ///< Values of every codec, not only those that the server casts.
  ValueCheck check_;
  ColumnStandIn stand_in_;
  std::string sql_;
  FieldBuffer field_;
  Sightings pending_, refused_;  ///< By the field as the codec encoded it.
  std::unordered_set<std::size_t> good_;
  std::size_t bytes_ = 0;
};

ServerQuestions questions_of(const TargetTable* table, const ColumnPlan& column, Asking asking) {
  const TargetColumn* found = table == nullptr ? nullptr : table->find_column(column.target);
  if (found == nullptr) return {};
  return {found->checked_domain, asking.checks ? found->checks : std::vector<ColumnCheck>()};
}

/// Lines that are offered for values that the codec refuses: the server is to take what these make of them too.
class OfferedColumns {
 public:
  OfferedColumns(Session& session, Plan& plan) : session_(session), plan_(plan) {}

  void add(const std::string& table, const ColumnPlan& planned, const ColumnRule& rule,
           const ServerQuestions& questions) {
    for (const ColumnTrial& trial : plan_.trials) {
      if (trial.table != table || trial.column != planned.source) continue;
      for (const Candidate& candidate : trial.candidates)
        if (planned.via_text || is_offered(table, candidate))
          offers_.emplace_back(session_, candidate, rule, questions, table);
    }
  }

  void see(Row row, const RowCursor& cursor) {
    for (Offer& offer : offers_) offer.on_server.see(row[offer.on_server.source_index()], cursor);
  }

  /// Takes back what does not settle the column after all.
  void settle() {
    for (Offer& offer : offers_) {
      if (!offer.on_server.refuses()) continue;
      for (MisfitReport& m : plan_.misfits)
        if (m.table == offer.table && m.column == offer.column.source)
          for (Remedy& remedy : m.remedy) std::erase(remedy.choices, offer.lines);
    }
  }

 private:
  [[nodiscard]] bool is_offered(const std::string& table, const Candidate& candidate) const {
    const auto has_lines = [&](const Remedy& remedy) {
      return std::ranges::find(remedy.choices, candidate.lines) != remedy.choices.end();
    };
    return std::ranges::any_of(plan_.misfits, [&](const MisfitReport& m) {
      return m.table == table && m.column == candidate.column.source && std::ranges::any_of(m.remedy, has_lines);
    });
  }

  struct Offer {
    Offer(Session& session, const Candidate& candidate, const ColumnRule& rule, const ServerQuestions& questions,
          std::string of_table)
        : table(std::move(of_table)),
          lines(candidate.lines),
          column(candidate.column),
          on_server(session, column, rule, questions) {}

    std::string table, lines;
    ColumnPlan column;
    ColumnOnServer on_server;
  };

  Session& session_;
  Plan& plan_;
  std::list<Offer> offers_;  ///< They refer to their own parts.
};

void check_table(Session& session, RowSource& source, TablePlan& table, Plan& plan, const TargetTable* target,
                 Asking asking) {
  const Table* from = source.schema().find_table(table.source);
  if (from == nullptr) return;
  const MappingFile mapping = MappingFile::parse(plan.mapping);
  std::vector<ColumnOnServer> columns;
  OfferedColumns offers(session, plan);
  for (ColumnPlan& c : table.columns) {
    const ServerQuestions questions = questions_of(target, c, asking);
    const bool by_text = c.via_text || c.via_json;
    const bool asks = by_text || !questions.domain.empty() || !questions.checks.empty();
    if (c.generated || c.source_index < 0 || !asks) continue;
    const Column& column = from->columns[static_cast<std::size_t>(c.source_index)];
    const ColumnRule rule = mapping.column_rule(table.source, column, plan.options);
    columns.emplace_back(session, c, rule, questions);
    offers.add(table.source, c, rule, questions);
  }
  if (columns.empty()) return;
  const auto reader = source.reader();
  const auto cursor = reader->scan(*from, {});
  for (Row row; cursor->next(row);) {
    for (ColumnOnServer& column : columns) column.see(row[column.source_index()], *cursor);
    offers.see(row, *cursor);
  }
  for (ColumnOnServer& column : columns) column.report(table.source, plan);
  offers.settle();
}

}  // namespace

void check_on_server(Session& session, RowSource& source, Plan& plan, const TargetCatalog& target, Asking asking) {
  for (TablePlan& table : plan.tables)
    check_table(session, source, table, plan, target.find_table(table.target), asking);
}

namespace {

/// The first CHECK that is false of the column; NULL where none is.
std::string refusing_check(const std::vector<ColumnCheck>& checks) {
  std::string cases;
  for (const ColumnCheck& check : checks)
    cases += " WHEN (" + check.condition + ") IS FALSE THEN " + quote_literal(check.name);
  return cases.empty() ? "NULL" : "CASE" + cases + " END";
}

bool takes_null(Session& session, const TargetColumn& column, Asking asking) {
  const std::string type = column.checked_domain.empty() ? column.type : column.checked_domain;
  const auto& checks = asking.checks ? column.checks : std::vector<ColumnCheck>();
  if (column.checked_domain.empty() && checks.empty()) return true;
  try {
    // The column stands in the result, or nobody would cast.
    const std::string name = quote_identifier(column.name);
    return !session.query("SELECT " + refusing_check(checks) + ", s." + name + " FROM (SELECT CAST(NULL AS " + type +
                          ") AS " + name + ") AS s")[0][0];
  } catch (const TargetError& e) {
    if (e.transient()) throw;
    return false;
  }
}

}  // namespace

void find_refused_nulls(Session& session, TargetCatalog& target, Asking asking) {
  for (TargetTable& table : target.tables)
    for (TargetColumn& column : table.columns)
      column.refuses_null = !column.not_null && !takes_null(session, column, asking);
}

std::string server_reading_sql(const ColumnPlan& column, const ServerQuestions& questions) {
  const bool by_text = column.via_text || column.via_json;
  const std::string type = questions.domain.empty() ? column.type : questions.domain;
  const std::string name = quote_identifier(column.target);
  // A document would become a JSON text, were it read as jsonb_to_recordset reads it: the others are cast.
  const std::string cast = by_text ? "x.c" : "CAST(x.c AS " + type + ")";
  return "SELECT s.\"number of the text\", " + (column.via_json ? "pg_catalog.to_jsonb(s." + name + ")" : "s." + name) +
         "::pg_catalog.text, " + refusing_check(questions.checks) + " FROM (SELECT x.n AS \"number of the text\", " +
         cast + " AS " + name + " FROM pg_catalog.jsonb_to_recordset($1::pg_catalog.jsonb) AS x(n pg_catalog.int4, c " +
         (by_text ? type : "pg_catalog.text") + ")) AS s";
}

}  // namespace lite2pg
