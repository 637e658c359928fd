# The flags that every target of the project shares.
add_library(lite2pg_warnings INTERFACE)
target_include_directories(lite2pg_warnings INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(lite2pg_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
                                                  -Woverloaded-virtual -Wshadow)
if(LITE2PG_WERROR)
  target_compile_options(lite2pg_warnings INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # Units of whole rooms: the compiler looks for memory to free at 600 MB first, not again and again from 128 MB on.
  target_compile_options(lite2pg_warnings INTERFACE --param=ggc-min-heapsize=600000)
endif()
# Between files that are compiled together: a constant of one may have the name of a parameter in the next.
add_library(lite2pg_strangers INTERFACE)
target_compile_options(lite2pg_strangers INTERFACE -Wno-shadow)
add_library(lite2pg_flags INTERFACE)
target_link_libraries(lite2pg_flags INTERFACE lite2pg_warnings)
if(LITE2PG_FUZZ)
  target_compile_options(lite2pg_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(LITE2PG_SANITIZE)
  target_compile_options(lite2pg_flags INTERFACE -fsanitize=${LITE2PG_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(lite2pg_flags INTERFACE -fsanitize=${LITE2PG_SANITIZE})
endif()

# lite2pg_precompiled(TARGET SET): TARGET's units begin with the standard headers (SET "standard") or with those and
# GoogleTest's ("test") read from their precompiled form, which takes a third off a unit. A unit still includes what it
# uses: a build with LITE2PG_PCH=OFF (the fuzz preset) shows where one does not.
function(lite2pg_precompiled target set)
  if(NOT LITE2PG_PCH)
    return()
  endif()
  if(NOT TARGET lite2pg_${set}_headers)
    add_library(lite2pg_${set}_headers OBJECT ${PROJECT_SOURCE_DIR}/cmake/headers/${set}.cpp)
    target_link_libraries(lite2pg_${set}_headers PRIVATE lite2pg_flags)
    if(set STREQUAL test)
      target_link_libraries(lite2pg_${set}_headers PRIVATE GTest::gmock)
    endif()
    target_precompile_headers(lite2pg_${set}_headers PRIVATE ${PROJECT_SOURCE_DIR}/cmake/headers/${set}.h)
  endif()
  target_precompile_headers(${target} REUSE_FROM lite2pg_${set}_headers)
endfunction()

# lite2pg_unity(TARGET): up to LITE2PG_UNITY of TARGET's units are compiled as one, unless LITE2PG_ALONE names it.
function(lite2pg_unity target)
  if(LITE2PG_UNITY AND NOT target IN_LIST LITE2PG_ALONE)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${LITE2PG_UNITY})
  endif()
endfunction()

# lite2pg_room(PATH [FLAT] [ROWS] [APART | FLOOR name] LINK lib... [EXTERNAL lib...] [OPTIONS option...]): the static
# library of the room PATH ("mapping/sql/parser"), called lite2pg_mapping_sql_parser. All .cpp files below it but main.cpp
# belong to it; FLAT: those of sub-folders, which are rooms of their own, do not. ROWS: code that runs for each row, value
# or page; a release spares itself the costlier optimisations of all other rooms, which run once a table. APART, FLOOR:
# see lite2pg_floor. LINK names the rooms that it may use (by path), EXTERNAL outside libraries. What a room links,
# directly or through another, is what its files may include: scripts/house checks that.
function(lite2pg_room path)
  cmake_parse_arguments(ROOM "FLAT;ROWS;APART" "FLOOR" "LINK;EXTERNAL;OPTIONS" ${ARGN})
  string(REPLACE "/" "_" name lite2pg_${path})
  if(ROOM_FLAT)
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${path}/*.cpp)
  else()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${path}/*.cpp)
  endif()
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  string(REPLACE "/" "_" libraries "${ROOM_LINK}")
  list(TRANSFORM libraries PREPEND lite2pg_)
  list(APPEND libraries ${ROOM_EXTERNAL})
  if(LITE2PG_FLOORS AND NOT ROOM_APART)
    lite2pg_floor(${name} ${path})
  else()
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC lite2pg_flags ${libraries})
    lite2pg_compiled(${name})
  endif()
  list(JOIN ROOM_LINK " " links)
  set_property(GLOBAL APPEND PROPERTY LITE2PG_ROOMS "${path}: ${links}")
endfunction()

# lite2pg_compiled(TARGET): of lite2pg_room, how units are compiled.
macro(lite2pg_compiled target)
  if(NOT ROOM_ROWS)
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  target_compile_options(${target} PRIVATE ${ROOM_OPTIONS})
  lite2pg_precompiled(${target} standard)
  lite2pg_unity(${target})
endmacro()

# lite2pg_floor(NAME PATH): of lite2pg_room, where LITE2PG_FLOORS is set. The rooms of a folder are compiled together and
# are one library, which shares what each would instantiate for itself. APART are those with a library that not every
# program uses, and what other floors are built upon; FLOOR names that of the two readings of the codecs, which know
# nothing of each other.
macro(lite2pg_floor name path)
  string(REGEX REPLACE "/.*" "" floor ${path})
  if(ROOM_FLOOR)
    set(floor ${ROOM_FLOOR})
  endif()
  string(PREPEND floor lite2pg_floor_)
  set(part ${floor}_rest)
  if(ROOM_ROWS)
    set(part ${floor}_rows)
  endif()
  if(NOT TARGET ${floor})
    add_library(${floor} STATIC)
  endif()
  if(NOT TARGET ${part})
    add_library(${part} OBJECT)
    target_sources(${floor} PRIVATE $<TARGET_OBJECTS:${part}>)
  endif()
  target_sources(${part} PRIVATE ${sources})
  foreach(library ${libraries})
    if(TARGET ${library})
      get_target_property(other ${library} ALIASED_TARGET)
      if(other STREQUAL floor)
        list(REMOVE_ITEM libraries ${library})
      endif()
    endif()
  endforeach()
  target_link_libraries(${part} PRIVATE lite2pg_flags ${libraries} lite2pg_strangers)
  lite2pg_compiled(${part})
  target_link_libraries(${floor} PUBLIC lite2pg_flags ${libraries})
  add_library(${name} ALIAS ${floor})
endmacro()

# lite2pg_tool(NAME): the executable lite2pg-NAME from NAME/tool/main.cpp.
function(lite2pg_tool name)
  add_executable(lite2pg-${name} ${PROJECT_SOURCE_DIR}/${name}/tool/main.cpp)
  target_link_libraries(lite2pg-${name} PRIVATE lite2pg_${name}_tool)
  set_target_properties(lite2pg-${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
  install(TARGETS lite2pg-${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()

# lite2pg_house(NAME): all rooms of a folder under one name, for tests and benchmarks.
function(lite2pg_house name)
  get_property(rooms GLOBAL PROPERTY LITE2PG_ROOMS)
  add_library(lite2pg_${name} INTERFACE)
  foreach(room ${rooms})
    if(room MATCHES "^(${name}/[^:]*):")
      string(REPLACE "/" "_" room_name ${CMAKE_MATCH_1})
      target_link_libraries(lite2pg_${name} INTERFACE lite2pg_${room_name})
    endif()
  endforeach()
endfunction()

# lite2pg_write_rooms(FILE): a line "room: rooms that it links" each, lowest first, for scripts/house.
function(lite2pg_write_rooms file)
  get_property(rooms GLOBAL PROPERTY LITE2PG_ROOMS)
  list(JOIN rooms "\n" lines)
  file(WRITE ${file} "${lines}\n")
endfunction()
