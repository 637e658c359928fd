// A cell's payload in one piece: what stands on the page and what its chain of overflow pages holds
// (https://sqlite.org/fileformat2.html section 1.6).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "export/btree/claims.h"
#include "export/btree/file.h"
#include "export/btree/page_run.h"
#include "export/btree/record.h"

namespace lite2pg {

/// A cell of a page, from its payload's length on.
struct PayloadCell {
  const std::uint8_t* payload = nullptr;  ///< Where the payload begins.
  std::uint64_t length = 0;               ///< All of it.
  std::uint32_t local = 0;                ///< Bytes of it on the page.
  /// Where the cell ends: after the payload, or after the number of the first overflow page.
  [[nodiscard]] const std::uint8_t* end() const noexcept { return payload + local + (local < length ? 4 : 0); }
};

/// Puts payloads together. One thread.
class PayloadReader {
 public:
  /// `longest`: a payload, in bytes. `claims`: claim_chain() will be called.
  PayloadReader(PageFile& file, std::uint64_t longest, bool claims = false)
      : file_(&file), longest_(longest), claims_(claims), run_(file) {}

  /// The whole payload of a cell that ends inside its page; borrowed until the next call. nullopt: the chain is broken,
  /// or longer than the file or than SQLite lets a value be. `beside`: pages that were read already.
  [[nodiscard]] std::optional<Payload> read(const PayloadCell& cell, const PageRun* beside = nullptr);
  /// Takes the overflow pages that the last read() met, of a cell on page `holder`; false when somebody has one of
  /// them.
  [[nodiscard]] bool claim_chain(PageClaims& claims, std::uint32_t holder);

 private:
  struct Link {
    std::uint32_t page = 0;
    Hash128 hash;
  };

  PageFile* file_;
  std::uint64_t longest_;
  bool claims_;
  PageRun run_;
  PageBuffer whole_;
  std::vector<Link> chain_;
};

}  // namespace lite2pg
