#include "sync/back/rejected_rows.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/error.h"
#include "common/json_text.h"
#include "import/ledger/rejected_row.h"

namespace lite2pg {
namespace {

using Json = nlohmann::ordered_json;

/// The copied columns alone, as row_document() wants them.
Table copied_columns(const WrittenTable& table) {
  Table copied;
  for (std::size_t i = 0; i < table.plan.columns.size(); ++i) copied.columns.push_back(table.column(i));
  return copied;
}

}  // namespace

std::string rejected_rows_path(const std::string& out) { return out.empty() ? "" : out + ".rejected.jsonl"; }

RejectedRows::RejectedRows(const std::string& out) : path_(rejected_rows_path(out)) {
  if (!std::filesystem::exists(path_)) return;
  throw Error(ExitCode::refused, "'" + path_ + "' exists already", "remove it, or choose another name for OUT");
}

void RejectedRows::add(const WrittenTable& table, const std::string& key, Row row, const std::vector<Fault>& faults) {
  if (!file_) {
    file_ = std::make_unique<OutFile>(path_);
    stream_.open(file_->temporary(), std::ios::binary | std::ios::app);
  }
  Json list = Json::array();
  for (const Fault& f : faults) list.push_back({{"column", f.column}, {"value", f.value}, {"reason", f.reason}});
  const Json line = {{"table", table.source->name},
                     {"key", key},
                     {"row", read_ordered_json(row_document(copied_columns(table), row))},
                     {"misfits", std::move(list)}};
  stream_ << json_text(line, NotUtf8::replaced) << '\n';
  ++rows_;
}

void RejectedRows::publish() {
  if (!file_) return;
  stream_.close();
  if (!stream_) throw Error(ExitCode::source, "'" + path_ + "' cannot be written", "make room on the disk");
  file_->publish();
}

void RejectedRows::take_back() noexcept {
  std::error_code ignored;
  if (file_) std::filesystem::remove(path_, ignored);
}

}  // namespace lite2pg
