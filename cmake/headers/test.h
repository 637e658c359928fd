#pragma once
// The standard headers and GoogleTest's, precompiled for the tests (cmake/targets.cmake).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cmake/headers/standard.h"
