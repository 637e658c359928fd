// Fail call N, for every N: a slice of them here, all by scripts/faults.
//
//   LITE2PG_FAULTS=all   every N; a number: so many of each kind (default 1)
//   LITE2PG_SEED         which ones
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "tests/e2e/fault_trial.h"

namespace lite2pg::test {
namespace {

std::string setting(const char* name, const std::string& otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : given;
}

/// Which of 1 ... `last` are spoilt.
std::set<std::uint64_t> chosen(std::uint64_t last, const std::string& salt) {
  const std::string wanted = setting("LITE2PG_FAULTS", "1");
  std::set<std::uint64_t> numbers;
  if (wanted == "all") {
    for (std::uint64_t n = 1; n <= last; ++n) numbers.insert(n);
    return numbers;
  }
  const std::string seed = setting("LITE2PG_SEED", "1") + salt;
  std::seed_seq sequence(seed.begin(), seed.end());
  std::mt19937_64 random(sequence);
  for (int i = 0; i < std::stoi(wanted); ++i)
    numbers.insert(std::uniform_int_distribution<std::uint64_t>(1, last)(random));
  return numbers;
}

class EveryFault : public testing::TestWithParam<FaultScene> {
 protected:
  /// How the runs ended.
  static void tell(const std::string& kind, std::uint64_t last, const std::map<FaultEnd, int>& ends) {
    const auto count = [&](FaultEnd end) { return ends.contains(end) ? ends.at(end) : 0; };
    std::cout << name_of(GetParam()) << ", " << kind << " of " << last << ": " << count(FaultEnd::done)
              << " done all the same, " << count(FaultEnd::failed_old) << " failed with the target as it was, "
              << count(FaultEnd::failed_complete) << " failed with all there, " << count(FaultEnd::untouched)
              << " ended before the fault" << std::endl;
  }
};

TEST_P(EveryFault, OfTheProtocol) {
  FaultTrial trial(GetParam());
  const std::uint64_t last = trial.count_messages();
  for (const bool dead : {false, true}) {
    for (const ProtocolFault fault :
         {ProtocolFault::cut, ProtocolFault::stall, ProtocolFault::half_close, ProtocolFault::lose_answer}) {
      if (dead && fault != ProtocolFault::cut && fault != ProtocolFault::lose_answer) continue;
      const std::string kind = std::string(name_of(fault)) + (dead ? " for good" : "");
      if (!kind.starts_with(setting("LITE2PG_FAULT_KIND", ""))) continue;
      std::map<FaultEnd, int> ends;
      for (const std::uint64_t n : chosen(last, kind)) ++ends[trial.spoil_message(fault, n, dead)];
      tell(kind, last, ends);
    }
  }
}

TEST_P(EveryFault, OfTheFile) {
  FaultTrial trial(GetParam());
  const std::uint64_t last = trial.count_reads();
  for (const std::string kind : {"fail", "dead", "short", "run"}) {
    if (!kind.starts_with(setting("LITE2PG_FAULT_KIND", ""))) continue;
    std::map<FaultEnd, int> ends;
    for (const std::uint64_t n : chosen(last, kind)) ++ends[trial.spoil_read(kind, n)];
    tell("read " + kind, last, ends);
  }
}

INSTANTIATE_TEST_SUITE_P(Scenes, EveryFault,
                         testing::Values(FaultScene::empty_target, FaultScene::replaces_tables,
                                         FaultScene::existing_tables),
                         [](const auto& scene) {
                           std::string name = name_of(scene.param);
                           name[name.find(' ')] = '_';
                           return name;
                         });

}  // namespace
}  // namespace lite2pg::test
