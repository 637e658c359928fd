// Time of one encode and one decode, a benchmark a codec: encode/NAME, decode/NAME, canonical/NAME. The values are
// 1,024 typical ones; items per second are values per second.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "mapping/codec/codec.h"
#include "mapping/codec/decode/decode.h"
#include "mapping/codec/encode/encode.h"

namespace lite2pg {
namespace {

constexpr int sample_size = 1024;

using Maker = std::function<OwnedValue(std::mt19937_64&)>;

struct Case {
  const char* codec;
  Maker make;
};

template <typename... Args>
OwnedValue text(const char* format, Args... args) {
  char out[64];
  const int n = std::snprintf(out, sizeof out, format, args...);
  return OwnedValue(Value::text({out, static_cast<std::size_t>(n)}));
}

int below(std::mt19937_64& r, int n) { return static_cast<int>(r() % static_cast<unsigned>(n)); }
OwnedValue integer(std::mt19937_64& r) { return OwnedValue(Value::of(static_cast<std::int64_t>(r() % 1'000'000))); }
OwnedValue money(std::mt19937_64& r) { return OwnedValue(Value::of((100 * below(r, 10'000) + 99) / 100.0)); }
OwnedValue measured(std::mt19937_64& r) { return OwnedValue(Value::of(static_cast<double>(r()) / 1e12)); }

OwnedValue words(std::mt19937_64& r, const char* word, int most) {
  std::string s;
  for (int n = below(r, most) + 1; n > 0; --n) s += word;
  return OwnedValue(Value::text(s));
}

OwnedValue seconds_real(std::mt19937_64& r) {
  return OwnedValue(Value::of((1.6e15 + static_cast<double>(r() % 100'000'000'000'000)) / 1e6));
}

OwnedValue stamp(std::mt19937_64& r, const char* tail) {
  char zone[16];
  std::snprintf(zone, sizeof zone, tail, below(r, 1'000'000));
  return text("20%02d-%02d-%02d %02d:%02d:%02d%s", below(r, 30), below(r, 12) + 1, below(r, 28) + 1, below(r, 24),
              below(r, 60), below(r, 60), zone);
}

OwnedValue uuid(std::mt19937_64& r) {
  return text("%08x-%04x-4%03x-a%03x-%012llx", static_cast<unsigned>(r()), below(r, 65536), below(r, 4096),
              below(r, 4096), static_cast<unsigned long long>(r() >> 16));
}

OwnedValue document(std::mt19937_64& r) {
  return OwnedValue(Value::text(R"({"id":)" + std::to_string(r() % 100'000) + R"(,"name":"Jane Doe","price":)" +
                                std::to_string(below(r, 100)) + R"(.50,"tags":["a","b\n"],"active":true})"));
}

std::vector<Case> cases() {
  return {{"int4", integer},
          {"int8", integer},
          {"boolean_number", [](auto& r) { return OwnedValue(Value::of(static_cast<std::int64_t>(r() % 2))); }},
          {"boolean_word(true_false)", [](auto& r) { return text("%s", r() % 2 == 0 ? "true" : "false"); }},
          {"float8(real)", measured},
          {"numeric", integer},
          {"numeric(10,2,mixed)", money},
          {"numeric(real)", measured},
          {"numeric_text", [](auto& r) { return text("%d.%02d", below(r, 100'000), below(r, 100)); }},
          {"text", [](auto& r) { return words(r, "lorem ipsum ", 8); }},
          {"text(200)", [](auto& r) { return words(r, "żółć 日本 ", 8); }},
          {"text_number(mixed)", [](auto& r) { return r() % 2 == 0 ? integer(r) : words(r, "abc ", 4); }},
          {"bytea", [](auto& r) { return OwnedValue(Value::blob(std::string(r() % 200, 'x'))); }},
          {"date", [](auto& r) { return text("20%02d-%02d-%02d", below(r, 30), below(r, 12) + 1, below(r, 28) + 1); }},
          {"time(seconds)", [](auto& r) { return text("%02d:%02d:%02d", below(r, 24), below(r, 60), below(r, 60)); }},
          {"timestamp(space,seconds)", [](auto& r) { return stamp(r, ""); }},
          {"timestamptz(space,seconds,fixed6,+02:00)", [](auto& r) { return stamp(r, ".%06d+02:00"); }},
          {"timestamptz(any)", [](auto& r) { return stamp(r, ".%06dZ"); }},
          {"timestamptz(epoch_s)", integer},
          {"timestamptz(epoch_s,real)", seconds_real},
          {"timestamptz(epoch_ms)", integer},
          {"uuid_text(hyphens)", uuid},
          {"uuid_blob", [](auto&) { return OwnedValue(Value::blob("0123456789abcdef")); }},
          {"json", document},
          {"jsonb", document}};
}

struct Sample {
  explicit Sample(const Case& c) : codec(parse_codec(c.codec).value()) {
    std::mt19937_64 random(1);
    for (int i = 0; i < sample_size; ++i) owned.push_back(c.make(random));
    for (const OwnedValue& v : owned) {
      values.push_back(v.view());
      FieldBuffer out;
      if (encode(codec, v.view(), out).misfit != Misfit::none) throw std::logic_error(c.codec);
      fields.emplace_back(out.view());
    }
  }

  Codec codec;
  std::vector<OwnedValue> owned;
  std::vector<Value> values;
  std::vector<std::string> fields;
};

void run_encode(benchmark::State& state, const Sample& s) {
  FieldBuffer out;
  for (auto _ : state) {
    out.clear();
    for (const Value& v : s.values) benchmark::DoNotOptimize(encode(s.codec, v, out));
  }
  state.SetItemsProcessed(state.iterations() * sample_size);
}

void run_decode(benchmark::State& state, const Sample& s) {
  std::string scratch;
  for (auto _ : state)
    for (const std::string& field : s.fields) benchmark::DoNotOptimize(decode(s.codec, field, scratch));
  state.SetItemsProcessed(state.iterations() * sample_size);
}

void run_canonical(benchmark::State& state, const Sample& s) {
  std::string scratch;
  for (auto _ : state)
    for (const Value& v : s.values) benchmark::DoNotOptimize(canonical(s.codec, v, scratch));
  state.SetItemsProcessed(state.iterations() * sample_size);
}

const int registered = [] {
  static std::vector<Sample> samples;
  for (const Case& c : cases()) samples.emplace_back(c);
  for (const Sample& s : samples) {
    const auto add = [&s](const char* what, auto run) {
      benchmark::RegisterBenchmark((what + to_string(s.codec)).c_str(),
                                   [&s, run](benchmark::State& state) { run(state, s); });
    };
    add("encode/", run_encode);
    add("decode/", run_decode);
    if (!is_spelling_exact(s.codec)) add("canonical/", run_canonical);
  }
  return 0;
}();

}  // namespace
}  // namespace lite2pg
