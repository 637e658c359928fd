// Spans of a run (run > phase > table), written as OTLP JSON so that a migration shows in the trace of a deployment.
// Format: https://opentelemetry.io/docs/specs/otlp/ (JSON Protobuf encoding) and https://www.w3.org/TR/trace-context/.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "common/timeline.h"

namespace lite2pg {

using SpanValue = std::variant<std::string, std::int64_t, double>;

struct Span {
  std::string id;      ///< 16 hex digits
  std::string parent;  ///< 16 hex digits, or empty for a root
  std::string name;
  std::uint64_t start_ns = 0, end_ns = 0;  ///< Unix time
  std::vector<std::pair<std::string, SpanValue>> attributes;
  std::string error;       ///< Not empty: the span's status is ERROR with this message.
  std::size_t thread = 0;  ///< Which thread began it: 0 the first that the trace saw, 1 the second, ...
};

/// Collects the spans of one run. Any thread.
class Trace {
 public:
  /// `traceparent`: the header value of TRACEPARENT ("00-<32 hex>-<16 hex>-<2 hex>"); anything else starts a new trace.
  Trace(std::string service, std::string_view traceparent);

  /// Starts a span under `parent` (empty: under the caller's span of TRACEPARENT, or as a root); its id.
  std::string begin(std::string name, const std::string& parent = {});
  void annotate(const std::string& span, std::string key, SpanValue value);
  void end(const std::string& span, std::string error = {});

  /// All ended spans as one ExportTraceServiceRequest. Spans that still run end now.
  [[nodiscard]] std::string otlp_json();
  /// What was done under the span `root`, by start: its own children are phases, what is below them is work of the
  /// thread that began it. Times since it began. Spans that still run end now.
  [[nodiscard]] std::vector<TimelineEntry> timeline(const std::string& root);
  [[nodiscard]] const std::string& trace_id() const noexcept { return trace_id_; }

 private:
  [[nodiscard]] Span* find(const std::string& id);
  [[nodiscard]] std::size_t this_thread();

  std::mutex lock_;
  std::string service_, trace_id_, remote_parent_;
  std::vector<Span> spans_;
  std::vector<std::thread::id> threads_;
};

/// A span for a scope. An exception that leaves the scope marks it as failed.
class SpanScope {
 public:
  SpanScope(Trace& trace, std::string name, const std::string& parent = {});
  ~SpanScope();
  SpanScope(const SpanScope&) = delete;
  SpanScope& operator=(const SpanScope&) = delete;
  void annotate(std::string key, SpanValue value) { trace_.annotate(id_, std::move(key), std::move(value)); }
  [[nodiscard]] const std::string& id() const noexcept { return id_; }

 private:
  Trace& trace_;
  std::string id_;
  int exceptions_;
};

/// Posts a request body to ENDPOINT/v1/traces (the value of OTEL_EXPORTER_OTLP_ENDPOINT), within `seconds`.
/// Empty when it was taken, else what went wrong: telemetry never fails a run.
[[nodiscard]] std::string post_trace(const std::string& endpoint, const std::string& body, long seconds);

}  // namespace lite2pg
