// What is used of PostgreSQL beyond plain SQL, as a table. Engines that speak its protocol lack some of it; for each
// there is a way that is slower and right, which is taken where a probe at the start finds that the server refuses it.
#pragma once

#include <array>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lite2pg {

enum class Capability : std::uint8_t {
  advisory_locks,
  truncate,
  freeze,
  set_schema,
  snapshots,
  page_ranges,
  row_writers,
  temporary_tables,
};
inline constexpr std::size_t capability_count = 8;

/// Where a probe may make its tables, and what it may read.
struct ProbePlace {
  std::string schema;                                ///< Quoted.
  std::string other_schema;                          ///< Quoted.
  std::string relation = "pg_catalog.pg_namespace";  ///< Quoted; any that the role may read.
  bool writes = true;                                ///< False: the transaction is read-only.
};

struct CapabilityTraits {
  Capability capability;
  std::string_view name;  ///< For people and the report.
  std::string_view used_for;
  std::string_view instead;  ///< What is done where the server refuses it.
  bool needs_table;          ///< The probe is tried on tables `lite2pg_probe` and `lite2pg_probe_2` of the place.
  bool is_copy;              ///< The probe's last statement is a COPY FROM STDIN, which gets no rows.
  /// Statements that use it and change nothing that outlives their transaction, which is rolled back.
  std::vector<std::string> (*probe)(const ProbePlace& place);
};

/// In the order of the enumeration.
[[nodiscard]] const std::array<CapabilityTraits, capability_count>& capability_table() noexcept;
[[nodiscard]] const CapabilityTraits& traits_of(Capability c) noexcept;

/// What was found of one server. Filled by a probe, before other threads read it.
class Capabilities {
 public:
  /// Also true for what was not probed.
  [[nodiscard]] bool has(Capability c) const noexcept { return of(c).why.empty(); }
  [[nodiscard]] bool is_probed(Capability c) const noexcept { return of(c).probed; }
  void note(Capability c) { all_[index(c)].probed = true; }
  void refuse(Capability c, std::string why);
  /// The server's words; empty: it does not refuse it.
  [[nodiscard]] const std::string& why(Capability c) const noexcept { return of(c).why; }

 private:
  struct Found {
    bool probed = false;
    std::string why;
  };
  static std::size_t index(Capability c) noexcept { return static_cast<std::size_t>(c); }
  [[nodiscard]] const Found& of(Capability c) const noexcept { return all_[index(c)]; }

  std::array<Found, capability_count> all_;
};

/// For the report: a list of what was probed, by name, with whether it is used, and if not why and what is done
/// instead.
[[nodiscard]] nlohmann::ordered_json to_json(const Capabilities& found);
/// One line for people: what is refused, and what is done instead; empty when nothing is refused.
[[nodiscard]] std::string refusals_line(const Capabilities& found);

}  // namespace lite2pg
