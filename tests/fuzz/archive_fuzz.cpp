// Fuzzes what reads an archive's files: the first byte says whether the rest is a manifest or an Avro file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/error.h"
#include "export/archive/avro_decoder.h"
#include "export/archive/file.h"
#include "export/archive/manifest.h"

namespace {

using namespace lite2pg;

/// Reads a file by its own header, as nobody who has a manifest would: no hash stands in the way of the fuzzer.
void read_avro(std::string_view file) {
  const AvroHeader header = read_avro_header(file, "fuzz.avro");
  AvroDecoder decoder(header, avro_column_count(header, "fuzz.avro"), "fuzz.avro");
  for (file.remove_prefix(header.size); !file.empty();) {
    const AvroFrame frame = read_avro_frame(file, header.sync, "fuzz.avro");
    decoder.open(file.substr(0, frame.size));
    for (Row row; decoder.next(row);) {
      for (const Value& v : row) {
        volatile std::size_t size = v.storage() >= StorageClass::text ? v.bytes().size() : 0;
        if (size > 0) (void)static_cast<volatile const char&>(v.bytes().back());
      }
    }
    file.remove_prefix(frame.size);
  }
}

/// The input with a check that fits, or no byte of it would be looked at.
void read_manifest_text(const std::string& body) {
  const std::string check = ",\n\"check\": \"xxh3:" + to_hex(content_hash(body)) + "\"\n}\n";
  (void)manifest_from_json(body + check, "fuzz.json");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    if (data[0] == 'm') {
      read_manifest_text(std::string(bytes));
    } else {
      read_avro(bytes);
    }
  } catch (const Error&) {  // What damage must become; anything else is a find.
  }
  return 0;
}
