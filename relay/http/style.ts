// The style sheet of all pages. It is part of the page, so that the page loads nothing.

/** Readable at a width of 320 px, and dark if the reader's device is set to dark. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f7f5f1;--card:#fffefc;--ink:#24211c;--soft:#6a645a;--line:#e4dfd5;--accent:#5f3fc4;
--on:#fff;--good:#1f7245;--bad:#a33a30;--wait:#8a5a00;--tint:#f1edfb}
@media (prefers-color-scheme:dark){:root{--bg:#141318;--card:#1d1b23;--ink:#ece9f2;--soft:#a7a1b4;--line:#35313f;
--accent:#b09af8;--on:#17131f;--good:#6fcf97;--bad:#f0978d;--wait:#e2b45c;--tint:#272233}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:1.0625rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,
"Noto Sans",sans-serif;overflow-wrap:anywhere}
header,main,footer{max-width:40rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem;color:var(--soft);font-size:.9rem;letter-spacing:.02em}
header b{color:var(--accent);font-weight:600}
main{padding-bottom:1rem}
footer{padding-bottom:2.5rem;color:var(--soft);font-size:.85rem}
h1{font-size:clamp(1.45rem,5.4vw,2rem);line-height:1.25;margin:.75rem 0 .75rem;font-weight:650;letter-spacing:-.01em}
h2{font-size:1.05rem;margin:2rem 0 .5rem}
p{margin:.5rem 0}
.card{background:var(--card);border:1px solid var(--line);border-radius:.9rem;padding:1.1rem 1.15rem;margin:1rem 0}
.state{display:inline-flex;align-items:center;gap:.55rem;margin:0;padding:.3rem .8rem .3rem .65rem;border-radius:2rem;
background:var(--card);border:1px solid var(--line);font-size:.95rem}
.state i{flex:none;width:.65rem;height:.65rem;border-radius:50%;background:var(--soft)}
.state.consulting i{background:var(--accent)}.state.accepted i{background:var(--good)}
.state.declined i,.state.withdrawn i{background:var(--bad)}.state.waiting i{background:var(--wait)}
blockquote{margin:1rem 0;padding-block:.15rem;padding-inline-start:1rem;border-inline-start:.2rem solid var(--accent);white-space:pre-wrap}
blockquote.invitation{font-size:1.2rem;line-height:1.55}
dl{display:grid;grid-template-columns:minmax(5.5rem,auto) 1fr;gap:.45rem 1rem;margin:1.25rem 0}
dt{color:var(--soft)}dd{margin:0}dd small{display:block;color:var(--soft)}
ol{list-style:none;margin:0;padding:0}
ol.notes>li{border-top:1px solid var(--line);padding:.7rem 0}
ol.notes>li:first-child{border-top:0;padding-top:0}
ol.notes>li:last-child{padding-bottom:0}
ol.notes p{white-space:pre-wrap;margin:.1rem 0 0}
small,.hint{color:var(--soft);font-size:.85rem}
form{margin:0}
label{display:block;margin:.75rem 0 .3rem;font-size:.92rem}
textarea,select{width:100%;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:.55rem;
padding:.6rem .7rem}
textarea{min-height:5.2rem;resize:vertical}
select{min-height:2.9rem}
button{font:inherit;font-weight:600;min-height:2.9rem;padding:.55rem 1.15rem;margin-top:.8rem;border-radius:.55rem;
border:1px solid var(--accent);background:transparent;color:var(--accent);cursor:pointer}
button.main{background:var(--accent);color:var(--on)}
details{border:1px solid var(--line);border-radius:.9rem;background:var(--card);margin:.75rem 0}
summary{padding:.85rem 1.15rem;cursor:pointer;font-weight:600}
details>form{padding:0 1.15rem 1.15rem}
details>form+form{margin-top:-.6rem}
:focus-visible{outline:.18rem solid var(--accent);outline-offset:.12rem}
.notice,.problem{border-radius:.7rem;padding:.75rem 1rem;margin:1rem 0;background:var(--tint)}
.problem{border-inline-start:.25rem solid var(--bad)}
@media (max-width:24rem){dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.6rem}.card{padding:.9rem}}
`;
