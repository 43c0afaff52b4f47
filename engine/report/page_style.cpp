// The look of the pages: A4 first, then screens down to 375 px. No font and no picture is fetched; names of fonts are those
// that Chinese systems have.
#include "report/html_text.hpp"
#include "report/phrases.hpp"
#include "report/report_pages.hpp"

namespace huanchi::report {

namespace {

constexpr std::string_view look = R"css(
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:960px;padding:28px 24px 48px;background:#fff;color:#1b1b1b;
 font:15px/1.7 "Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;
 font-variant-numeric:tabular-nums;hanging-punctuation:allow-end;text-spacing-trim:trim-start;line-break:strict;overflow-wrap:anywhere}
h1,h2,h3{font-family:"Noto Serif CJK SC","Source Han Serif SC","Songti SC","SimSun",serif;line-height:1.35;break-after:avoid;margin:0}
h1{font-size:27px;letter-spacing:.02em}
h2{font-size:20px;margin:40px 0 12px;padding-bottom:6px;border-bottom:2px solid #1b1b1b}
h3{font-size:16.5px}
p{margin:6px 0}
a{color:#0b4a8f;text-decoration:none}a:hover{text-decoration:underline}
.lead{display:inline-block;margin:10px 0 0;padding:3px 10px;border:1.5px solid #a3201b;color:#a3201b;font-weight:600;font-size:14px}
.small,.note{font-size:12.5px;color:#555;line-height:1.6}
.mono{font-family:"Noto Sans Mono CJK SC",Consolas,Menlo,monospace;font-size:.88em;word-break:break-all}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(106px,1fr));gap:0;margin:20px 0 8px;border:1px solid #bbb;border-width:1px 0}
.facts div{padding:10px 12px;border-left:1px solid #ddd}.facts div:first-child{border-left:0}
.facts b{display:block;font-size:25px;line-height:1.25;font-weight:600}.facts span{font-size:12.5px;color:#555}
dl.meta,dl.story{display:grid;grid-template-columns:7.5em minmax(0,1fr);margin:12px 0;gap:0 14px}
dl.meta dt,dl.story dt{color:#555;font-size:13.5px;padding:4px 0}
dl.meta dd,dl.story dd{margin:0;padding:3px 0}
dl.story dt,dl.story dd{border-top:1px solid #e4e4e4}
dl.story dd p{margin:0 0 3px}
dl.meta{font-size:13.5px}
table{border-collapse:collapse;width:100%;margin:10px 0 6px;font-size:13.5px;line-height:1.5}
caption{text-align:left;font-weight:600;padding:4px 0}
th,td{padding:6px 8px;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}
thead th{border-bottom:1.5px solid #1b1b1b;border-top:1.5px solid #1b1b1b;font-weight:600;font-size:12.5px;vertical-align:bottom;overflow-wrap:normal;word-break:keep-all}
tr{break-inside:avoid}thead{display:table-header-group}
.n{text-align:right;white-space:nowrap}
.w{white-space:nowrap}
.bad{color:#a3201b;font-weight:600}.unsure{color:#7a4b00;font-weight:600}
.id{white-space:nowrap;font-size:12px}
.bar{display:inline-block;width:84px;height:9px;border:1px solid #444;margin:0 7px 0 0}
article.ticket{border-top:2px solid #1b1b1b;margin:30px 0 0;padding-top:12px}
h2+article.ticket{border-top:0;margin-top:0}
article.ticket header{display:flex;flex-wrap:wrap;gap:2px 14px;align-items:baseline;justify-content:space-between}
article.ticket .tags{margin:4px 0 0;font-size:13px;color:#333}
.tag{display:inline-block;border:1px solid #777;padding:0 7px;margin:0 6px 4px 0;line-height:1.6}
.tag.lead2{border-color:#a3201b;color:#a3201b}
figure{margin:10px 0 4px;break-inside:avoid}
figcaption{font-size:12.5px;color:#444;line-height:1.6;margin-top:2px}
svg.chart{display:block;width:100%;max-width:720px;height:auto;font-family:inherit}
svg.defs{position:absolute}
.chart text{font-size:11.5px;fill:#222}
.chart .ty{text-anchor:end}.chart .tx{text-anchor:middle}.chart .tt{text-anchor:end;fill:#555}
.chart .tl{font-weight:700;paint-order:stroke;stroke:#fff;stroke-width:4px;fill:#a3201b}
.chart .grid{stroke:#ddd;fill:none}.chart .axis{stroke:#222;fill:none}
.chart .limit{stroke:#a3201b;stroke-width:1.8;stroke-dasharray:8 4;fill:none}
.chart .step{stroke:#345;stroke-width:1.3;fill:none}.chart .reach{stroke:#345;stroke-width:3;opacity:.5}
.chart circle{fill:#fff;stroke:#345;stroke-width:1.2}.chart .x{fill:#a3201b;stroke:#400}
.chart .q{font-size:15px;font-weight:700;text-anchor:middle;fill:#7a4b00}
.chart .band{opacity:.55}
summary{cursor:pointer;font-size:13px;color:#0b4a8f;padding:2px 0}
details.values table{max-width:720px}
ol.history{margin:0;padding-left:1.6em}ol.history li{padding:1px 0}
@media (max-width:640px){
 body{padding:18px 16px 36px;font-size:15.5px}
 h1{font-size:23px}h2{margin-top:32px}
 dl.story,dl.meta{grid-template-columns:1fr}dl.story dt,dl.meta dt{padding:7px 0 0;font-size:12.5px}dl.story dd,dl.meta dd{padding:0 0 5px;border-top:0}
 table.cards thead{display:none}
 table.cards,table.cards tbody,table.cards tr,table.cards td{display:block;width:100%}
 table.cards tr{border-bottom:1.5px solid #999;padding:7px 0}
 table.cards td{border:0;padding:1px 0 1px 7.6em;position:relative;min-height:1.5em;text-align:left;white-space:normal}
 table.cards td::before{content:attr(data-l);color:#555;font-size:12.5px;position:absolute;left:0;width:8em}
 .chart text{font-size:16px}.chart .q{font-size:19px}.chart .odd{display:none}
 .facts{grid-template-columns:repeat(3,1fr)}.facts div{padding:8px 8px}.facts b{font-size:21px}
 .facts div:nth-child(3n+1){border-left:0}
}
@media print{
 body{max-width:none;padding:0;font-size:10pt;line-height:1.55}
 h1{font-size:19pt}h2{font-size:13.5pt;margin-top:20pt}h3{font-size:11.5pt}
 a{color:inherit}
 table{font-size:8.8pt}th,td{padding:3pt 5pt}
 article.ticket{break-before:auto;margin-top:16pt}
 article.ticket>header,article.ticket>.tags{break-after:avoid}
 svg.chart{max-width:150mm}
 .facts{grid-template-columns:repeat(6,1fr)}.facts div{padding:6px 8px}
 summary{color:#333;list-style:none}
 details.values{display:none}
 details.more::details-content{content-visibility:visible;display:block}
 .screen{display:none}
 *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
)css";

} // namespace

std::string page_style(std::string_view left, std::string_view right, language in, std::string_view notice) {
    std::string margin =
        "@page{size:A4;margin:16mm 15mm 19mm;@top-left{content:\"" + std::string(choose(in, "环尺", "huanchi")) +
        "\";font:8pt sans-serif;color:#444}@top-right{content:\"" +
        std::string(!notice.empty()
                        ? notice
                        : choose(in, "疑似，须经核查，不作为处罚决定", "suspected: to be verified, not a penalty decision")) +
        "\";font:8pt sans-serif;color:#444}@bottom-left{width:78%;white-space:pre-line;content:\"" +
        std::string(choose(in, "截至 ", "as of ")) + css_text(left) + "\\A " + css_text(right) +
        "\";font:6.6pt/1.4 monospace;color:#444;overflow-wrap:anywhere}"
        "@bottom-right{width:22%;content:counter(page) \" / \" counter(pages);font:8pt sans-serif;color:#444}}";
    return std::string(look) + margin;
}

} // namespace huanchi::report
