// Fail call N, for every N: a slice of them here, all by scripts/faults.
//
//   LITE2PG_FAULTS=all   every N; a number: so many of each kind (default: one of one kind a scene and tool)
//   LITE2PG_SEED         which ones
//   LITE2PG_FAULT_KIND   kinds that begin with this alone
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "tests/e2e/fault_trial.h"

namespace lite2pg::test::every_fault_pg_test {
namespace {

std::string setting(const char* name, const std::string& otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : given;
}

std::mt19937_64 random_of(const std::string& salt) {
  const std::string seed = setting("LITE2PG_SEED", "1") + salt;
  std::seed_seq sequence(seed.begin(), seed.end());
  return std::mt19937_64(sequence);
}

/// Which of 1 ... `last` are spoilt.
std::set<std::uint64_t> chosen(std::uint64_t last, const std::string& salt) {
  const std::string wanted = setting("LITE2PG_FAULTS", "1");
  std::set<std::uint64_t> numbers;
  if (wanted == "all") {
    for (std::uint64_t n = 1; n <= last; ++n) numbers.insert(n);
    return numbers;
  }
  std::mt19937_64 random = random_of(salt);
  for (int i = 0; i < std::stoi(wanted); ++i)
    numbers.insert(std::uniform_int_distribution<std::uint64_t>(1, last)(random));
  return numbers;
}

struct ProtocolKind {
  ProtocolFault fault;
  bool dead;
  [[nodiscard]] std::string name() const { return std::string(name_of(fault)) + (dead ? " for good" : ""); }
};

const std::vector<ProtocolKind> protocol_kinds = {
    {ProtocolFault::cut, false},         {ProtocolFault::stall, false}, {ProtocolFault::half_close, false},
    {ProtocolFault::lose_answer, false}, {ProtocolFault::cut, true},    {ProtocolFault::lose_answer, true}};

class EveryFault : public testing::TestWithParam<std::tuple<FaultScene, FaultTask>> {
 protected:
  EveryFault() : trial(std::get<0>(GetParam()), std::get<1>(GetParam())) {}

  /// All kinds that were asked for; of verify and export one, when nothing was asked for.
  template <typename Kind, typename Name>
  static std::vector<Kind> wanted(std::vector<Kind> kinds, const Name& name) {
    const std::string prefix = setting("LITE2PG_FAULT_KIND", "");
    std::erase_if(kinds, [&](const Kind& k) { return !name(k).starts_with(prefix); });
    if (std::getenv("LITE2PG_FAULTS") != nullptr || task() == FaultTask::import || kinds.empty()) return kinds;
    std::mt19937_64 random = random_of(title());
    return {kinds[random() % kinds.size()]};
  }
  static FaultTask task() { return std::get<1>(GetParam()); }
  static std::string title() { return name_of(task()) + ", " + name_of(std::get<0>(GetParam())); }

  /// How the runs ended.
  static void tell(const std::string& kind, std::uint64_t last, const std::map<FaultEnd, int>& ends) {
    const auto count = [&](FaultEnd end) { return ends.contains(end) ? ends.at(end) : 0; };
    std::cout << title() << ", " << kind << " of " << last << ": " << count(FaultEnd::done) << " done all the same, "
              << count(FaultEnd::failed_old) << " failed with the target as it was, "
              << count(FaultEnd::failed_complete) << " failed with all there, " << count(FaultEnd::untouched)
              << " ended before the fault" << std::endl;
  }

  FaultTrial trial;
};
class EveryMessage : public EveryFault {};
class EveryRead : public EveryFault {};

TEST_P(EveryMessage, Spoilt) {
  const std::uint64_t last = trial.count_messages();
  for (const ProtocolKind& kind : wanted(protocol_kinds, [](const ProtocolKind& k) { return k.name(); })) {
    std::map<FaultEnd, int> ends;
    for (const std::uint64_t n : chosen(last, kind.name())) ++ends[trial.spoil_message(kind.fault, n, kind.dead)];
    tell(kind.name(), last, ends);
  }
}

TEST_P(EveryRead, Spoilt) {
  const std::uint64_t last = trial.count_reads();
  const std::vector<std::string> kinds = {"fail", "dead", "short", "run"};
  for (const std::string& kind : wanted(kinds, [](const std::string& k) { return k; })) {
    std::map<FaultEnd, int> ends;
    for (const std::uint64_t n : chosen(last, kind)) ++ends[trial.spoil_read(kind, n)];
    tell("read " + kind, last, ends);
  }
}

std::string test_name(const testing::TestParamInfo<std::tuple<FaultScene, FaultTask>>& info) {
  std::string name = name_of(std::get<1>(info.param)) + "_" + name_of(std::get<0>(info.param));
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

const auto scenes = testing::Values(FaultScene::empty_target, FaultScene::replaces_tables, FaultScene::existing_tables);

INSTANTIATE_TEST_SUITE_P(EveryFault, EveryMessage,
                         testing::Combine(scenes, testing::Values(FaultTask::import, FaultTask::verify,
                                                                  FaultTask::verify_damaged)),
                         test_name);
INSTANTIATE_TEST_SUITE_P(EveryFault, EveryRead,
                         testing::Combine(scenes, testing::Values(FaultTask::import, FaultTask::verify,
                                                                  FaultTask::verify_damaged, FaultTask::export_)),
                         test_name);

}  // namespace
}  // namespace lite2pg::test::every_fault_pg_test
