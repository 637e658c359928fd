// Writes and reads structs as JSON by their field lists (`fields(io, value)`), exactly: what was written reads back as
// the same bytes. Strings that are not UTF-8 are stored as {"hex": "..."}. Included by plan_json.cpp alone.
#pragma once

#include <array>
#include <concepts>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "common/json_text.h"
#include "common/utf8.h"
#include "mapping/codec/codec.h"
#include "mapping/plan/names.h"

namespace lite2pg {

using Json = nlohmann::ordered_json;

[[nodiscard]] Json string_to_json(const std::string& text);
[[nodiscard]] std::string string_from_json(const Json& json);

/// Collects the fields of one struct.
class JsonWriter {
 public:
  template <typename T>
  void always(const char* key, const T& field) {
    json_[key] = encode(field);
  }
  /// Plans of earlier versions do not have it.
  template <typename T>
  void since(const char* key, const T& field) {
    always(key, field);
  }
  template <typename T>
  void operator()(const char* key, const T& field) {
    Json json = encode(field);
    if (!is_nothing(json)) json_[key] = std::move(json);
  }
  [[nodiscard]] Json take() { return std::move(json_); }

  template <typename T>
  static Json encode(const T& field) {
    if constexpr (std::is_same_v<T, std::string>) {
      return string_to_json(field);
    } else if constexpr (std::is_same_v<T, Codec>) {
      return to_string(field);
    } else if constexpr (std::is_enum_v<T>) {
      return names_of(field)[static_cast<std::size_t>(field)];
    } else if constexpr (std::is_arithmetic_v<T>) {
      return field;
    } else {
      return encode_parts(field);
    }
  }

 private:
  template <typename T>
  static Json encode_parts(const std::optional<T>& field) {
    return field ? encode(*field) : Json(nullptr);
  }
  template <typename T>
  static Json encode_parts(const std::vector<T>& items) {
    Json json = Json::array();
    for (const T& item : items) json.push_back(encode(item));
    return json;
  }
  template <typename T, std::size_t n>
  static Json encode_parts(const std::array<T, n>& items) {
    Json json = Json::array();
    for (const T& item : items) json.push_back(encode(item));
    return json;
  }
  template <typename T>
  static Json encode_parts(const T& value) {
    JsonWriter writer;
    fields(writer,
           const_cast<T&>(value));  // NOLINT: the one list of fields serves both ways; a writer changes nothing.
    return writer.take();
  }

  static bool is_nothing(const Json& json) {
    if (json.is_number()) return json == 0;
    if (json.is_boolean()) return json == false;
    if (json.is_string()) return json.get_ref<const std::string&>().empty();
    return json.empty();
  }

  Json json_ = Json::object();
};

/// Sets the fields of one struct; those that the document leaves out keep their defaults. Throws std::exception for
/// anything of the wrong kind.
class JsonReader {
 public:
  explicit JsonReader(const Json& json) : json_(json) {
    if (!json.is_object()) throw std::runtime_error("an object is missing");
  }

  template <typename T>
  void always(const char* key, T& field) {
    decode(json_.at(key), field);
  }
  template <typename T>
  void since(const char* key, T& field) {
    (*this)(key, field);
  }
  template <typename T>
  void operator()(const char* key, T& field) {
    if (const auto found = json_.find(key); found != json_.end()) decode(*found, field);
  }

  template <typename T>
  static void decode(const Json& json, T& field) {
    if constexpr (std::is_same_v<T, std::string>) {
      field = string_from_json(json);
    } else if constexpr (std::is_same_v<T, Codec>) {
      field = value_of(parse_codec(json.get_ref<const std::string&>()), json);
    } else if constexpr (std::is_enum_v<T>) {
      field = value_of(read_name<T>(json.get_ref<const std::string&>()), json);
    } else if constexpr (std::is_same_v<T, bool> || std::is_floating_point_v<T>) {
      field = json.get<T>();
    } else if constexpr (std::is_integral_v<T>) {
      field = integer<T>(json);
    } else {
      decode_parts(json, field);
    }
  }

 private:
  template <typename T>
  static T value_of(const std::optional<T>& value, const Json& json) {
    if (!value) throw std::runtime_error("unknown word " + json_text(json));
    return *value;
  }

  template <typename T>
  static T integer(const Json& json) {
    if (json.is_number_unsigned() && std::in_range<T>(json.get<std::uint64_t>())) return json.get<T>();
    if (json.is_number_integer() && !json.is_number_unsigned() && std::in_range<T>(json.get<std::int64_t>())) {
      return json.get<T>();
    }
    throw std::runtime_error("no integer in range: " + json_text(json));
  }

  template <typename T>
  static void decode_parts(const Json& json, std::optional<T>& field) {
    field.reset();
    if (json.is_null()) return;
    decode(json, field.emplace());
  }
  template <typename T>
  static void decode_parts(const Json& json, std::vector<T>& items) {
    items.clear();
    items.reserve(array(json).size());  // a plan has many short ones
    for (const Json& item : array(json)) decode(item, items.emplace_back());
  }
  template <typename T, std::size_t n>
  static void decode_parts(const Json& json, std::array<T, n>& items) {
    if (array(json).size() != n) throw std::runtime_error("an array has the wrong length");
    for (std::size_t i = 0; i < n; ++i) decode(json[i], items[i]);
  }
  template <typename T>
  static void decode_parts(const Json& json, T& value) {
    JsonReader reader(json);
    fields(reader, value);
  }

  static const Json& array(const Json& json) {
    if (!json.is_array()) throw std::runtime_error("an array is missing");
    return json;
  }

  const Json& json_;
};

}  // namespace lite2pg
