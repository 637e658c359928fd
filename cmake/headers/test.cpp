// Owns the precompiled headers of the tests; holds no code.
