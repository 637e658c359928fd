// Ctrl-C and SIGTERM: the first asks the run to stop at the next safe point, the second ends the process at once.
#pragma once

namespace lite2pg {

/// Installs the handlers for its lifetime. One at a time, made by main's thread before workers start.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
};

/// The signal that arrived, or 0. Any thread; cheap enough for once a row batch.
[[nodiscard]] int interrupt_signal() noexcept;

/// Throws Error(interrupted) or Error(terminated) when a signal arrived.
void throw_if_interrupted();

}  // namespace lite2pg
