// Which objects there are, in the order in which a load makes them.
#include "mapping/objects/objects.h"

#include <algorithm>

#include "common/error.h"
#include "common/text.h"
#include "mapping/objects/object_planner.h"
#include "mapping/sql/parser/tokenizer.h"
#include "mapping/target/quote.h"

namespace lite2pg {
namespace {

ObjectKind kind_of(const Table& table) noexcept {
  return table.kind == TableKind::rtree ? ObjectKind::virtual_table : ObjectKind::table;
}

void refuse_too_many_columns(const TablePlan& table) {
  if (table.columns.size() <= most_columns) return;
  throw Error(ExitCode::refused,
              "table '" + table.source + "' has " + with_thousands(table.columns.size()) +
                  " columns; a PostgreSQL table has at most 1,600",
              "leave columns out by `skip = true` in a mapping file");
}

}  // namespace

void mark(ObjectPlan& object, ObjectStatus status, const std::string& reason) {
  object.status = std::max(object.status, status);
  if (!reason.empty()) object.reason += (object.reason.empty() ? "" : "; ") + reason;
}

void note_all(ObjectPlan& object, const Notes& notes) {
  for (const std::string& note : notes.texts()) mark(object, ObjectStatus::changed, note);
  for (const std::string& remark : notes.remarks()) mark(object, ObjectStatus::carried, remark);
}

void leave_out(ObjectPlan& object, const std::string& reason) {
  object.reason.clear();
  mark(object, ObjectStatus::not_carried, reason);
  object.phase = Phase::none;
  object.sql.clear();
}

const ColumnPlan* find_column(const TablePlan& table, int source_index) {
  const auto found = std::ranges::find(table.columns, source_index, &ColumnPlan::source_index);
  return source_index < 0 || found == table.columns.end() ? nullptr : &*found;
}

/// Of a long text what stands around the place.
std::string describe(const SqlError& error, std::string_view text) {
  constexpr std::size_t shown = 200, before = 60;
  std::size_t begin = 0;
  if (text.size() > shown && error.position() > before) begin = error.position() - before;
  const auto is_continuation = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  begin = std::min(begin, text.size());
  std::size_t end = std::min(text.size(), begin + shown);
  while (is_continuation(begin)) ++begin;
  while (is_continuation(end)) ++end;
  std::string excerpt(text.substr(begin, end - begin));
  std::ranges::replace_if(
      excerpt, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return std::string(error.what()) + ", at byte " + std::to_string(error.position() + 1) +
         " of: " + (begin > 0 ? "..." : "") + excerpt + (end < text.size() ? "..." : "");
}

/// makeObjectName() in PostgreSQL's src/backend/commands/indexcmds.c: the longer of the two gives way.
std::string composed_name(const std::string& table, const std::string& columns, std::string_view suffix) {
  std::string first = table, second = columns;
  const std::size_t room = longest_identifier - suffix.size() - (columns.empty() ? 1 : 2);
  while (first.size() + second.size() > room) (first.size() > second.size() ? first : second).pop_back();
  const auto whole = [](std::string& s) {  // No half characters.
    while (!s.empty() && (static_cast<unsigned char>(s.back()) & 0xC0) == 0x80) s.pop_back();
    if (!s.empty() && static_cast<unsigned char>(s.back()) >= 0xC0) s.pop_back();
  };
  if (first.size() < table.size()) whole(first);
  if (second.size() < columns.size()) whole(second);
  return first + (second.empty() ? "" : "_" + second) + "_" + std::string(suffix);
}

ObjectPlanner::ObjectPlanner(Plan& plan, const MappingFile& mapping)
    : plan_(plan), mapping_(mapping), utf8_(plan.schema.encoding == "UTF-8") {}

void ObjectPlanner::run() {
  plan_collations();
  claim_table_names();
  for (std::size_t t = 0; t < plan_.tables.size(); ++t) plan_table(t);
  plan_left_out_tables();
  plan_foreign_keys();
  plan_virtual_tables();
  plan_views();
  plan_triggers();
  if (plan_.options.comments) plan_comments();
}

/// Tables come first, with the sequences that PostgreSQL makes for their identities.
void ObjectPlanner::claim_table_names() {
  for (const TablePlan& table : plan_.tables) {
    (void)relations_.claim(table.target);
    constraints_.emplace(table.target, NameRegistry(NameRegistry::Kind::constraint));
  }
  for (TablePlan& table : plan_.tables) {
    const ColumnPlan* id = find_column(table, source_of(table).rowid_alias);
    if (id == nullptr) continue;
    std::string name = composed_name(table.target, id->target, "seq");
    for (int n = 1; relations_.is_taken(name); ++n) {
      name = composed_name(table.target, id->target, "seq" + std::to_string(n));
      table.sequence_name = name;
    }
    (void)relations_.claim(name);
  }
}

TranslatorOptions ObjectPlanner::options(Notes& notes) const {
  return {.utf8 = utf8_, .sqlite_version = plan_.schema.sqlite_version, .notes = &notes};
}

bool ObjectPlanner::skip(ObjectPlan& object) {
  if (!mapping_.skips_object(object.table, object.name)) return false;
  leave_out(object, "the mapping file skips it");
  object.skipped = true;
  return true;
}

ObjectPlan& ObjectPlanner::add(ObjectKind kind, std::string name, std::string table) {
  ObjectPlan& object = plan_.objects.emplace_back();
  object.kind = kind;
  object.name = std::move(name);
  object.table = std::move(table);
  return object;
}

std::string ObjectPlanner::relation_name(ObjectPlan& object, const std::string& wish) {
  const GivenName given = relations_.claim(styled(wish, plan_.options.identifiers));
  if (given.changed()) mark(object, ObjectStatus::changed, "named \"" + given.name + "\": " + given.why);
  return given.name;
}

std::string ObjectPlanner::constraint_name(ObjectPlan& object, const TablePlan& table, const std::string& own,
                                           const std::string& columns, std::string_view suffix) {
  NameRegistry& names = constraints_.at(table.target);
  const bool relation = object.kind == ObjectKind::primary_key || object.kind == ObjectKind::unique;
  std::string wish = styled(own, plan_.options.identifiers);
  if (own.empty()) {
    wish = composed_name(table.target, columns, suffix);
    for (int n = 1; names.is_taken(wish) || (relation && relations_.is_taken(wish)); ++n) {
      wish = composed_name(table.target, columns, std::string(suffix) + std::to_string(n));
    }
    object.name = wish;
  }
  GivenName given = relation ? relations_.claim(wish) : names.claim(wish);
  if (relation) (void)names.claim(given.name);
  if (given.changed()) mark(object, ObjectStatus::changed, "named \"" + given.name + "\": " + given.why);
  return given.name;
}

bool ObjectPlanner::in_scope(std::string_view table) const {
  return is_selected(std::string(table), plan_.options.tables, plan_.options.exclude);
}

const TableCensus* ObjectPlanner::census_of(const TablePlan& table) const {
  const auto found = std::ranges::find(plan_.census, table.source, &TableCensus::table);
  return found == plan_.census.end() ? nullptr : &*found;
}

const Table& ObjectPlanner::source_of(const TablePlan& table) const {
  return *std::ranges::find(plan_.schema.tables, table.source, &Table::name);
}

void ObjectPlanner::plan_table(std::size_t t) {
  TablePlan& table = plan_.tables[t];
  const Table& source = source_of(table);
  refuse_too_many_columns(table);
  ObjectPlan& object = add(kind_of(source), source.name, source.name);
  if (table.target != source.name) mark(object, ObjectStatus::changed, "named \"" + table.target + "\"");
  if (!source.unparsed.empty()) {
    mark(object, ObjectStatus::changed, "without its checks and whatever else only its SQL tells: " + source.unparsed);
  }
  if (source.kind == TableKind::rtree) plan_rtree(object, table, source);
  scopes_[table.source].add(scope_of(table, source));
  plan_columns(t);
  plan_primary_key(table, source);
  plan_indexes(table, source);
  plan_checks(table, source);
}

/// Tables in scope that the plan has not: the mapping file skips them, or an archive was made without them.
void ObjectPlanner::plan_left_out_tables() {
  for (const Table& table : plan_.schema.tables) {
    if (!table.holds_rows() || !in_scope(table.name) || plan_.find_table(table.name) != nullptr) continue;
    leave_out(add(kind_of(table), table.name, table.name), "left out, with all that belongs to it");
  }
}

void ObjectPlanner::plan_comments() {
  for (const TablePlan& table : plan_.tables) {
    const Table& source = source_of(table);
    const std::string name = quote_identifier(table.target);
    if (!source.comment.empty()) {
      ObjectPlan& object = add(ObjectKind::comment, source.name, source.name);
      if (skip(object)) continue;
      object.phase = Phase::final_;
      object.sql = {"COMMENT ON TABLE " + name + " IS " + quote_literal(source.comment)};
    }
    for (const ColumnPlan& column : table.columns) {
      if (column.source_index < 0) continue;
      const Column& of = source.columns[static_cast<std::size_t>(column.source_index)];
      if (of.comment.empty()) continue;
      ObjectPlan& object = add(ObjectKind::comment, source.name + "." + of.name, source.name);
      if (skip(object)) continue;
      object.phase = Phase::final_;
      object.sql = {"COMMENT ON COLUMN " + name + "." + quote_identifier(column.target) + " IS " +
                    quote_literal(of.comment)};
    }
  }
}

namespace {

/// About as many as there will be. What grows by doubling is there twice while it grows, which for thousands of tables
/// is megabytes.
std::size_t expected_objects(const Schema& schema) {
  std::size_t count = schema.views.size() + schema.triggers.size();
  for (const Table& t : schema.tables) {
    constexpr std::size_t table_and_key = 2;
    count += table_and_key + (t.rowid_alias >= 0 ? 1 : 0) + t.indexes.size() + t.foreign_keys.size() + t.checks.size();
    for (const Column& c : t.columns) count += c.default_sql || c.generated != Generated::no ? 1 : 0;
  }
  return count;
}

}  // namespace

void plan_objects(Plan& plan, const MappingFile& mapping) {
  plan.objects.reserve(expected_objects(plan.schema));
  ObjectPlanner(plan, mapping).run();
  if (plan.objects.capacity() > plan.objects.size() * 3 / 2) plan.objects.shrink_to_fit();
}

}  // namespace lite2pg
