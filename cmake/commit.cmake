# Writes FILE with the commit of SOURCE_DIR, when it is not there already; run at each build, so that a commit without a
# change of the build files is seen. COMMIT names it where there is no git (a package's source). A debug build has none:
# every commit would link all programs anew.
if(NOT COMMIT AND NOT BUILD_TYPE STREQUAL Debug)
  execute_process(COMMAND git -c safe.directory=* -C ${SOURCE_DIR} describe --always --exclude * --abbrev=12 --dirty=+
                  OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
set(text "#include <string_view>\nnamespace lite2pg {\nstd::string_view commit() noexcept;\n")
string(APPEND text "std::string_view commit() noexcept { return \"${COMMIT}\"; }\n}  // namespace lite2pg\n")
if(EXISTS ${FILE})
  file(READ ${FILE} before)
endif()
if(NOT "${before}" STREQUAL "${text}")
  file(WRITE ${FILE} "${text}")
endif()
