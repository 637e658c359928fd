// Fail call N, for every N: a slice of them here, all by scripts/faults.
//
//   LITE2PG_FAULTS=all   every N; a number: so many of each kind (default: one of one kind a scene and tool)
//   LITE2PG_SEED         which ones
//   LITE2PG_FAULT_AT     this N alone, as a failure names it
//   LITE2PG_FAULT_KIND   kinds that begin with this alone
//   LITE2PG_FAULTS_JOBS  so many runs at a time (default: 1)
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <thread>
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
  const std::string wanted = setting("LITE2PG_FAULTS", "1"), at = setting("LITE2PG_FAULT_AT", "");
  if (!at.empty()) return {std::stoull(at)};
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

/// One way to spoil a run, and how.
struct Kind {
  std::string name;
  std::function<FaultEnd(FaultTrial&, std::uint64_t)> spoil;
};

std::vector<Kind> message_kinds() {
  std::vector<Kind> kinds;
  const auto add = [&](ProtocolFault fault, bool dead) {
    kinds.push_back({std::string(name_of(fault)) + (dead ? " for good" : ""),
                     [=](FaultTrial& trial, std::uint64_t n) { return trial.spoil_message(fault, n, dead); }});
  };
  for (const auto fault :
       {ProtocolFault::cut, ProtocolFault::stall, ProtocolFault::half_close, ProtocolFault::lose_answer})
    add(fault, false);
  for (const auto fault : {ProtocolFault::cut, ProtocolFault::lose_answer}) add(fault, true);
  return kinds;
}

std::vector<Kind> read_kinds() {
  std::vector<Kind> kinds;
  for (const std::string name : {"fail", "dead", "short", "run"})
    kinds.push_back({name, [=](FaultTrial& trial, std::uint64_t n) { return trial.spoil_read(name, n); }});
  return kinds;
}

class EveryFault : public testing::TestWithParam<std::tuple<FaultScene, FaultTask>> {
 protected:
  static FaultTask task() { return std::get<1>(GetParam()); }
  static std::string title() { return name_of(task()) + ", " + name_of(std::get<0>(GetParam())); }

  /// All kinds that were asked for; of verify and export one, when nothing was asked for.
  static std::vector<Kind> wanted(std::vector<Kind> kinds) {
    const std::string prefix = setting("LITE2PG_FAULT_KIND", "");
    std::erase_if(kinds, [&](const Kind& k) { return !k.name.starts_with(prefix); });
    if (std::getenv("LITE2PG_FAULTS") != nullptr || task() == FaultTask::import || kinds.empty()) return kinds;
    std::mt19937_64 random = random_of(title());
    return {kinds[random() % kinds.size()]};
  }

  /// Several runs at a time, each over a database of its own: most of a run is waiting.
  void spoil(const std::vector<Kind>& all, std::uint64_t last, const std::string& what) {
    const std::vector<Kind> kinds = wanted(all);
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      for (const std::uint64_t n : chosen(last, kinds[k].name)) to_do_.emplace_back(k, n);
    }
    ends_.resize(kinds.size());
    const std::size_t jobs = std::min(std::stoul(setting("LITE2PG_FAULTS_JOBS", "1")), to_do_.size());
    {
      std::vector<std::jthread> more;
      for (std::size_t job = 1; job < jobs; ++job) more.emplace_back([&] { work_with(kinds, nullptr); });
      work_with(kinds, &trial);
    }
    for (std::size_t k = 0; k < kinds.size(); ++k)
      tell(kinds[k].name + " of " + std::to_string(last) + " " + what, ends_[k]);
  }

  FaultTrial trial{std::get<0>(GetParam()), task()};

 private:
  /// `own`: null for one that is made now.
  void work_with(const std::vector<Kind>& kinds, FaultTrial* own) {
    try {
      const auto made = own == nullptr ? std::make_unique<FaultTrial>(std::get<0>(GetParam()), task()) : nullptr;
      FaultTrial& mine = own == nullptr ? *made : *own;
      for (auto next = take(); next; next = take()) {
        const FaultEnd end = kinds[next->first].spoil(mine, next->second);
        const std::scoped_lock lock(lock_);
        ++ends_[next->first][end];
      }
    } catch (const std::exception& e) {
      ADD_FAILURE() << title() << ": " << e.what();
    }
  }
  std::optional<std::pair<std::size_t, std::uint64_t>> take() {
    const std::scoped_lock lock(lock_);
    if (to_do_.empty()) return std::nullopt;
    const auto next = to_do_.front();
    to_do_.pop_front();
    return next;
  }
  /// How the runs ended.
  static void tell(const std::string& what, const std::map<FaultEnd, int>& ends) {
    const auto count = [&](FaultEnd end) { return ends.contains(end) ? ends.at(end) : 0; };
    std::cout << title() << ", " << what << ": " << count(FaultEnd::done) << " done all the same, "
              << count(FaultEnd::failed_old) << " failed with the target as it was, "
              << count(FaultEnd::failed_complete) << " failed with all there, " << count(FaultEnd::untouched)
              << " ended before the fault" << std::endl;
  }

  std::mutex lock_;
  std::deque<std::pair<std::size_t, std::uint64_t>> to_do_;  ///< Kind and number.
  std::vector<std::map<FaultEnd, int>> ends_;                ///< Of each kind.
};
class EveryMessage : public EveryFault {};
class EveryRead : public EveryFault {};

TEST_P(EveryMessage, Spoilt) { spoil(message_kinds(), trial.count_messages(), "messages"); }

TEST_P(EveryRead, Spoilt) { spoil(read_kinds(), trial.count_reads(), "reads"); }

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
