#include "export/btree/payload_reader.h"

#include <algorithm>
#include <cstring>

namespace lite2pg {

std::optional<Payload> PayloadReader::read(const PayloadCell& cell) {
  const PageView& view = file_->view();
  chain_.clear();
  if (cell.local == cell.length) return Payload(cell.payload, cell.local);
  if (cell.length > longest_ || cell.length / (view.geometry.usable - 4) > view.pages) return std::nullopt;
  const auto length = static_cast<std::size_t>(cell.length);
  whole_.reserve(length);
  std::memcpy(whole_.data(), cell.payload, cell.local);
  const auto next_at = [](const std::uint8_t* p) { return load_be<std::uint32_t>(reinterpret_cast<const char*>(p)); };
  std::uint32_t next = next_at(cell.payload + cell.local);
  for (std::size_t done = cell.local; done < length;) {
    if (!file_->read(next, page_)) return std::nullopt;
    if (claims_) chain_.push_back({next, page_hash(next, page_.data(), view.geometry.size)});
    const std::size_t part = std::min<std::size_t>(view.geometry.usable - 4, length - done);
    std::memcpy(whole_.data() + done, page_.data() + 4, part);
    done += part;
    next = next_at(page_.data());
  }
  if (next != 0) return std::nullopt;
  return Payload(whole_.data(), length);
}

bool PayloadReader::claim_chain(PageClaims& claims, std::uint32_t holder) {
  PageUse use{PageRole::overflow, holder};
  for (const Link& link : chain_) {
    if (!claims.claim(link.page, link.hash, use)) return false;
    use = {PageRole::more_overflow, link.page};
  }
  return true;
}

}  // namespace lite2pg
