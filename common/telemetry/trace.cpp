#include "common/telemetry/trace.h"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>

#include "common/json_text.h"
#include "common/version.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

std::uint64_t unix_ns() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

/// Random hex digits; never all zero, which the specification forbids.
std::string random_hex(std::size_t digits) {
  std::random_device random;
  std::string hex;
  while (hex.size() < digits) hex += "0123456789abcdef"[random() % 16];
  hex.back() = hex.back() == '0' ? '1' : hex.back();
  return hex;
}

bool is_hex(std::string_view text) {
  const bool hex = std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  return hex && std::ranges::any_of(text, [](char c) { return c != '0'; });
}

Json attribute(const std::string& key, const SpanValue& value) {
  Json json = {{"key", key}};
  if (const auto* text = std::get_if<std::string>(&value)) json["value"]["stringValue"] = *text;
  if (const auto* number = std::get_if<std::int64_t>(&value)) json["value"]["intValue"] = std::to_string(*number);
  if (const auto* real = std::get_if<double>(&value)) json["value"]["doubleValue"] = *real;
  return json;
}

Json span_json(const Span& span, const std::string& trace_id) {
  constexpr int kind_internal = 1, status_ok = 1, status_error = 2;
  Json json = {{"traceId", trace_id}, {"spanId", span.id}};
  if (!span.parent.empty()) json["parentSpanId"] = span.parent;
  json["name"] = span.name;
  json["kind"] = kind_internal;
  json["startTimeUnixNano"] = std::to_string(span.start_ns);
  json["endTimeUnixNano"] = std::to_string(span.end_ns);
  json["attributes"] = Json::array();
  for (const auto& [key, value] : span.attributes) json["attributes"].push_back(attribute(key, value));
  json["status"]["code"] = span.error.empty() ? status_ok : status_error;
  if (!span.error.empty()) json["status"]["message"] = span.error;
  return json;
}

std::string lane_of(const Span& span, const std::string& root) {
  if (span.parent == root) return "phases";
  return span.thread == 0 ? "main" : "worker " + std::to_string(span.thread);
}

std::size_t discard(char*, std::size_t size, std::size_t count, void*) { return size * count; }

struct CurlCloser {
  void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

}  // namespace

Trace::Trace(std::string service, std::string_view traceparent) : service_(std::move(service)) {
  const bool well_formed = traceparent.size() == 55 && traceparent.starts_with("00-") && traceparent[35] == '-' &&
                           traceparent[52] == '-' && is_hex(traceparent.substr(3, 32)) &&
                           is_hex(traceparent.substr(36, 16));
  trace_id_ = well_formed ? std::string(traceparent.substr(3, 32)) : random_hex(32);
  if (well_formed) remote_parent_ = traceparent.substr(36, 16);
}

Span* Trace::find(const std::string& id) {
  const auto found = std::ranges::find(spans_, id, &Span::id);
  return found == spans_.end() ? nullptr : &*found;
}

std::size_t Trace::this_thread() {
  const auto found = std::ranges::find(threads_, std::this_thread::get_id());
  if (found != threads_.end()) return static_cast<std::size_t>(found - threads_.begin());
  threads_.push_back(std::this_thread::get_id());
  return threads_.size() - 1;
}

std::string Trace::begin(std::string name, const std::string& parent) {
  Span span;
  span.id = random_hex(16);
  span.name = std::move(name);
  span.start_ns = unix_ns();
  const std::scoped_lock lock(lock_);
  span.parent = parent.empty() ? remote_parent_ : parent;
  span.thread = this_thread();
  spans_.push_back(span);
  return span.id;
}

void Trace::annotate(const std::string& span, std::string key, SpanValue value) {
  const std::scoped_lock lock(lock_);
  if (Span* s = find(span)) s->attributes.emplace_back(std::move(key), std::move(value));
}

void Trace::end(const std::string& span, std::string error) {
  const std::scoped_lock lock(lock_);
  Span* s = find(span);
  if (s == nullptr || s->end_ns != 0) return;
  s->end_ns = unix_ns();
  s->error = std::move(error);
}

std::vector<TimelineEntry> Trace::timeline(const std::string& root) {
  const std::scoped_lock lock(lock_);
  const Span* whole = find(root);
  if (whole == nullptr) return {};
  std::vector<TimelineEntry> entries;
  const std::uint64_t now = unix_ns();
  const auto seconds = [](std::uint64_t from, std::uint64_t to) {
    return to > from ? static_cast<double>(to - from) / 1e9 : 0;
  };
  for (const Span& span : spans_) {
    if (span.id == root || span.parent.empty() || span.start_ns < whole->start_ns) continue;
    entries.push_back({lane_of(span, root), span.name, seconds(whole->start_ns, span.start_ns),
                       seconds(span.start_ns, span.end_ns == 0 ? now : span.end_ns)});
  }
  std::ranges::stable_sort(entries, {}, &TimelineEntry::start);
  return entries;
}

std::string Trace::otlp_json() {
  const std::scoped_lock lock(lock_);
  Json spans = Json::array();
  for (Span& span : spans_) {
    if (span.end_ns == 0) span.end_ns = unix_ns();
    spans.push_back(span_json(span, trace_id_));
  }
  const Json resource = {
      {"attributes", {attribute("service.name", service_), attribute("service.version", std::string(version()))}}};
  const Json scope = {{"scope", {{"name", "lite2pg"}}}, {"spans", spans}};
  const Json request = {{"resourceSpans", {{{"resource", resource}, {"scopeSpans", {scope}}}}}};
  return json_text(request, NotUtf8::replaced);
}

SpanScope::SpanScope(Trace& trace, std::string name, const std::string& parent)
    : trace_(trace), id_(trace.begin(std::move(name), parent)), exceptions_(std::uncaught_exceptions()) {}

SpanScope::~SpanScope() { trace_.end(id_, std::uncaught_exceptions() > exceptions_ ? "failed" : ""); }

std::string post_trace(const std::string& endpoint, const std::string& body, long seconds) {
  const std::unique_ptr<CURL, CurlCloser> curl(curl_easy_init());
  if (!curl) return "libcurl does not start";
  const std::unique_ptr<curl_slist, CurlCloser> headers(curl_slist_append(nullptr, "Content-Type: application/json"));
  const std::string url = endpoint + (endpoint.ends_with('/') ? "" : "/") + "v1/traces";
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, seconds);
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, discard);
  const CURLcode result = curl_easy_perform(curl.get());
  return result == CURLE_OK ? "" : "no trace to " + url + ": " + curl_easy_strerror(result);
}

}  // namespace lite2pg
