#include "mapping/page/picture.h"

#include <algorithm>
#include <cstdio>

#include "common/text.h"

namespace lite2pg {
namespace {

constexpr double width = 720, label_width = 200, note_width = 150, row_height = 22;

/// Two digits after the point: the same bytes for the same picture.
std::string number(double n) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", n);
  return text;
}

/// At most `n` characters, the rest an ellipsis; cut between code points.
std::string shortened(const std::string& text, std::size_t n) {
  if (display_width(text) <= n) return text;
  std::string cut;
  for (std::size_t i = 0; i < text.size() && display_width(cut) + 1 < n;) {
    std::size_t next = i + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
    cut += text.substr(i, next - i);
    i = next;
  }
  return cut + "\u2026";
}

void draw_rect(Html& svg, double x, double y, double w, double h, std::string_view tone, const std::string& title) {
  svg.open("rect", {{"x", number(x)},
                    {"y", number(y)},
                    {"width", number(std::max(w, 0.5))},
                    {"height", number(h)},
                    {"rx", "2"},
                    {"class", tone}});
  svg.element("title", title).close("rect");
}

void draw_text(Html& svg, double x, double y, const std::string& text, std::string_view tone = "") {
  svg.element("text", text, {{"x", number(x)}, {"y", number(y)}, {"class", tone}});
}

/// On a phone it keeps letters that can be read, and scrolls.
void open_svg(Html& svg, double height, const std::string& title) {
  svg.open("div", {{"class", "wide"}});
  svg.open("svg", {{"viewBox", "0 0 " + number(width) + " " + number(height)}, {"role", "img"}, {"aria-label", title}});
}

void close_svg(Html& svg) { svg.close("svg").close("div"); }

double longest(const std::vector<Bar>& bars) {
  double most = 0;
  for (const Bar& bar : bars) most = std::max(most, bar.whole);
  return most;
}

std::vector<std::string> lanes_of(const std::vector<Stretch>& stretches) {
  std::vector<std::string> lanes;
  for (const Stretch& stretch : stretches) {
    if (std::ranges::find(lanes, stretch.lane) == lanes.end()) lanes.push_back(stretch.lane);
  }
  return lanes;
}

double end_of(const std::vector<Stretch>& stretches) {
  double end = 0;
  for (const Stretch& stretch : stretches) end = std::max(end, stretch.start + stretch.seconds);
  return end;
}

}  // namespace

Html bar_picture(const std::string& title, const std::vector<Bar>& bars) {
  Html svg;
  if (bars.empty()) return svg;
  const double most = longest(bars), room = width - label_width - note_width;
  open_svg(svg, static_cast<double>(bars.size()) * row_height, title);
  double y = 0;
  for (const Bar& bar : bars) {
    const double whole = most > 0 ? bar.whole / most * room : 0;
    const double part = bar.whole > 0 ? bar.part / bar.whole * whole : 0;
    draw_text(svg, 0, y + 15, shortened(bar.label, 28));
    draw_rect(svg, label_width, y + 4, whole, row_height - 8, "bar2", bar.label + ": " + bar.note);
    if (part > 0) draw_rect(svg, label_width, y + 4, part, row_height - 8, bar.tone, bar.label + ": " + bar.note);
    draw_text(svg, label_width + whole + 6, y + 15, shortened(bar.note, 24), "soft");
    y += row_height;
  }
  close_svg(svg);
  return svg;
}

Html time_picture(const std::string& title, const std::vector<Stretch>& stretches) {
  Html svg;
  if (stretches.empty()) return svg;
  const std::vector<std::string> lanes = lanes_of(stretches);
  const double end = std::max(end_of(stretches), 1e-9), room = width - label_width / 2;
  const double height = static_cast<double>(lanes.size()) * row_height;
  open_svg(svg, height + 20, title);
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const double y = static_cast<double>(i) * row_height;
    draw_text(svg, 0, y + 15, shortened(lanes[i], 14), "soft");
    bool odd = false;
    for (const Stretch& stretch : stretches) {
      if (stretch.lane != lanes[i]) continue;
      draw_rect(svg, label_width / 2 + stretch.start / end * room, y + 3, stretch.seconds / end * room, row_height - 6,
                odd ? "bar2" : "bar", stretch.name + ": " + human_seconds(stretch.seconds));
      odd = !odd;
    }
  }
  draw_text(svg, label_width / 2, height + 15, "0", "soft");
  draw_text(svg, width - 60, height + 15, human_seconds(end), "soft");
  close_svg(svg);
  return svg;
}

}  // namespace lite2pg
