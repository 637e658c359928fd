#include "mapping/codec/form_literal.h"

#include <array>
#include <cstdio>

#include "common/bytes.h"
#include "mapping/codec/copy_text.h"

namespace lite2pg {
namespace {

void append_quoted(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

/// A scalar field as append_copy_field() spells it, with COPY's escapes taken off again.
std::string scalar_text(const Codec& codec, std::string_view bytes) {
  std::string text;
  if (has_form_literal(codec)) {
    append_form_literal(codec, bytes, text);
    return text;
  }
  FieldBuffer copied;
  append_copy_field(codec, bytes, copied);
  constexpr std::string_view from = "bfnrtv", to = "\b\f\n\r\t\v";
  for (std::size_t i = 0; i < copied.size(); ++i) {
    char c = copied.view()[i];
    if (c == '\\') {
      c = copied.view()[++i];
      if (const std::size_t at = from.find(c); at != std::string_view::npos) c = to[at];
    }
    text += c;
  }
  return text;
}

Codec part_of(const Codec& codec) {
  Codec part = codec;
  part.shape = FieldShape::scalar;
  return part;
}

class ArrayLiteral {
 public:
  ArrayLiteral(const Codec& codec, std::string_view bytes, std::string& out)
      : element_(part_of(codec)), rest_(bytes), out_(out) {}

  void append() {
    const std::int32_t dimensions = take();
    take();
    take();
    for (std::int32_t i = 0; i < dimensions; ++i) {
      lengths_[static_cast<std::size_t>(i)] = take();
      take();
    }
    if (dimensions == 0) {
      out_ += "{}";
    } else {
      level(0, static_cast<std::size_t>(dimensions));
    }
  }

 private:
  std::int32_t take() {
    const auto n = load_be<std::int32_t>(rest_.data());
    rest_.remove_prefix(4);
    return n;
  }
  void level(std::size_t depth, std::size_t dimensions) {
    out_ += '{';
    for (std::int32_t i = 0; i < lengths_[depth]; ++i) {
      if (i > 0) out_ += ',';
      depth + 1 == dimensions ? element() : level(depth + 1, dimensions);
    }
    out_ += '}';
  }
  void element() {
    const std::int32_t size = take();
    if (size < 0) {
      out_ += "NULL";
      return;
    }
    append_quoted(scalar_text(element_, rest_.substr(0, static_cast<std::size_t>(size))), out_);
    rest_.remove_prefix(static_cast<std::size_t>(size));
  }

  Codec element_;
  std::string_view rest_;
  std::string& out_;
  std::array<std::int32_t, 8> lengths_{};
};

void append_range(const Codec& codec, std::string_view bytes, std::string& out) {
  const auto flags = static_cast<unsigned char>(bytes[0]);
  bytes.remove_prefix(1);
  if ((flags & 1) != 0) {
    out += "empty";
    return;
  }
  const auto bound = [&](bool infinite) {
    if (infinite) return;
    const auto size = load_be<std::uint32_t>(bytes.data());
    append_quoted(scalar_text(part_of(codec), bytes.substr(4, size)), out);
    bytes.remove_prefix(4 + size);
  };
  out += (flags & 2) != 0 ? '[' : '(';
  bound((flags & 8) != 0);
  out += ',';
  bound((flags & 16) != 0);
  out += (flags & 4) != 0 ? ']' : ')';
}

void append_multirange(const Codec& codec, std::string_view bytes, std::string& out) {
  out += '{';
  for (bytes.remove_prefix(4); !bytes.empty();) {
    const auto size = load_be<std::uint32_t>(bytes.data());
    if (out.back() != '{') out += ',';
    append_range(codec, bytes.substr(4, size), out);
    bytes.remove_prefix(4 + size);
  }
  out += '}';
}

void append_money(std::int64_t n, int scale, std::string& out) {
  std::string digits = std::to_string(n < 0 ? 0 - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n));
  const auto places = static_cast<std::size_t>(scale);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, 1, '.');
  out += (n < 0 ? "-" : "") + digits;
}

void append_network(std::string_view bytes, std::string& out) {
  std::array<char, 64> text{};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])); };
  int size = 0;
  if (bytes[3] == 4) {
    size = std::snprintf(text.data(), text.size(), "%u.%u.%u.%u", byte(4), byte(5), byte(6), byte(7));
  } else {
    for (std::size_t i = 4; i < 20; i += 2)
      size += std::snprintf(text.data() + size, text.size() - static_cast<std::size_t>(size), i == 4 ? "%x" : ":%x",
                            byte(i) << 8 | byte(i + 1));
  }
  out.append(text.data(), static_cast<std::size_t>(size));
  out += "/" + std::to_string(byte(1));
}

void append_hex(std::string_view bytes, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
}

void append_bits(std::string_view bytes, std::string& out) {
  const auto count = load_be<std::uint32_t>(bytes.data());
  for (std::uint32_t i = 0; i < count; ++i)
    out += (static_cast<unsigned char>(bytes[4 + i / 8]) & (0x80U >> (i % 8))) != 0 ? '1' : '0';
}

void append_hstore(std::string_view bytes, std::string& out) {
  auto count = load_be<std::int32_t>(bytes.data());
  bytes.remove_prefix(4);
  const auto text = [&] {
    const auto size = load_be<std::int32_t>(bytes.data());
    bytes.remove_prefix(4);
    if (size < 0) {
      out += "NULL";
      return;
    }
    append_quoted(bytes.substr(0, static_cast<std::size_t>(size)), out);
    bytes.remove_prefix(static_cast<std::size_t>(size));
  };
  for (bool first = true; count > 0; --count, first = false) {
    if (!first) out += ',';
    text();
    out += "=>";
    text();
  }
}

}  // namespace

bool has_form_literal(const Codec& codec) noexcept {
  if (codec.shape != FieldShape::scalar) return true;
  switch (codec.id) {
    case CodecId::money:
    case CodecId::inet:
    case CodecId::cidr:
    case CodecId::macaddr:
    case CodecId::macaddr8:
    case CodecId::bit:
    case CodecId::varbit:
    case CodecId::geometry:
    case CodecId::hstore: return true;
    default: return false;
  }
}

void append_form_literal(const Codec& codec, std::string_view bytes, std::string& out) {
  if (codec.shape == FieldShape::array) return ArrayLiteral(codec, bytes, out).append();
  if (codec.shape == FieldShape::range) return append_range(codec, bytes, out);
  if (codec.shape == FieldShape::multirange) return append_multirange(codec, bytes, out);
  switch (codec.id) {
    case CodecId::money: return append_money(load_be<std::int64_t>(bytes.data()), codec.decimal().scale, out);
    case CodecId::inet:
    case CodecId::cidr: return append_network(bytes, out);
    case CodecId::bit:
    case CodecId::varbit: return append_bits(bytes, out);
    case CodecId::hstore: return append_hstore(bytes, out);
    default: return append_hex(bytes, out);
  }
}

}  // namespace lite2pg
