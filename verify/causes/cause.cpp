#include "verify/causes/cause.h"

#include <array>

#include "verify/causes/number.h"
#include "verify/causes/text.h"

namespace lite2pg {
namespace {

using Rule = std::string (*)(const Value& source, const Value& target);

bool is_empty(const Value& v) {
  return (v.storage() == StorageClass::text || v.storage() == StorageClass::blob) && v.bytes().empty();
}

std::string null_or_empty(const Value& source, const Value& target) {
  if (source.is_null()) return is_empty(target) ? "an empty text instead of NULL" : "a value instead of NULL";
  if (target.is_null()) return is_empty(source) ? "NULL instead of an empty text" : "NULL instead of the value";
  return {};
}

std::string same_bytes(const Value& source, const Value& target) {
  if (source.storage() == target.storage()) return {};
  const bool both = (source.storage() == StorageClass::text && target.storage() == StorageClass::blob) ||
                    (source.storage() == StorageClass::blob && target.storage() == StorageClass::text);
  if (!both || source.bytes() != target.bytes()) return {};
  return source.storage() == StorageClass::text ? "text stored as bytes" : "bytes stored as text";
}

// In the order in which they are tried.
constexpr std::array rules = std::to_array<Rule>({null_or_empty, same_bytes, number_cause, text_cause});

}  // namespace

std::string probable_cause(const Value& source, const Value& target) {
  for (const Rule rule : rules) {
    if (std::string cause = rule(source, target); !cause.empty()) return cause;
  }
  return {};
}

}  // namespace lite2pg
