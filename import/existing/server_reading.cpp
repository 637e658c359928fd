#include "import/existing/server_reading.h"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "common/interrupt.h"
#include "mapping/choice/mapping_file.h"
#include "mapping/choice/stand_in.h"
#include "mapping/choice/trial.h"
#include "mapping/choice/value_check.h"
#include "mapping/codec/encode/encode.h"
#include "mapping/value/value_text.h"

namespace lite2pg {
namespace {

using Json = nlohmann::json;

constexpr std::size_t batch_texts = 500, batch_bytes = std::size_t{256} << 10;
constexpr std::size_t most_remembered = 1'000'000;  ///< Hashes of good texts, so that each is sent once.
constexpr std::size_t most_refused = 1'000;         ///< Different texts of a column; what follows is not looked at.

/// A text, and where it stands.
struct Sighting {
  std::uint64_t count = 0;
  std::string row, value;  ///< Of the first one.
  std::string reason;      ///< Empty: nothing is wrong with it.
};
using Sightings = std::unordered_map<std::string, Sighting>;

/// Arrays compare by their elements, whatever spells the brackets and quotes.
Json as_texts(const Json& document) {
  if (document.is_array()) {
    Json array = Json::array();
    for (const Json& element : document) array.push_back(as_texts(element));
    return array;
  }
  return document.is_null() || document.is_string() ? document : Json(document.dump());
}

bool is_same_array(const std::string& sent, const std::string& read) {
  const Json a = Json::parse(sent, nullptr, false), b = Json::parse(read, nullptr, false);
  return !a.is_discarded() && !b.is_discarded() && as_texts(a) == as_texts(b);
}

class ColumnOnServer {
 public:
  /// `rule`: what the mapping file and the options say becomes of values that do not fit.
  ColumnOnServer(Session& session, ColumnPlan& column, ColumnRule rule)
      : session_(session),
        column_(column),
        rule_(std::move(rule)),
        check_(column),
        stand_in_(column),
        sql_(server_reading_sql(column)) {}

  [[nodiscard]] std::size_t source_index() const { return static_cast<std::size_t>(column_.source_index); }

  void see(const Value& source, const RowCursor& cursor) {
    const Value v = stand_in_.of(source);
    if (v.is_null() || refused_.size() > most_refused) return;
    if (column_.codec.id() != CodecId::text && !column_.via_json) return;
    field_.clear();
    const Encoded e = encode(column_.codec, v, field_);
    if (e.null || e.misfit != Misfit::none || check_.check(field_.view()) != Misfit::none) return;
    std::string text(field_.view().substr(column_.via_json ? 1 : 0));
    if (good_.contains(std::hash<std::string>{}(text))) return;
    auto& known = refused_.contains(text) ? refused_ : pending_;
    Sighting& s = known[text];
    if (s.count++ == 0) {
      s.row = cursor.locate();
      s.value = show(v);
      bytes_ += text.size();
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
    auto texts = std::make_shared<std::set<std::string>>();
    for (const auto& [text, sighting] : refused_) texts->insert(text);
    column_.refused = std::move(texts);
    if (is_settled()) return;
    std::map<std::string, Sighting> by_reason;
    for (const auto& [text, s] : refused_) {
      Sighting& sum = by_reason[s.reason];
      if (sum.count == 0) sum = {0, s.row, s.value, s.reason};
      sum.count += s.count;
    }
    std::string remedy = lines(table);
    for (const auto& [reason, s] : by_reason) {
      plan.misfits.push_back({table, column_.source, s.row, s.value, reason, s.count, remedy});
      remedy.clear();
    }
  }

 private:
  /// Rows or values that do not fit are set aside or dropped, as asked for.
  [[nodiscard]] bool is_settled() {
    if (column_.on_misfit != MisfitAction::refuse) return true;
    if (rule_.null_on_misfit && !column_.not_null) {
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
    Json batch = Json::array();
    for (std::size_t i = first; i < last; ++i) batch.push_back({{"n", i}, {"c", literal(texts[i])}});
    try {
      for (const Fields& f : session_.query(sql_, {batch.dump()})) {
        const std::string& sent = texts[std::stoull(f[0].value())];
        const std::string read = f[1].value_or("");
        const bool same = column_.via_json ? is_same_array(sent, read) : read == sent;
        if (!same) pending_[sent].reason = column_.type + " reads it as " + show(Value::text(read));
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

  [[nodiscard]] std::string literal(const std::string& text) const {
    if (!column_.via_json) return text;
    std::string array;
    (void)append_array_literal(text, array);
    return array;
  }

  [[nodiscard]] std::string lines(const std::string& table) const {
    ColumnTrial trial{table, column_.source, column_.not_null, {}};
    const bool only_empty = refused_.size() == 1 && refused_.contains("");
    if (only_empty && !column_.not_null)
      trial.candidates.push_back({column_, "empty_as_null = true  # lossy: empty text becomes NULL"});
    return remedy_text(trial, std::vector<bool>(trial.candidates.size(), true));
  }

  Session& session_;
  ColumnPlan& column_;
  ColumnRule rule_;
  ValueCheck check_;
  ColumnStandIn stand_in_;
  std::string sql_;
  FieldBuffer field_;
  Sightings pending_, refused_;
  std::unordered_set<std::size_t> good_;
  std::size_t bytes_ = 0;
};

void check_table(Session& session, RowSource& source, TablePlan& table, Plan& plan) {
  const Table* from = source.schema().find_table(table.source);
  if (from == nullptr) return;
  const MappingFile mapping = MappingFile::parse(plan.mapping);
  std::vector<ColumnOnServer> columns;
  for (ColumnPlan& c : table.columns) {
    const bool by_text = c.via_text || c.via_json;
    if (!by_text || c.generated || c.source_index < 0) continue;
    const Column& column = from->columns[static_cast<std::size_t>(c.source_index)];
    columns.emplace_back(session, c, mapping.column_rule(table.source, column, plan.options));
  }
  if (columns.empty()) return;
  const auto reader = source.reader();
  const auto cursor = reader->scan(*from, {});
  for (Row row; cursor->next(row);) {
    for (ColumnOnServer& column : columns) column.see(row[column.source_index()], *cursor);
  }
  for (ColumnOnServer& column : columns) column.report(table.source, plan);
}

}  // namespace

void check_on_server(Session& session, RowSource& source, Plan& plan) {
  for (TablePlan& table : plan.tables) check_table(session, source, table, plan);
}

std::string server_reading_sql(const ColumnPlan& column) {
  const std::string value = column.via_json ? "pg_catalog.to_jsonb(x.c)" : "x.c";
  return "SELECT x.n, " + value +
         "::pg_catalog.text FROM pg_catalog.jsonb_to_recordset($1::pg_catalog.jsonb) AS x(n pg_catalog.int4, c " +
         column.type + ")";
}

}  // namespace lite2pg
