#include "mapping/documents/report_facts.h"

#include <nlohmann/json.hpp>

namespace lite2pg {

ReportFacts::ReportFacts() : all_(std::make_unique<Value>(Value::object())) {}
ReportFacts::ReportFacts(const ReportFacts& other) : all_(std::make_unique<Value>(*other.all_)) {}
ReportFacts::ReportFacts(ReportFacts&& other) noexcept = default;
ReportFacts& ReportFacts::operator=(ReportFacts other) noexcept {
  all_.swap(other.all_);
  return *this;
}
ReportFacts::~ReportFacts() = default;

void ReportFacts::set(std::string_view key, Value value) { (*all_)[std::string(key)] = std::move(value); }

const ReportFacts::Value* ReportFacts::find(std::string_view key) const {
  const auto found = all_->find(std::string(key));
  return found == all_->end() ? nullptr : &*found;
}

const ReportFacts::Value& ReportFacts::all() const noexcept { return *all_; }

}  // namespace lite2pg
