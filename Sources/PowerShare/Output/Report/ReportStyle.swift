/// The style of a report.
///
/// Colours are those of Okabe and Ito ("Color Universal Design", 2008), each with one meaning:
/// blue is what vehicles get, orange limits and what is lost, sky what is late, green generation,
/// yellow the battery, pink building loads, grey what a connection costs. Three of them are darker
/// on white, so that the contrast is at least 3, and all are lighter on black. Text has a contrast
/// of at least 4.5.
enum ReportStyle {
  /// The rules of CSS.
  static let rules: StaticString = """
    :root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--grid:#eaeef2;\
    --paper:#fff;--panel:#f6f8fa;--blue:#0072b2;--orange:#d55e00;--sky:#3f97cd;--green:#009e73;\
    --yellow:#b98000;--pink:#c2679a;--bad:#b3261e;--good:#006d4f}
    @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa5b1;--line:#30363d;\
    --grid:#21262d;--paper:#0d1117;--panel:#161b22;--blue:#4aa3df;--orange:#f0883e;--sky:#79c8f2;\
    --green:#3fb98f;--yellow:#e3b341;--pink:#d2a8c8;--bad:#ff7b72;--good:#56d4a5}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,\
    "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;\
    overflow-wrap:anywhere}
    main{max-width:1080px;margin:0 auto;padding:32px 20px 64px}
    h1{font-size:26px;line-height:1.25;margin:0 0 4px}
    h2{font-size:19px;line-height:1.3;margin:40px 0 2px}
    p,li{max-width:70ch}p{margin:4px 0}
    .soft{color:var(--soft)}
    .answer{font-size:19px;line-height:1.4;border-left:4px solid var(--blue);\
    padding:4px 0 4px 16px;margin:20px 0}
    .answer.met{border-color:var(--good)}.answer.unmet{border-color:var(--bad)}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;\
    margin:20px 0;padding:0;list-style:none}
    .tiles li{background:var(--panel);border:1px solid var(--line);border-radius:8px;\
    padding:12px 10px}
    .tiles b{display:block;font-size:26px;line-height:1.2}
    .tiles small{font-size:13px;white-space:nowrap}\
    .tiles span{display:block;color:var(--soft);font-size:13px;line-height:1.4}
    .ok{color:var(--good)}.no{color:var(--bad);font-weight:600}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;margin:8px 0;font-size:13px;overflow-wrap:normal}\
    th,td{white-space:nowrap}\
    .facts th,.facts td,.prose{white-space:normal}.prose{min-width:18em;max-width:44em}
    th,td{padding:4px 16px 4px 0;text-align:left;vertical-align:top;\
    border-bottom:1px solid var(--grid)}
    th{color:var(--soft);font-weight:600}.n{text-align:right}
    .facts td,.facts th{overflow-wrap:anywhere}
    .facts th{width:11em}
    figure{margin:0}figcaption p{color:var(--soft)}
    svg{display:block;max-width:100%;height:auto;margin:8px 0}.scroll svg{max-width:none}
    .room{position:absolute}
    svg text{fill:var(--soft);font-size:13px}svg .t{fill:var(--ink)}
    svg .halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px}
    .hit{fill:none;pointer-events:all}
    .end{text-anchor:end}.mid{text-anchor:middle}
    .ax{stroke:var(--line)}.gr{stroke:var(--grid)}
    .blue{fill:var(--blue)}.orange{fill:var(--orange)}.sky{fill:var(--sky)}\
    .green{fill:var(--green)}.yellow{fill:var(--yellow)}.pink{fill:var(--pink)}\
    .grey{fill:var(--soft)}
    .lost{fill:url(#lost)}.late{fill:url(#late)}.loads{fill:url(#loads)}.gen{fill:url(#gen)}\
    .bat{fill:url(#bat)}.peaks{fill:url(#peaks)}.conn{fill:url(#conn)}.fixed{fill:url(#fixed)}
    .idle{fill:none;stroke:var(--blue)}.none{fill:none;stroke:var(--soft);stroke-dasharray:2 2}
    .limit{fill:none;stroke:var(--orange);stroke-width:2;stroke-dasharray:7 4}
    .under{fill:none;stroke:var(--paper);stroke-width:4.5}
    .import{fill:none;stroke:var(--ink);stroke-width:1.5}
    .curve{fill:none;stroke:var(--blue);stroke-width:2}
    .dots{fill:none;stroke:var(--blue);stroke-width:5;stroke-linecap:round}
    .l2{stroke-dasharray:6 3}.l3{stroke-dasharray:2 3}.l4{stroke-dasharray:8 3 2 3}\
    .l5{stroke-width:4}.l6{stroke-width:4;stroke-dasharray:8 4}
    .panels{display:grid;grid-template-columns:repeat(auto-fill,320px);gap:8px 40px}\
    .panels h3{font-size:13px;margin:8px 0 0;overflow-wrap:anywhere}.panels svg{margin:0}
    .cross{fill:none;stroke:var(--orange);stroke-width:2}
    .band{fill:var(--blue);fill-opacity:.2}
    .h0{fill:var(--blue);fill-opacity:.1}.h1{fill:var(--blue);fill-opacity:.22}\
    .h2{fill:var(--blue);fill-opacity:.4}.h3{fill:var(--blue);fill-opacity:.6}\
    .h4{fill:var(--blue);fill-opacity:.8}.h5{fill:var(--blue)}
    .stored{fill:var(--yellow);fill-opacity:.25}.charge{fill:none;stroke:var(--yellow);\
    stroke-width:2}
    .mark{fill:var(--paper);stroke:var(--ink);stroke-width:2}
    .key{list-style:none;display:flex;flex-wrap:wrap;gap:2px 20px;margin:8px 0 0;padding:0;\
    font-size:13px}.key li{display:flex;gap:6px;align-items:center;max-width:100%}\
    .key svg{flex:none;margin:0}
    details{margin:4px 0 0}summary{color:var(--soft);cursor:pointer;font-size:13px}
    .two{display:grid;grid-template-columns:1fr 1fr;gap:0 40px}.two>*{min-width:0}
    .w{display:block}.m,.s{display:none}
    @media(max-width:1079px){.w{display:none}.m{display:block}.two{gap:0 32px}}
    @media(max-width:359px){.panels{grid-template-columns:1fr}}
    @media(max-width:739px){main{padding:24px 20px 48px}.m{display:none}.m.s,.s{display:block}\
    .two{grid-template-columns:1fr}}
    @media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--grid:#ddd;\
    --paper:#fff;--panel:#fff;--blue:#0072b2;--orange:#d55e00;--sky:#3f97cd;--green:#009e73;\
    --yellow:#b98000;--pink:#c2679a;--bad:#b3261e;--good:#006d4f}\
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}\
    main{max-width:none;padding:0}.w,.s{display:none}.m{display:block}\
    .two{grid-template-columns:1fr 1fr;gap:0 20px}.panels{gap:8px 20px}\
    .panels>*,figure,.tiles,tr,.two{break-inside:avoid}\
    h2{break-after:avoid;margin-top:24px}\
    .tiles{display:flex;gap:8px}.tiles li{flex:1 1 0;padding:8px}\
    .tiles b{font-size:19px}.tiles small{font-size:13px}\
    .scroll{overflow:visible}.scroll svg{max-width:100%}details{display:none}}
    @page{size:A4;margin:14mm 12mm}
    """

  /// The patterns that tell areas apart besides their colours.
  static let patterns: StaticString = """
    <svg class="room" width="0" height="0" aria-hidden="true"><defs>\
    <pattern id="lost" width="6" height="6" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect width="6" height="6" fill="var(--orange)"/>\
    <rect width="2" height="6" fill="var(--paper)"/></pattern>\
    <pattern id="late" width="6" height="6" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(-45)"><rect width="6" height="6" fill="var(--sky)"/>\
    <rect width="1.5" height="6" fill="var(--paper)"/></pattern>\
    <pattern id="loads" width="8" height="8" patternUnits="userSpaceOnUse">\
    <rect width="8" height="8" fill="var(--pink)"/>\
    <circle cx="4" cy="4" r="1.5" fill="var(--paper)"/></pattern>\
    <pattern id="gen" width="6" height="6" patternUnits="userSpaceOnUse">\
    <rect width="6" height="6" fill="var(--green)"/>\
    <rect width="6" height="1.5" fill="var(--paper)"/></pattern>\
    <pattern id="bat" width="6" height="6" patternUnits="userSpaceOnUse">\
    <rect width="6" height="6" fill="var(--yellow)"/>\
    <rect width="1.5" height="6" fill="var(--paper)"/></pattern>\
    <pattern id="peaks" width="6" height="6" patternUnits="userSpaceOnUse">\
    <rect width="6" height="6" fill="var(--orange)"/>\
    <rect width="1.5" height="6" fill="var(--paper)"/></pattern>\
    <pattern id="conn" width="6" height="6" patternUnits="userSpaceOnUse" \
    patternTransform="rotate(45)"><rect width="6" height="6" fill="var(--soft)"/>\
    <rect width="1.5" height="6" fill="var(--paper)"/></pattern>\
    <pattern id="fixed" width="8" height="8" patternUnits="userSpaceOnUse">\
    <rect width="8" height="8" fill="var(--soft)"/>\
    <circle cx="4" cy="4" r="1.5" fill="var(--paper)"/></pattern>\
    </defs></svg>
    """
}
