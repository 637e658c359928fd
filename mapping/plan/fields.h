// Which fields of a plan its JSON document has: one list a struct, which serves writing and reading alike.
//
// `io(key, field)` leaves out what is empty, zero or false; `io.always(key, field)` is for fields whose default is
// something else. A new field needs one line here.
#pragma once

#include "mapping/plan/plan.h"

namespace lite2pg {

template <typename Io>
void fields(Io& io, Column& c) {
  io.always("name", c.name);
  io.always("declared_type", c.declared_type);
  io("not_null", c.not_null);
  io("not_null_conflict", c.not_null_conflict);
  io("key_position", c.key_position);
  io("default", c.default_sql);
  io("generated", c.generated);
  io("generated_sql", c.generated_sql);
  io("collation", c.collation);
  io("comment", c.comment);
  io("unreadable", c.unreadable);
}

template <typename Io>
void fields(Io& io, IndexPart& p) {
  io.always("column", p.column);
  io("expression", p.expression);
  io("descending", p.descending);
  io("collation", p.collation);
}

template <typename Io>
void fields(Io& io, Index& i) {
  io.always("name", i.name);
  io("origin", i.origin);
  io("unique", i.unique);
  io("parts", i.parts);
  io("where", i.where);
  io("constraint_name", i.constraint_name);
  io("conflict_clause", i.conflict_clause);
  io("sql", i.sql);
  io("position", i.position);
}

template <typename Io>
void fields(Io& io, ForeignKey& f) {
  io("id", f.id);
  io("name", f.name);
  io("columns", f.columns);
  io.always("parent", f.parent);
  io("parent_columns", f.parent_columns);
  io.always("on_update", f.on_update);
  io.always("on_delete", f.on_delete);
  io("deferrable", f.deferrable);
  io("initially_deferred", f.initially_deferred);
}

template <typename Io>
void fields(Io& io, Check& c) {
  io("name", c.name);
  io("expression", c.expression);
  io.always("column", c.column);
}

template <typename Io>
void fields(Io& io, Table& t) {
  io.always("name", t.name);
  io("kind", t.kind);
  io("strict", t.strict);
  io.always("columns", t.columns);
  io.always("rowid_alias", t.rowid_alias);
  io("autoincrement", t.autoincrement);
  io("sequence", t.sequence);
  io("key_name", t.key_name);
  io("key_conflict_clause", t.key_conflict_clause);
  io("indexes", t.indexes);
  io("foreign_keys", t.foreign_keys);
  io("checks", t.checks);
  io("comment", t.comment);
  io("unparsed", t.unparsed);
  io("sql", t.sql);
  io("position", t.position);
}

template <typename Io>
void fields(Io& io, View& v) {
  io.always("name", v.name);
  io("sql", v.sql);
  io("position", v.position);
}

template <typename Io>
void fields(Io& io, Trigger& t) {
  io.always("name", t.name);
  io("table", t.table);
  io("sql", t.sql);
  io("position", t.position);
}

template <typename Io>
void fields(Io& io, BookkeepingRow& r) {
  io.always("table", r.table);
  io.always("fields", r.fields);
}

template <typename Io>
void fields(Io& io, FileFacts& f) {
  io("page_size", f.page_size);
  io("auto_vacuum", f.auto_vacuum);
  io("journal_mode", f.journal_mode);
  io("bookkeeping", f.bookkeeping);
}

template <typename Io>
void fields(Io& io, Schema& s) {
  io.always("encoding", s.encoding);
  io("sqlite_version", s.sqlite_version);
  io("user_version", s.user_version);
  io("application_id", s.application_id);
  io("file", s.file);
  io.always("tables", s.tables);
  io("views", s.views);
  io("triggers", s.triggers);
}

template <typename Io>
void fields(Io& io, Offenders& o) {
  io("count", o.count);
  io("first_row", o.first_row);
}

template <typename Io>
void fields(Io& io, TemporalForms& t) {
  io("marks", t.marks);
  io.always("offset_min", t.offset_min);
  io.always("offset_max", t.offset_max);
  io.since("date_min", t.date_min);
  io.since("date_max", t.date_max);
  io.since("number_min", t.number_min);
  io.since("number_max", t.number_max);
}

template <typename Io>
void fields(Io& io, WordEvidence& w) {
  io("pairs", w.pairs);
  io("odd_case", w.odd_case);
  io("others", w.others);
}

template <typename Io>
void fields(Io& io, UuidEvidence& u) {
  io("forms", u.forms);
  io("lower", u.lower);
  io("upper", u.upper);
  io("others", u.others);
}

template <typename Io>
void fields(Io& io, DecimalEvidence& d) {
  io("integral_digits", d.integral_digits);
  io.always("fraction_min", d.fraction_min);
  io("fraction_max", d.fraction_max);
  io("others", d.others);
}

template <typename Io>
void fields(Io& io, UnitEvidence& u) {
  io("any", u.any);
  io("several", u.several);
  io("unit", u.unit);
}

template <typename Io>
void fields(Io& io, TextEvidence& t) {
  io("temporal", t.temporal);
  io("not_temporal", t.not_temporal);
  io("no_date", t.no_date);
  io("infinite", t.infinite);
  io("spelled", t.spelled);
  io("words", t.words);
  io("uuid", t.uuid);
  io("not_json", t.not_json);
  io("decimal", t.decimal);
  io("unit", t.unit);
}

template <typename Io>
void fields(Io& io, ColumnCensus& c) {
  io.always("counts", c.counts);
  io("first_row", c.first_row);
  io.always("integer_min", c.integer_min);
  io.always("integer_max", c.integer_max);
  io.always("real_min", c.real_min);
  io.always("real_max", c.real_max);
  io("real_integral", c.real_integral);
  io("real_nonfinite", c.real_nonfinite);
  io("real_negative_zero", c.real_negative_zero);
  io("real_inexact_units", c.real_inexact_units);
  io("integer_no_digits", c.integer_no_digits);
  io("decimal_fraction_digits", c.decimal_fraction_digits);
  io("text_empty", c.text_empty);
  io("text_nul", c.text_nul);
  io("text_invalid_utf8", c.text_invalid_utf8);
  io("text_max_chars", c.text_max_chars);
  io("text_max_bytes", c.text_max_bytes);
  io("text_like_integer", c.text_like_integer);
  io("text_like_real", c.text_like_real);
  io("text_like_blob", c.text_like_blob);
  io("text", c.text);
  // By what was ruled out, so that a document without the key, an older one for instance, rules out nothing.
  constexpr unsigned all_orders = 3;
  auto ruled_out = static_cast<std::uint8_t>(~c.uuid_orders & all_orders);
  io("uuid_orders_ruled_out", ruled_out);
  c.uuid_orders = static_cast<std::uint8_t>(~ruled_out & all_orders);
  io.always("blob_min_bytes", c.blob_min_bytes);
  io("blob_max_bytes", c.blob_max_bytes);
  io("total_bytes", c.total_bytes);
}

template <typename Io>
void fields(Io& io, ColumnPlan& c) {
  io.always("source", c.source);
  io.always("target", c.target);
  io.always("source_index", c.source_index);
  io.always("declared_type", c.declared_type);
  io.always("type", c.type);
  io.always("codec", c.codec);
  io.always("fidelity", c.fidelity);
  io.always("evidence", c.evidence);
  io("not_null", c.not_null);
  io("identity", c.identity);
  io("generated", c.generated);
  io("via_text", c.via_text);
  io("via_json", c.via_json);
  io("labels", c.labels);
  io("label_form", c.label_form);
  io("unit", c.wording.unit);
  io("true_words", c.wording.true_words);
  io("false_words", c.wording.false_words);
  io("null_words", c.wording.null_words);
  io("spelling", c.wording.spelling);
  io("null_as", c.null_as);
  io("on_misfit", c.on_misfit);
  io("generated_sql", c.generated_sql);
  io("default_sql", c.default_sql);
  io("collation", c.collation);
}

template <typename Io>
void fields(Io& io, TablePlan& t) {
  io.always("source", t.source);
  io.always("target", t.target);
  io("key", t.key);
  io("rows", t.rows);
  io("bytes", t.bytes);
  io("partition_by", t.partition_by);
  io("months", t.months);
  io("sequence", t.sequence);
  io("sequence_name", t.sequence_name);
  io("tenant", t.tenant);
  io("tenant_partitions", t.tenant_partitions);
  io.always("columns", t.columns);
}

template <typename Io>
void fields(Io& io, SequencePlan& s) {
  io.always("sequence", s.sequence);
  io("table", s.table);
  io("column", s.column);
  io("above", s.above);
}

template <typename Io>
void fields(Io& io, ObjectPlan& o) {
  io.always("kind", o.kind);
  io.always("name", o.name);
  io("table", o.table);
  io.always("status", o.status);
  io("reason", o.reason);
  io("skipped", o.skipped);
  io("phase", o.phase);
  io("sql", o.sql);
  io("target_table", o.target_table);
  io("target_parent", o.target_parent);
  io("target_name", o.target_name);
  io("original", o.original);
  io("sketch", o.sketch);
}

template <typename Io>
void fields(Io& io, Remedy& r) {
  io.always("section", r.section);
  io("choices", r.choices);
}

template <typename Io>
void fields(Io& io, MisfitReport& m) {
  io.always("table", m.table);
  io.always("column", m.column);
  io("rowid", m.rowid);
  io("value", m.value);
  io("reason", m.reason);
  io("count", m.count);
  io("remedies", m.remedy);  // Reports have it as text.
}

template <typename Io>
void fields(Io& io, TenantOptions& o) {
  io("column", o.column);
  io("partitions", o.partitions);
  auto whole = !o.set_lists;
  io("no_set_lists", whole);
  o.set_lists = !whole;
}

template <typename Io>
void fields(Io& io, PlanOptions& o) {
  io.always("on_misfit", o.on_misfit);
  io.always("empty_text", o.empty_text);
  io.always("orphans", o.orphans);
  io.always("identifiers", o.identifiers);
  io("tables", o.tables);
  io("exclude", o.exclude);
  io("where", o.where);
  io("comments", o.comments);
  io("triggers", o.triggers);
  io("text_collation", o.text_collation);
  io("integers", o.integers);
  io("timestamps", o.timestamps);
  io("json", o.json);
  io("keep_target", o.keep_target);
  io("existing", o.existing);
  io("strict", o.strict);
  io("tenant", o.tenant);
}

}  // namespace lite2pg
