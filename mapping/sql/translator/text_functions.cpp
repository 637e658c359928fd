// https://sqlite.org/lang_corefunc.html. lower() and upper() know ASCII only; trim() takes off spaces only.
#include <algorithm>
#include <optional>

#include "mapping/sql/operands/literal.h"
#include "mapping/sql/translator/functions.h"
#include "mapping/sql/translator/time_call.h"

namespace lite2pg {
namespace {

std::vector<Operand> texts(Translator& t, const Expr& e, std::vector<Operand> args) {
  for (Operand& arg : args) arg = as_text(t, std::move(arg), e);
  return args;
}

std::vector<Operand> texts(Translator& t, const Expr& e) { return texts(t, e, arguments(t, e)); }

/// function(args) of texts, NULL when one of them is NULL, as PostgreSQL's strict functions are.
Operand text_call(ValueKind kind, std::string_view function, const std::vector<Operand>& args) {
  std::string list;
  Volatility volatility = Volatility::immutable;
  for (const Operand& arg : args) {
    if (arg.kind == ValueKind::null) return null_operand();
    list += (list.empty() ? "" : ", ") + arg.sql;
    volatility = std::max(volatility, arg.volatility);
  }
  return make_operand(kind, std::string(function) + "(" + list + ")", volatility);
}

Operand counted(Operand result) {
  if (result.kind == ValueKind::null) return result;
  result.narrow = result.small = result.non_negative = true;
  return result;
}

Operand in_c(Operand text) {
  text.sql += " COLLATE \"C\"";
  return text;
}

struct Part {
  std::string start, length;  ///< As substr() counts: 1 is the first character.
  bool to_end = false;
};

/// Neither it nor a sum of two leaves 32 bits.
bool is_place(std::int64_t n) { return n >= -1'000'000'000 && n <= 1'000'000'000; }

Operand whole_number(Translator& t, const Expr& arg) {
  Operand o = as_integer(known(t.translate(arg), arg));
  if (o.kind != ValueKind::integer) refuse(arg, "substr() at " + std::string(name_of(o.kind)));
  if (o.volatility == Volatility::volatile_ && !o.non_negative) refuse(arg, "a value that changes from call to call");
  if (o.is_literal() && !is_place(o.literal->view().integer()))
    refuse(arg, "substr() at a place beyond a thousand million");
  if (!o.is_literal() && !(o.non_negative && o.narrow)) {
    t.remark("where substr() is given a place beyond 700 million, PostgreSQL refuses the row or the query (22003)");
  }
  return o;
}

/// Places beyond a thousand million wrap around in SQLite: here they are an error (22003), by way of three times the
/// place. What counts characters does not go so far.
std::string as_int(const Operand& o) {
  if (o.is_literal()) return o.sql;
  if (o.non_negative && o.narrow) return o.sql + "::integer";
  return "((" + as_bigint(o) + " * 3)::integer / 3)";
}

/// Negative starts count from the end.
std::string start_of(const Operand& start, const std::string& text) {
  const std::string from_end = "char_length(" + text + ") + 1 + " + as_int(start);
  if (start.non_negative) return as_int(start);
  if (start.is_literal()) return from_end;
  return "(CASE WHEN " + start.sql + " < 0 THEN " + from_end + " ELSE " + as_int(start) + " END)";
}

}  // namespace

Operand translate_length(Translator& t, const Expr& e) {
  std::vector<Operand> args = arguments(t, e);
  if (args[0].kind == ValueKind::blob) return counted(text_call(ValueKind::integer, "octet_length", args));
  args[0] = as_text(t, std::move(args[0]), e);
  return counted(text_call(ValueKind::integer, "char_length", args));
}

Operand translate_lower(Translator& t, const Expr& e) {
  const std::vector<Operand> args = texts(t, e);
  return args[0].kind == ValueKind::null ? null_operand() : text_call(ValueKind::text, "lower", {in_c(args[0])});
}

Operand translate_upper(Translator& t, const Expr& e) {
  const std::vector<Operand> args = texts(t, e);
  return args[0].kind == ValueKind::null ? null_operand() : text_call(ValueKind::text, "upper", {in_c(args[0])});
}

Operand translate_trim(Translator& t, const Expr& e) {
  return text_call(ValueKind::text, e.text == "trim" ? "btrim" : e.text, texts(t, e));
}

/// Nothing replaced by NULL leaves the text: SQLite looks at the second argument first.
Operand translate_replace(Translator& t, const Expr& e) {
  const std::vector<Operand> raw = arguments(t, e), args = texts(t, e, raw);
  const Operand &text = args[0], &from = args[1], &to = args[2];
  const bool something = from.is_literal() && from.sql != "''";
  const bool is_text = raw[0].kind == ValueKind::text || raw[0].kind == ValueKind::null;
  if (!something && !is_text) refuse(e, "replace() in what stays no text where there is nothing to replace");
  const bool plain = something || (to.is_literal() && to.kind != ValueKind::null) || text.kind == ValueKind::null ||
                     from.kind == ValueKind::null;
  if (plain) return text_call(ValueKind::text, "replace", args);
  if (to.kind == ValueKind::null) refuse(e, "replace() by NULL");
  const Volatility volatility = std::max(volatility_of(text, from), to.volatility);
  if (volatility == Volatility::volatile_) refuse(e, "a value that changes from call to call");
  return make_operand(ValueKind::text,
                      "(CASE WHEN " + from.sql + " = '' THEN " + text.sql + " ELSE replace(" + text.sql + ", " +
                          from.sql + ", " + to.sql + ") END)",
                      volatility);
}

Operand translate_instr(Translator& t, const Expr& e) {
  const std::vector<Operand> args = arguments(t, e);
  const bool blobs = std::ranges::any_of(args, [](const Operand& o) { return o.kind == ValueKind::blob; });
  if (blobs) refuse(e, "instr() of BLOBs");
  return counted(text_call(ValueKind::integer, "strpos", texts(t, e, args)));
}

namespace {

/// Every form of an instant begins with its day: YYYY-MM-DD. With an offset it is another day's.
std::optional<Operand> part_of_day(Translator& t, const Expr& e, const Operand& raw) {
  if (raw.kind != ValueKind::opaque || raw.column == nullptr || e.args.size() != 3) return std::nullopt;
  const Codec& codec = raw.column->codec;
  const bool instant = codec.id() == CodecId::timestamp || codec.id() == CodecId::timestamptz;
  if (!instant || codec.temporal().unit != TemporalFormat::Unit::iso || raw.column->by_hand) return std::nullopt;
  if (codec.temporal().offset_minutes != 0) return std::nullopt;
  const Operand start = whole_number(t, e.args[1]), length = whole_number(t, e.args[2]);
  if (!start.is_literal() || !length.is_literal()) return std::nullopt;
  const std::int64_t from = start.literal->view().integer(), count = length.literal->view().integer();
  if (from < 1 || count < 0 || from + count > 11) return std::nullopt;
  const std::string utc = codec.id() == CodecId::timestamptz ? " AT TIME ZONE 'UTC'" : "";
  const bool fixed = t.options().immutable;
  const std::string moment = "(" + raw.column->sql + utc + ")";
  const std::string day = fixed ? immutable_text("%Y-%m-%d", moment) : "to_char" + ("(" + moment + ", 'YYYY-MM-DD')");
  return make_operand(ValueKind::text, "substr(" + day + ", " + start.sql + ", " + length.sql + ")",
                      fixed ? Volatility::immutable : Volatility::stable);
}

}  // namespace

/// Position 0 is before the first character; a negative length takes the characters before the start.
Operand translate_substr(Translator& t, const Expr& e) {
  const Operand raw = t.translate(e.args[0]);
  if (const auto day = part_of_day(t, e, raw)) return *day;
  const Operand text = as_text(t, known(raw, e.args[0]), e.args[0]);
  if (text.kind == ValueKind::null) return null_operand();
  const Operand start = whole_number(t, e.args[1]);
  if (text.volatility == Volatility::volatile_ && !start.non_negative)
    refuse(e, "a value that changes from call to call");
  const std::string from = start_of(start, text.sql);
  const Volatility volatility = volatility_of(text, start);
  if (e.args.size() == 2) {
    if (start.is_literal() && !start.non_negative) {
      const std::string count = std::to_string(-start.literal->view().integer());
      return make_operand(ValueKind::text, "right(" + text.sql + ", " + count + ")", volatility);
    }
    return make_operand(ValueKind::text, "substr(" + text.sql + ", " + from + ")", volatility);
  }
  const Operand length = whole_number(t, e.args[2]);
  const std::string forward = "substr(" + text.sql + ", " + from + ", " + as_int(length) + ")";
  const std::string count = "(- " + as_int(length) + ")";
  const std::string backward = "substr(" + text.sql + ", " + from + " - " + count + ", " + count + ")";
  const Volatility all = std::max(volatility, length.volatility);
  if (length.non_negative) return make_operand(ValueKind::text, forward, all);
  if (length.is_literal()) return make_operand(ValueKind::text, backward, all);
  if (all == Volatility::volatile_) refuse(e, "a value that changes from call to call");
  return make_operand(ValueKind::text,
                      "(CASE WHEN " + length.sql + " < 0 THEN " + backward + " ELSE " + forward + " END)", all);
}

/// The empty text has no first character.
Operand translate_unicode(Translator& t, const Expr& e) {
  Operand result = text_call(ValueKind::integer, "ascii", texts(t, e));
  if (result.kind != ValueKind::null) result.sql = "nullif(" + result.sql + ", 0)";
  return counted(std::move(result));
}

Operand translate_hex(Translator& t, const Expr& e) {
  Operand value = arguments(t, e)[0];
  if (value.kind == ValueKind::null) return literal_operand(Value::text(""));
  if (value.kind != ValueKind::blob) {
    value = as_text(t, std::move(value), e);
    value.sql = text_as_bytea(value.sql);
  }
  return make_operand(ValueKind::text, "coalesce(upper(encode(" + value.sql + ", 'hex')), '')", value.volatility);
}

/// From the last 12 digits of random UUIDs, which are all random.
Operand translate_randomblob(Translator& t, const Expr& e) {
  constexpr std::int64_t most = 64;
  const Operand size = t.translate(e.args[0]);
  if (!size.is_literal() || size.kind != ValueKind::integer || size.literal->view().integer() > most) {
    refuse(e, "randomblob() of other than up to 64 bytes");
  }
  const std::int64_t bytes = std::max<std::int64_t>(size.literal->view().integer(), 1);
  std::string hex;
  for (std::int64_t digits = 0; digits < 2 * bytes; digits += 12) {
    const std::int64_t taken = std::min<std::int64_t>(12, 2 * bytes - digits);
    hex += (hex.empty() ? "right(gen_random_uuid()::text, " : " || right(gen_random_uuid()::text, ") +
           std::to_string(taken) + ")";
  }
  return make_operand(ValueKind::blob, "decode(" + hex + ", 'hex')", Volatility::volatile_);
}

}  // namespace lite2pg
