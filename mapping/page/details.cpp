// Tables and columns; differences and misfits with their values.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "common/text.h"
#include "mapping/page/sections.h"
#include "mapping/page/sha256.h"

namespace lite2pg::page {
namespace {

bool continues_a_sequence(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// How many bytes both begin with, cut between code points.
std::size_t common_front(std::string_view a, std::string_view b) {
  std::size_t n = 0;
  while (n < a.size() && n < b.size() && a[n] == b[n]) ++n;
  while (n > 0 && ((n < a.size() && continues_a_sequence(a[n])) || (n < b.size() && continues_a_sequence(b[n])))) --n;
  return n;
}

std::size_t common_back(std::string_view a, std::string_view b) {
  std::size_t n = 0;
  while (n < a.size() && n < b.size() && a[a.size() - 1 - n] == b[b.size() - 1 - n]) ++n;
  while (n > 0 && (continues_a_sequence(a[a.size() - n]) || continues_a_sequence(b[b.size() - n]))) --n;
  return n;
}

/// The value with the part that the other one does not have marked.
void append_marked(Html& html, std::string_view value, std::string_view other) {
  const std::size_t front = common_front(value, other);
  const std::size_t back = common_back(value.substr(front), other.substr(front));
  html.open("td", {{"class", "value"}}).open("bdi").text(value.substr(0, front));
  const std::string_view middle = value.substr(front, value.size() - front - back);
  if (!middle.empty()) html.element("mark", middle);
  html.text(value.substr(value.size() - back)).close("bdi").close("td");
}

void append_difference(Html& html, const Report& d, const PageOptions& options) {
  const std::string source = text_at(d, "source"), target = text_at(d, "target");
  html.open("tr").element("td", text_at(d, "kind"));
  html.open("td", {{"class", "value"}}).element("bdi", shown_key(text_at(d, "key"), options)).close("td");
  html.open("td").element("bdi", text_at(d, "column")).close("td");
  if (options.redact) {
    html.raw("<td>(left out)</td><td>(left out)</td>");
  } else {
    append_marked(html, source, target);
    append_marked(html, target, source);
  }
  const bool drift = d.contains("drift") && d["drift"] == true;
  const std::string cause = options.redact ? std::string() : text_at(d, "cause");
  html.element("td", drift ? (cause.empty() ? "drift" : "drift; " + cause) : cause).close("tr");
}

void append_columns(Html& html, const Report& table) {
  html.raw(
      "<div class=\"wide\"><table><thead><tr><th>column</th><th>in PostgreSQL</th><th>type</th><th>codec</th>"
      "<th>fidelity</th></tr></thead><tbody>");
  for (const Report& c : list_at(table, "columns")) {
    const std::string fidelity = text_at(c, "fidelity");
    html.open("tr").open("td").element("bdi", text_at(c, "source")).close("td");
    html.open("td").element("bdi", text_at(c, "target")).close("td");
    html.element("td", text_at(c, "type")).open("td").element("code", text_at(c, "codec")).close("td");
    html.element("td", fidelity, {{"class", fidelity == "exact" ? "good" : fidelity == "lossy" ? "bad" : "warn"}});
    html.close("tr");
  }
  html.raw("</tbody></table></div>");
}

std::string rows_text(const Report& table) {
  const std::string source = text_at(table, "rows_source"), target = text_at(table, "rows_target");
  const auto thousands = [&](const std::string& key) { return with_thousands(count_at(table, key)); };
  if (source.empty() || target.empty() || source == target) {
    return thousands(target.empty() ? "rows_source" : "rows_target") + " rows";
  }
  return thousands("rows_source") + " rows in SQLite, " + thousands("rows_target") + " in PostgreSQL";
}

}  // namespace

std::string shown_key(const std::string& key, const PageOptions& options) {
  constexpr std::size_t digits = 16;
  return options.redact ? "sha256:" + sha256_hex(key).substr(0, digits) : key;
}

Html difference_section(const Report& report, const PageOptions& options) {
  Html html;
  for (const Report& table : list_at(report, "tables")) {
    const Report& differences = list_at(table, "differences");
    if (differences.empty()) continue;
    if (html.empty()) html.element("h2", "Differences");
    const std::uint64_t total = std::max<std::uint64_t>(count_at(table, "differences_total"), differences.size());
    html.open("h3").element("bdi", text_at(table, "source")).text(": " + counted(total, "difference"));
    if (total > differences.size()) html.text(", the first " + std::to_string(differences.size()) + " of them");
    html.close("h3");
    html.raw(
        "<div class=\"wide\"><table><thead><tr><th>kind</th><th>row</th><th>column</th><th>SQLite</th>"
        "<th>PostgreSQL</th><th>probable cause</th></tr></thead><tbody>");
    for (const Report& d : differences) append_difference(html, d, options);
    html.raw("</tbody></table></div>");
  }
  return html;
}

Html misfit_section(const Report& report, const PageOptions& options) {
  Html html;
  const Report& misfits = list_at(report, "misfits");
  if (misfits.empty()) return html;
  html.element("h2", "Values that do not fit");
  std::set<std::string> remedies;  // files of a fleet may share one
  for (const Report& m : misfits) {
    html.open("h3").element("bdi", text_at(m, "table") + "." + text_at(m, "column")).close("h3");
    html.open("p").text(text_at(m, "reason") + "; " + counted(count_at(m, "count"), "value"));
    const std::string file = text_at(m, "file");
    if (!options.redact && !file.empty()) html.text(" in ").element("bdi", file);
    if (!options.redact) html.text(", first at ").element("bdi", text_at(m, "rowid")).text(": ");
    if (!options.redact) html.element("code", text_at(m, "value"));
    html.close("p");
    const std::string remedy = text_at(m, "remedy");
    if (!remedy.empty() && remedies.insert(remedy).second) html.element("pre", remedy);
  }
  return html;
}

Html table_section(const Report& report) {
  Html html;
  const Report& tables = list_at(report, "tables");
  if (tables.empty()) return html;
  html.element("h2", "Tables and columns");
  for (const Report& table : tables) {
    const std::string source = text_at(table, "source"), target = text_at(table, "target");
    html.raw("<details open>").open("summary").open("bdi").text(source);
    if (source != target && !target.empty()) html.text(" -> " + target);
    html.close("bdi").text(": " + rows_text(table) + ", " + text_at(table, "verdict")).close("summary");
    if (const std::string digest = text_at(table, "digest_source"); !digest.empty()) {
      html.open("p", {{"class", "soft"}}).text("digest ").element("code", digest);
      const std::string other = text_at(table, "digest_target");
      if (!other.empty()) html.text(digest == other ? ", the same on both sides" : ", in PostgreSQL ");
      if (!other.empty() && other != digest) html.element("code", other);
      html.close("p");
    }
    append_columns(html, table);
    html.raw("</details>");
  }
  return html;
}

}  // namespace lite2pg::page
