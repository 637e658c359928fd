# What the code takes for granted of a machine, asked before anything is built. A plain `char` with or without sign is
# both right.
include(CheckCXXSourceCompiles)
set(CMAKE_REQUIRED_QUIET ON)
function(lite2pg_require name condition why)
  check_cxx_source_compiles("
    #include <bit>
    #include <cfloat>
    #include <climits>
    #include <sys/types.h>
    static_assert(${condition});
    int main() {}" LITE2PG_${name})
  if(NOT LITE2PG_${name})
    message(FATAL_ERROR "lite2pg cannot be built for this machine: ${why}")
  endif()
endfunction()
lite2pg_require(POINTERS "sizeof(void*) == 8 && CHAR_BIT == 8" "pointers must have 64 bits (page images and slices are mapped and counted so)")
lite2pg_require(OFFSETS "sizeof(off_t) == 8" "off_t must have 64 bits: databases are larger than 2 GB")
lite2pg_require(BYTES "std::endian::native == std::endian::little" "the lowest byte of a number must be stored first")
lite2pg_require(LONG_DOUBLE "LDBL_MANT_DIG >= 64"
                "long double must hold every 64-bit integer; where it is a double, times and numbers would be rounded in silence")
