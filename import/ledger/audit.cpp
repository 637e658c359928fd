#include "import/ledger/audit.h"

#include "import/ledger/schema.h"

namespace lite2pg {
namespace {

/// What the hash of an event covers: a JSON array, so that no two different events have the same text, with the time in
/// a form that no session setting changes.
std::string hash_sql(const std::string& previous, const std::string& event) {
  return "encode(sha256(convert_to(json_build_array(" + previous + ", " + event + ".seq, " + event + ".run, to_char(" +
         event + ".at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), " + event + ".who, " + event + ".kind, " +
         event + ".detail)::text, 'UTF8')), 'hex')";
}

}  // namespace

void add_event(Session& session, std::string_view run, std::string_view kind, const std::string& detail_json) {
  // The row lock on lite2pg.ledger puts events of concurrent runs in one order.
  session.execute(
      "WITH head AS (SELECT events, last_hash FROM lite2pg.ledger FOR UPDATE), "
      "new AS (SELECT head.events + 1 AS seq, $1::text AS run, clock_timestamp() AS at, "
      "session_user || coalesce('@' || host(inet_client_addr()), '') AS who, $2::text AS kind, $3::json AS detail, "
      "head.last_hash AS previous FROM head), "
      "added AS (INSERT INTO lite2pg.event (seq, run, at, who, kind, detail, hash) "
      "SELECT seq, run, at, who, kind, detail, " +
          hash_sql("new.previous", "new") +
          " FROM new RETURNING seq, hash) "
          "UPDATE lite2pg.ledger SET events = added.seq, last_hash = added.hash FROM added",
      {std::string(run), std::string(kind), detail_json});
}

AuditResult verify_audit(Session& session) {
  AuditResult result;
  if (!has_ledger(session)) return result;
  const auto rows =
      session.query("WITH chain AS (SELECT e.seq, e.hash, lag(e.seq, 1, 0::bigint) OVER w AS before, e.hash = " +
                    hash_sql("lag(e.hash, 1, '') OVER w", "e") +
                    " AS intact FROM lite2pg.event e WINDOW w AS (ORDER BY e.seq)) "
                    "SELECT seq, before, intact FROM chain WHERE NOT intact OR before <> seq - 1 ORDER BY seq");
  for (const Fields& row : rows) {
    const std::int64_t seq = std::stoll(text_of(row, 0)), before = std::stoll(text_of(row, 1));
    for (std::int64_t missing = before + 1; missing < seq && missing < before + 1000; ++missing) {
      result.faults.push_back("event " + std::to_string(missing) + " is missing");
    }
    if (before == seq - 1) {
      result.faults.push_back("event " + std::to_string(seq) + " or the one before it was altered");
    }
  }
  const auto head = session.query(
      "SELECT l.events, l.last_hash = coalesce((SELECT hash FROM lite2pg.event WHERE seq = l.events), ''), "
      "(SELECT count(*) FROM lite2pg.event) FROM lite2pg.ledger l");
  if (head.empty()) {
    result.faults.emplace_back("the ledger's own row is missing");
    return result;
  }
  result.events = std::stoull(text_of(head[0], 2));
  if (text_of(head[0], 1) != "t") {
    result.faults.push_back("event " + text_of(head[0], 0) + ", the last one, was altered or is missing");
  }
  return result;
}

std::vector<AuditEvent> events_of(Session& session, std::string_view run) {
  std::vector<AuditEvent> events;
  if (!has_ledger(session)) return events;
  for (const Fields& row : session.query("SELECT seq, run, at, who, kind, detail FROM lite2pg.event "
                                         "WHERE $1 = '' OR run = $1 ORDER BY seq",
                                         {std::string(run)})) {
    events.push_back({std::stoll(text_of(row, 0)), text_of(row, 1), text_of(row, 2), text_of(row, 3), text_of(row, 4),
                      text_of(row, 5)});
  }
  return events;
}

}  // namespace lite2pg
