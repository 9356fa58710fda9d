# Read by CPack once for each kind of package: which components it has, and under which prefix.
set(documents plain)
if(CPACK_GENERATOR STREQUAL "DEB")
  set(documents debian)
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
endif()
set(folder "${CPACK_BUILD_SOURCE_DIRS}")
list(POP_BACK folder build)
set(CPACK_INSTALL_CMAKE_PROJECTS "${build};leastwise;program;/;${build};leastwise;${documents};/")
