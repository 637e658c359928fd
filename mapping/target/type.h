// PostgreSQL types as plans and mapping files name them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lite2pg {

struct TargetType {
  enum class Family : std::uint8_t {
    smallint,
    integer,
    bigint,
    numeric,
    real,              ///< 4 bytes
    double_precision,  ///< 8 bytes
    boolean,
    text,
    varchar,
    character,  ///< char(n): padded with blanks
    bytea,
    date,
    time,
    timestamp,
    timestamptz,
    timetz,
    interval,
    uuid,
    json,
    jsonb,
    by_text,  ///< No binary codec: values travel as text and the server casts them (inet, citext, ...).
  };

  Family family = Family::text;
  std::uint16_t precision = 0;       ///< numeric(p,s); 0: no limit
  std::int16_t scale = 0;            ///< numeric(p,s)
  std::uint32_t length = 0;          ///< varchar(n), char(n), in characters; 0: no limit
  std::uint8_t fraction_digits = 6;  ///< Types of time: what (p) leaves
  std::string name;                  ///< by_text: as written in DDL

  friend bool operator==(const TargetType&, const TargetType&) = default;
};

/// Reads "bigint", "int8", "varchar(20)", "character varying(20)", "numeric(10,2)", "timestamp(3) with time zone" in
/// any letter case. nullopt for what is not known: a type's text goes into DDL, so only known words pass.
[[nodiscard]] std::optional<TargetType> parse_target_type(std::string_view text);

/// The type as DDL writes it: "character varying(20)" comes out as "varchar(20)". parse_target_type reads it back.
[[nodiscard]] std::string to_sql(const TargetType& type);

[[nodiscard]] bool is_integer(const TargetType& type) noexcept;   ///< smallint, integer, bigint
[[nodiscard]] bool is_temporal(const TargetType& type) noexcept;  ///< date, time, timetz, timestamp, timestamptz

}  // namespace lite2pg
