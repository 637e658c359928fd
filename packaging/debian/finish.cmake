# Run by CPack in the staged package: copyright, changelog, compressed pages, lintian's overrides with their reasons.
set(root ${CPACK_TEMPORARY_DIRECTORY}/usr)
if(NOT EXISTS ${root}/bin/lite2pg-import)
  message(FATAL_ERROR "nothing is installed in ${root}")
endif()
set(doc ${root}/share/doc/lite2pg)
file(MAKE_DIRECTORY ${doc} ${root}/share/lintian/overrides)
file(READ ${CMAKE_CURRENT_LIST_DIR}/../../LICENSE licence)
string(REGEX REPLACE "\n\n" "\n.\n" licence "${licence}")
string(REGEX REPLACE "\n" "\n " licence "${licence}")
string(STRIP "${licence}" licence)
file(WRITE ${doc}/copyright "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: lite2pg

Files: *
Copyright: the lite2pg authors
License: Expat
 ${licence}
")
# Debian has licences in `copyright` alone.
file(REMOVE ${doc}/LICENSE)
file(READ ${doc}/README.md readme)
string(REPLACE "(LICENSE)" "(copyright)" readme "${readme}")
file(WRITE ${doc}/README.md "${readme}")
file(COPY_FILE ${CMAKE_CURRENT_LIST_DIR}/lintian-overrides ${root}/share/lintian/overrides/lite2pg)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${doc}/changelog "lite2pg (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * See CHANGELOG.md, which is part of the source.

 -- ${CPACK_PACKAGE_CONTACT}  ${date}
")
file(GLOB pages ${root}/share/man/man1/*.1)
execute_process(COMMAND gzip -9nf ${doc}/changelog ${pages} COMMAND_ERROR_IS_FATAL ANY)
