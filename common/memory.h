// Memory that was used once and is not needed any more.
#pragma once

namespace lite2pg {

/// From now on each block of a quarter of a megabyte or more goes back to the system when it is freed. By itself glibc
/// keeps what is as large as the largest that was freed so far (mallopt(3), M_MMAP_THRESHOLD): a plan's text of some MB
/// would then stay for the rest of a run.
void keep_no_large_blocks() noexcept;

/// Gives what free() kept back to the system, where the C library can (malloc_trim(3)): after a phase that needed much
/// more than what follows. Some milliseconds.
void give_back_memory() noexcept;

}  // namespace lite2pg
