using System.Security.Cryptography;
using System.Text;

namespace PromoFunctions.App.Reports.Papers;

/// <summary>How the page of a report looks: on light and dark, on a phone, on paper. The only style that the page may have.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet.</summary>
    public const string Sheet = """
        :root { color-scheme: light dark; --ink: #1c1c1e; --soft: #5a5a60; --paper: #ffffff; --pane: #f4f4f6; --line: #d5d5da; --bar: #2563a8; --good: #1a6b3a; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #ececf0; --soft: #a9a9b3; --paper: #17171a; --pane: #222227; --line: #3b3b42; --bar: #7fb2ea; --good: #7ed29b; --bad: #ff9d94; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 80rem; padding: 1.5rem 1rem 3rem; font: 1rem/1.45 system-ui, "Segoe UI", Roboto, sans-serif; color: var(--ink); background: var(--paper); }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; line-height: 1.25; margin: 2.5rem 0 .75rem; }
        .soft, small { color: var(--soft); }
        .soft { margin: .25rem 0 0; } .note { margin-top: 2.5rem; max-width: 48rem; }
        small { display: block; font-weight: 400; font-size: .8125rem; overflow-wrap: anywhere; }
        .totals { display: grid; gap: 1rem; margin: 1.25rem 0 0; padding: 0; }
        .totals > div { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .75rem 1.5rem; padding: 1.25rem; border-radius: .75rem; background: var(--pane); }
        .totals p { margin: 0; color: var(--soft); }
        .totals strong { display: block; font-size: clamp(1.75rem, 4.5vw, 3rem); line-height: 1.1; font-weight: 700; color: var(--ink); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        .state { margin: 1rem 0 0; padding: .75rem 1rem; border-left: .375rem solid var(--soft); border-radius: .25rem; background: var(--pane); font-size: 1.125rem; }
        .state.good { border-color: var(--good); } .state.bad { border-color: var(--bad); }
        .state b { color: inherit; } .state.good b { color: var(--good); } .state.bad b { color: var(--bad); }
        .charts { columns: 3 20rem; column-gap: 2.5rem; margin-top: 1.5rem; }
        figure { margin: 0; padding-bottom: 1.5rem; break-inside: avoid; }
        figcaption { font-weight: 600; margin-bottom: .5rem; }
        svg { display: block; width: 100%; overflow: visible; }
        svg text { font: .875rem system-ui, "Segoe UI", Roboto, sans-serif; fill: var(--ink); } svg .track { fill: var(--pane); } svg .bar { fill: var(--bar); }
        table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
        th, td { padding: .5rem .5rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
        thead th { vertical-align: bottom; font-size: .875rem; border-bottom: 2px solid var(--ink); }
        th:first-child, .words { text-align: left; }
        tbody th { min-width: 11rem; overflow-wrap: anywhere; }
        @media screen and (max-width: 60rem) {
          .totals > div { grid-template-columns: repeat(2, minmax(0, 1fr)); padding: 1rem; } .totals p:first-child { grid-column: 1 / -1; }
          .totals p:not(:first-child) strong { font-size: 1.25rem; }
          table, thead, tbody, tr, th, td, caption { display: block; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
          tbody tr { padding: .75rem 0; border-bottom: 1px solid var(--line); }
          tbody th { padding: 0 0 .25rem; border: 0; font-size: 1.0625rem; }
          td { display: flex; justify-content: space-between; gap: 1rem; padding: .125rem 0; border: 0; overflow-wrap: anywhere; }
          td::before { content: attr(data-label); color: var(--soft); text-align: left; }
        }
        @page { size: A4 landscape; margin: 12mm; }
        @media print {
          :root { color-scheme: light; --ink: #000000; --soft: #444444; --paper: #ffffff; --pane: #f2f2f2; --line: #bbbbbb; --bar: #555555; --good: #000000; --bad: #000000; }
          body { max-width: none; padding: 0; font-size: 9pt; }
          .totals { gap: .5rem; margin-top: .75rem; } .totals > div, .state { border: 1px solid var(--line); padding: .5rem .75rem; } .state { border-left-width: .375rem; }
          .charts { columns: 3; column-gap: 8mm; }
          .totals strong { font-size: 20pt; } svg text { font-size: 9pt; }
          svg, .totals > div { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          h2, caption, thead { break-after: avoid; } h2 { margin-top: 1.5rem; } tr { break-inside: avoid; } thead { display: table-header-group; } th, td { padding: 3pt 4pt; } tbody th { min-width: 34mm; } thead th { font-size: 8pt; } small { font-size: 7.5pt; }
        }
        """;

    /// <summary>The Content-Security-Policy of a page with this style: nothing else is loaded, run, framed or posted.</summary>
    public static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
}
