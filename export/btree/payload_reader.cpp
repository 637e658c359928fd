#include "export/btree/payload_reader.h"

#include <algorithm>
#include <cstring>

namespace lite2pg {

std::optional<Payload> PayloadReader::read(const PayloadCell& cell, const PageRun* beside) {
  const PageView& view = file_->view();
  chain_.clear();
  if (cell.local == cell.length) return Payload(cell.payload, cell.local);
  if (cell.length > longest_ || cell.length / (view.geometry.usable - 4) > view.pages) return std::nullopt;
  const auto length = static_cast<std::size_t>(cell.length);
  whole_.reserve(length);
  std::memcpy(whole_.data(), cell.payload, cell.local);
  const auto next_at = [](const std::uint8_t* p) { return load_be<std::uint32_t>(reinterpret_cast<const char*>(p)); };
  std::uint32_t next = next_at(cell.payload + cell.local);
  const std::size_t room = view.geometry.usable - 4;
  bool side_by_side = true;  // As SQLite lays a chain out where it has no free pages.
  for (std::size_t done = cell.local; done < length;) {
    const auto rest = static_cast<std::uint32_t>((length - done - 1) / room + 1);
    const std::uint8_t* page =
        beside != nullptr && beside->holds(next) ? beside->held(next) : run_.read(next, side_by_side ? rest : 1);
    if (page == nullptr) return std::nullopt;
    if (claims_) chain_.push_back({next, page_hash(next, page, view.geometry.size)});
    const std::size_t part = std::min(room, length - done);
    std::memcpy(whole_.data() + done, page + 4, part);
    done += part;
    side_by_side = side_by_side && next_at(page) == next + 1;
    next = next_at(page);
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
