// Owns the precompiled standard headers; holds no code.
