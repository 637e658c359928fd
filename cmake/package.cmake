# What is installed beside the programs (man pages, completions, documents, units of systemd) and the .deb: scripts/package.
include(GNUInstallDirs)
set(lite2pg_tools export import verify sync)

# From --help and --completion of the programs, so that they never differ from them.
find_program(HELP2MAN help2man)
find_program(GZIP gzip)
set(made ${PROJECT_BINARY_DIR}/package)
set(outputs)
# OPTIONAL below: a debug build makes them only when it is asked to.
foreach(tool ${lite2pg_tools})
  set(program ${PROJECT_BINARY_DIR}/bin/lite2pg-${tool})
  set(completions ${made}/bash/lite2pg-${tool} ${made}/zsh/_lite2pg-${tool} ${made}/fish/lite2pg-${tool}.fish)
  add_custom_command(OUTPUT ${completions} DEPENDS lite2pg-${tool} VERBATIM
    COMMAND ${CMAKE_COMMAND} -E make_directory ${made}/bash ${made}/zsh ${made}/fish
    COMMAND ${program} --completion bash > ${made}/bash/lite2pg-${tool}
    COMMAND ${program} --completion zsh > ${made}/zsh/_lite2pg-${tool}
    COMMAND ${program} --completion fish > ${made}/fish/lite2pg-${tool}.fish)
  list(APPEND outputs ${completions})
  if(HELP2MAN)
    set(manual ${made}/man/lite2pg-${tool}.1)
    set(sections ${PROJECT_SOURCE_DIR}/packaging/man/common.h2m)
    add_custom_command(OUTPUT ${manual} DEPENDS lite2pg-${tool} ${sections} ${PROJECT_SOURCE_DIR}/scripts/manual VERBATIM
      COMMAND ${PROJECT_SOURCE_DIR}/scripts/manual ${program} ${sections} ${manual})
    list(APPEND outputs ${manual})
    install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 OPTIONAL)
  endif()
  install(FILES ${made}/bash/lite2pg-${tool} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions OPTIONAL)
  install(FILES ${made}/zsh/_lite2pg-${tool} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions OPTIONAL)
  install(FILES ${made}/fish/lite2pg-${tool}.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d OPTIONAL)
endforeach()
add_custom_target(lite2pg_papers DEPENDS ${outputs})
if(NOT CMAKE_BUILD_TYPE STREQUAL Debug)
  set_target_properties(lite2pg_papers PROPERTIES EXCLUDE_FROM_ALL FALSE)
endif()

install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES README.md ARCHITECTURE.md CONTRIBUTING.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
# Units for a check every night: docs/scheduled-checks.md.
install(FILES packaging/systemd/lite2pg-verify@.service packaging/systemd/lite2pg-verify@.timer DESTINATION lib/systemd/system)

# The .deb. The packaging script gives SOURCE_DATE_EPOCH and the version.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME lite2pg)
set(CPACK_PACKAGE_VENDOR lite2pg)
set(CPACK_PACKAGE_CONTACT "lite2pg maintainers <lite2pg@localhost.localdomain>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "move a SQLite database into PostgreSQL, and prove it")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"lite2pg-import loads a SQLite database into PostgreSQL: it chooses types from
what stands in the data, loads into a staging schema, checks, and publishes in
one transaction.
.
lite2pg-verify proves both sides equal or names every difference,
lite2pg-export writes an archive of Avro files, lite2pg-sync keeps the two in
step around a cutover and brings them back.")
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql-client")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
# What lintian and policy want of a package beside what `cmake --install` puts there, when that is there.
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/packaging/debian/finish.cmake)
include(CPack)
