#include "mapping/codec/decode/list_values.h"

#include <nlohmann/json.hpp>

#include "common/json_text.h"

namespace lite2pg {
namespace {

using Values = std::vector<std::optional<std::string>>;

bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string trimmed(std::string_view s) {
  while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
  return std::string(s);
}

/// Sign by sign: outside of quotes, within them, behind them.
std::optional<Values> csv_values(std::string_view s) {
  Values values;
  if (trimmed(s).empty()) return values;
  enum class At { field, quoted, behind } at = At::field;
  std::string field;
  bool any = false, broken = false;
  const auto finish = [&] {
    values.emplace_back(at == At::behind ? field : trimmed(field));
    broken = broken || (at == At::field && values.back()->find('\n') != std::string::npos);
    field.clear();
    at = At::field;
    any = false;
  };
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if (at == At::quoted) {
      const bool two = c == '"' && i + 1 < s.size() && s[i + 1] == '"';
      if (c == '"' && !two) {
        at = At::behind;
        continue;
      }
      field += c;
      if (two) ++i;
    } else if (c == ',') {
      finish();
    } else if (at == At::field && c == '"' && !any) {
      field.clear();
      at = At::quoted;
    } else if (at == At::behind ? !is_blank(c) : c == '"') {
      return std::nullopt;
    } else if (at == At::field) {
      field += c;
      any = any || !is_blank(c);
    }
  }
  if (at == At::quoted) return std::nullopt;
  finish();
  return broken ? std::nullopt : std::optional(values);
}

/// A character as JSON's \u writes it.
void append_escaped(unsigned long code, std::string& json) {
  constexpr const char* digits = "0123456789abcdef";
  const auto unit = [&](unsigned long u) {
    json += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) json += digits[u >> shift & 15];
  };
  if (code <= 0xFFFF) return unit(code);
  unit(0xD800 + ((code - 0x10000) >> 10));
  unit(0xDC00 + ((code - 0x10000) & 0x3FF));
}

/// What stands between double quotes: JSON's escapes, and those that YAML has beside them.
std::optional<std::string> yaml_text(std::string_view body) {
  std::string json = "\"";
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body[i] == '"') return std::nullopt;
    if (body[i] != '\\' || i + 1 == body.size()) {
      json += body[i] == '\t' ? "\\t" : std::string(1, body[i]);
      continue;
    }
    switch (const char c = body[++i]) {
      case '0': json += "\\u0000"; break;
      case 'a': json += "\\u0007"; break;
      case 'v': json += "\\u000b"; break;
      case 'e': json += "\\u001b"; break;
      case ' ': json += ' '; break;
      case 'x': json += "\\u00"; break;
      case 'U': {
        append_escaped(std::stoul("0" + std::string(body.substr(i + 1, 8)), nullptr, 16), json);
        i += 8;
        break;
      }
      default: json += '\\', json += c;
    }
  }
  const auto text = try_json(json + '"');
  if (!text.is_string()) return std::nullopt;
  return text.get<std::string>();
}

/// An entry of a sequence; false: it is none that is read.
bool add_yaml(const std::string& entry, Values& values) {
  const bool quoted = entry.size() > 1 && (entry[0] == '"' || entry[0] == '\'') && entry.back() == entry[0];
  if (entry.empty() || entry == "~" || entry == "null" || entry == "Null" || entry == "NULL") {
    values.emplace_back();
    return true;
  }
  if (!quoted) {
    values.emplace_back(entry);
    return true;
  }
  std::string body = entry.substr(1, entry.size() - 2);
  if (entry[0] == '"') {
    std::optional<std::string> text = yaml_text(body);
    if (!text) return false;
    values.push_back(std::move(text));
    return true;
  }
  for (std::size_t at = 0; (at = body.find('\'', at)) != std::string::npos; ++at) body.erase(at, 1);
  values.emplace_back(std::move(body));
  return true;
}

std::optional<Values> yaml_values(std::string_view s) {
  Values values;
  if (s.starts_with("---")) s.remove_prefix(3);
  if (trimmed(s) == "[]") return values;
  std::string text = trimmed(s);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    if (line[0] != '-' || !add_yaml(trimmed(std::string_view(line).substr(1)), values)) return std::nullopt;
    at = end + 1;
  }
  return values;
}

/// Reads from the front, a part each.
class Php {
 public:
  explicit Php(const std::string& text) : text_(text) {}

  std::optional<Values> values() {
    Values values;
    if (text_.compare(0, 2, "a:") != 0) return std::nullopt;
    at_ = 2;
    const std::size_t count = std::strtoul(until(":{").c_str(), nullptr, 10);
    for (std::size_t i = 0; i < count && at_ < text_.size(); ++i) {
      (void)until(";");  // Its number.
      values.push_back(value());
    }
    if (values.size() != count || text_.substr(std::min(at_, text_.size())) != "}") return std::nullopt;
    return values;
  }

 private:
  std::string until(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    std::string part = text_.substr(std::min(at_, text_.size()), found == std::string::npos ? found : found - at_);
    at_ = found == std::string::npos ? text_.size() : found + end.size();
    return part;
  }

  std::optional<std::string> value() {
    const char kind = at_ < text_.size() ? text_[at_] : '\0';
    if (kind == 's') {
      at_ += 2;
      const std::size_t size = std::strtoul(until(":\"").c_str(), nullptr, 10);
      std::string text = text_.substr(std::min(at_, text_.size()), size);
      at_ += size;
      (void)until(";");
      return text;
    }
    const std::string part = until(";");
    if (kind == 'N') return std::nullopt;
    if (kind == 'b') return part.ends_with('1') ? "true" : "false";
    return part.substr(std::min<std::size_t>(2, part.size()));
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

/// From bracket to bracket, a sign at a time.
class Python {
 public:
  explicit Python(std::string text) : text_(std::move(text)) {}

  std::optional<Values> values() {
    if (text_.size() < 2 || text_.front() != '[' || text_.back() != ']') return std::nullopt;
    text_ = trimmed(std::string_view(text_).substr(1, text_.size() - 2));
    Values values;
    while (at_ < text_.size()) {
      if (text_[at_] == '\'' || text_[at_] == '"') {
        if (!quoted(values.emplace_back(""))) return std::nullopt;
      } else {
        const std::size_t comma = std::min(text_.find(',', at_), text_.size());
        const std::string word = trimmed(text_.substr(at_, comma - at_));
        values.emplace_back(word == "True" ? "true" : word == "False" ? "false" : word);
        if (word == "None") values.back().reset();
        at_ = comma;
      }
      while (at_ < text_.size() && (is_blank(text_[at_]) || text_[at_] == ',')) ++at_;
    }
    return values;
  }

 private:
  bool quoted(std::optional<std::string>& value) {
    std::string json = "\"";
    const char quote = text_[at_++];
    for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
      const char c = text_[at_];
      if (c == '"') json += '\\';
      if (c != '\\') {
        static constexpr const char* digits = "0123456789abcdef";
        if (static_cast<unsigned char>(c) < 0x20) {
          json += std::string("\\u00") + digits[c >> 4] + digits[c & 15];
        } else {
          json += c;
        }
        continue;
      }
      if (++at_ == text_.size()) return false;
      const char escape = text_[at_];
      if (escape == '\'') {
        json += '\'';
      } else if (escape == 'x') {
        json += "\\u00";
      } else if (escape == 'U') {
        const unsigned long code = std::stoul("0" + text_.substr(at_ + 1, 8), nullptr, 16);
        append_escaped(code, json);
        at_ += 8;
      } else {
        json += '\\', json += escape;
      }
    }
    if (at_++ >= text_.size()) return false;
    const auto read = try_json(json + '"');
    if (!read.is_string()) return false;
    value = read.get<std::string>();
    return true;
  }

  std::string text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<Values> list_values(ArrayForm form, std::string_view text) {
  if (form == ArrayForm::csv) return csv_values(text);
  if (form == ArrayForm::yaml) return yaml_values(text);
  if (form == ArrayForm::python) return Python(trimmed(text)).values();
  return form == ArrayForm::php ? Php(trimmed(text)).values() : std::nullopt;
}

}  // namespace lite2pg
