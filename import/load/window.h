// The time that a run has: --window.
#pragma once

#include <chrono>

namespace lite2pg {

/// Begins when it is made. Any thread.
class Window {
 public:
  /// 0: no end.
  explicit Window(double seconds) : seconds_(seconds) {}
  [[nodiscard]] double seconds() const noexcept { return seconds_; }
  [[nodiscard]] double left() const noexcept {
    return seconds_ - std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  }
  /// Whether something that takes so long ends in time.
  [[nodiscard]] bool fits(double seconds) const noexcept { return seconds_ <= 0 || seconds <= left(); }

 private:
  double seconds_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace lite2pg
