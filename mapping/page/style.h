// The page's look: light and dark, phone and A4. One constant, inlined into each page.
#pragma once

#include <string_view>

namespace lite2pg {

inline constexpr std::string_view page_style = R"css(
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--paper:#fff;--band:#f6f8fa;--good:#1a7f37;--bad:#b42318;--warn:#9a6700;--mark:#ffe58f;--bar:#4c7fb8;--bar2:#8fb1d6}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--line:#3d444d;--paper:#0f1419;--band:#171c23;--good:#3fb950;--bad:#ff7b72;--warn:#d29922;--mark:#6b5300;--bar:#6ea8fe;--bar2:#35557d}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1rem;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;line-height:1.25;margin:.2rem 0}
h2{font-size:1.15rem;margin:2rem 0 .5rem;padding-top:.5rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.4rem 0;max-width:48rem}
.verdict{padding:.8rem 1rem;border-left:.4rem solid var(--warn);background:var(--band)}
.verdict.good{border-color:var(--good)}.verdict.bad{border-color:var(--bad)}
.soft{color:var(--soft)}.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
h1,dd,li,summary,code,pre,td.value,td bdi{overflow-wrap:anywhere}
td code{overflow-wrap:break-word}td bdi{display:inline-block;min-width:4rem}
bdi{unicode-bidi:isolate}
.wide{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem .25rem 0;border-bottom:1px solid var(--line);min-width:3.5rem}
th{color:var(--soft);font-weight:600}
td.value{min-width:4rem}
td.number,th.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:minmax(6rem,max-content) 1fr;gap:.15rem 1rem;margin:.5rem 0}
dt{color:var(--soft)}dd{margin:0}
code,pre,td.value{font-family:ui-monospace,monospace;font-size:.85rem}
pre{background:var(--band);padding:.6rem .8rem;white-space:pre-wrap;margin:.4rem 0}
mark{background:var(--mark);color:inherit;padding:0 .1em}
svg{display:block;width:100%;height:auto;max-width:60rem}
svg text{fill:var(--ink);font:12px system-ui,sans-serif}svg text.soft{fill:var(--soft)}
svg .bar{fill:var(--bar)}svg .bar2{fill:var(--bar2)}svg .good{fill:var(--good)}svg .bad{fill:var(--bad)}svg .warn{fill:var(--warn)}svg .line{stroke:var(--line)}
details{margin:.4rem 0}summary{cursor:pointer}
footer{margin-top:2rem;border-top:1px solid var(--line);padding-top:.5rem;font-size:.85rem;color:var(--soft)}
@media (max-width:40rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.4rem}body{padding:.6rem}table{font-size:.8rem}th,td{padding-right:.3rem}svg{width:26rem}svg text{font-size:17px}}
@media print{@page{size:A4;margin:15mm}:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--band:#f3f3f3;--good:#1a7f37;--bad:#b42318;--warn:#7a5200;--mark:#ffe58f;--bar:#4c7fb8;--bar2:#8fb1d6}body{font-size:10.5pt;max-width:none;padding:0}.wide{overflow:visible}h2,h3{break-after:avoid}tr,svg{break-inside:avoid}details>*{display:block}}
)css";

}  // namespace lite2pg
