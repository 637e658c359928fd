// For every codec, in its several forms, values that it has to take.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mapping/codec/codec.h"
#include "mapping/value/value.h"
#include "tests/mapping/random_values.h"

namespace lite2pg::test {

struct CodecDomain {
  std::string name;  ///< As to_string spells the codec.
  Codec codec;
  std::function<OwnedValue(Random&)> make;
};

std::vector<CodecDomain> codec_domains();
/// A name for GoogleTest's parameters.
std::string identifier_of(const CodecDomain& domain);
void PrintTo(const CodecDomain& domain, std::ostream* out);

/// A value of any kind, most codecs' domains among them.
OwnedValue anything(Random& r);
/// Numbers, texts and blobs at the edges of what types hold.
std::vector<OwnedValue> edge_values();

}  // namespace lite2pg::test
