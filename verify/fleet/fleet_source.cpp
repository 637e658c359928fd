#include "verify/fleet/fleet_source.h"

#include "common/error.h"
#include "common/interrupt.h"
#include "import/tenants/schema_version.h"
#include "mapping/choice/source_row.h"

namespace lite2pg {
namespace {

CommonOptions for_one_thread(CommonOptions options) {
  options.jobs = 1;
  return options;
}

VerifySource opened(const std::string& path, CommonOptions options) {
  VerifySource source = open_verify_source(path, for_one_thread(std::move(options)));
  if (source.rows) return source;
  throw Error(ExitCode::source, path + " holds digests, no rows", "a fleet is verified against its files");
}

FileSum sum_of(const ComparedTable& table, Reader& reader, std::uint64_t seed) {
  constexpr unsigned rows_between_looks = 4096;
  FileSum sum;
  SourceRowReader read(table.plan);
  RowHasher hasher(seed, table.plan.key);
  LeftOutRows left_out(*table.source, table.set_aside, table.misfits);
  const bool all = !left_out.any();
  const std::unique_ptr<RowCursor> cursor = reader.scan(*table.source, {});
  for (Row row; cursor->next(row);) {
    if (!all && left_out.has(row, *cursor)) {
      if (left_out.column() != nullptr) sum.misfits[*left_out.column()].add({1, cursor->locate()});
      continue;
    }
    read.read(row, hasher.encoder());
    sum.rows.sum += hasher.hash().row;
    if (++sum.rows.count % rows_between_looks == 0) throw_if_interrupted();
  }
  return sum;
}

}  // namespace

const Alignment& Alignments::of(const Schema& file) {
  const std::string version = fingerprint_of(file);
  const std::scoped_lock guard(lock_);
  std::unique_ptr<Alignment>& known = known_[version];
  if (known) return *known;
  const std::string why = drift_between(without_file_facts(file), newest_);
  if (!why.empty()) {
    throw Error(ExitCode::source, "its schema is no earlier form of the one that was loaded: " + why);
  }
  known = std::make_unique<Alignment>(file, newest_);
  return *known;
}

FleetSource::FleetSource(const std::string& path, CommonOptions options, Alignments& alignments)
    : source_(opened(path, std::move(options))), aligned_(*source_.rows, alignments.of(source_.rows->schema())) {}

std::vector<FileSum> sums_of(RowSource& rows, const std::vector<ComparedTable>& tables, std::uint64_t seed) {
  const std::unique_ptr<Reader> reader = rows.reader();
  std::vector<FileSum> sums;
  for (const ComparedTable& table : tables) sums.push_back(sum_of(table, *reader, seed));
  rows.check_unchanged();
  return sums;
}

}  // namespace lite2pg
