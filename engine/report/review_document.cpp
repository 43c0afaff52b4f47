#include "report/review_document.hpp"

#include "report/csv.hpp"
#include "report/json_parts.hpp"
#include "report/layout.hpp"
#include "report/phrases.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace huanchi::report {

namespace {

using review::opinion;

std::string opinion_words(opinion o, language in) {
    switch (o) {
    case opinion::accept: return std::string(choose(in, "符合", "accept"));
    case opinion::note: return std::string(choose(in, "提示", "note"));
    case opinion::supply: return std::string(choose(in, "补充", "supply"));
    case opinion::correct: return std::string(choose(in, "补正", "correct"));
    case opinion::refuse: return std::string(choose(in, "不予", "refuse"));
    }
    return "";
}

ink colour_of(opinion o) {
    return o == opinion::refuse    ? ink::red
           : o == opinion::correct ? ink::yellow
           : o == opinion::supply  ? ink::magenta
           : o == opinion::accept  ? ink::green
                                   : ink::plain;
}

json item_json(review::reviewed_item const& i, language in) {
    json provisions = json::array();
    for (auto const& p : i.provisions) provisions.push_back(to_json(p));
    return {{"about", i.about},
            {"outlet_id", or_null(i.outlet_id)},
            {"factor", or_null(i.factor)},
            {"factor_name", or_null(i.factor_name)},
            {"statistic", or_null(i.statistic)},
            {"opinion", review::text(i.says)},
            {"from", or_null(i.from)},
            {"text", in == language::zh ? i.text_zh : i.text_en},
            {"provisions", provisions},
            {"needs", i.needs}};
}

json reviewed_json(review::reviewed const& r, language in) {
    json items = json::array();
    for (auto const& i : r.items) items.push_back(item_json(i, in));
    return {{"id", or_null(r.id)},
            {"enterprise_id", r.enterprise_id},
            {"enterprise_name", or_null(r.enterprise_name)},
            {"overall", review::text(r.overall)},
            {"items", items},
            {"not_checked", in == language::zh ? r.not_checked_zh : r.not_checked_en}};
}

} // namespace

std::string review_json(std::vector<review::reviewed> const& all, language in) {
    json_document doc;
    doc.member("schema", "huanchi.review/1");
    doc.open_list("results");
    for (auto const& r : all) doc.item(reviewed_json(r, in));
    doc.close_list();
    return std::move(doc).finish();
}

std::string review_ndjson(std::vector<review::reviewed> const& all, language in) {
    std::string out;
    for (auto const& r : all) out += written(reviewed_json(r, in), -1) + "\n";
    return out;
}

std::string review_csv(std::vector<review::reviewed> const& all, language in, bool with_byte_order_mark) {
    csv_lines csv(with_byte_order_mark);
    csv.line({"id", "enterprise_id", "enterprise_name", "overall", "about", "outlet_id", "factor", "factor_name", "statistic",
              "opinion", "from", "text", "provision_id", "needs"});
    for (auto const& r : all)
        for (auto const& i : r.items)
            csv.line({r.id, r.enterprise_id, r.enterprise_name, std::string(review::text(r.overall)), i.about, i.outlet_id,
                      i.factor, i.factor_name, i.statistic, std::string(review::text(i.says)), i.from ? i.from->text() : "",
                      in == language::zh ? i.text_zh : i.text_en, i.provisions.empty() ? "" : i.provisions.front().id,
                      joined(i.needs, ";")});
    return std::move(csv).finish();
}

std::string review_text(std::vector<review::reviewed> const& all, bool accepted_too, text_options const& o) {
    auto const in = o.language;
    std::string out;
    for (auto const& r : all) {
        if (!out.empty()) out += "\n";
        auto const name = r.enterprise_name.empty() ? r.enterprise_id : r.enterprise_name;
        out += laid_out({0, name + (r.id.empty() ? "" : " " + r.id) + std::string(choose(in, "：", ": ")), ink::bold,
                         opinion_words(r.overall, in)},
                        o.width, o.colour);
        std::size_t accepted = 0;
        for (auto const says : {opinion::refuse, opinion::correct, opinion::supply, opinion::note, opinion::accept})
            for (auto const& i : r.items) {
                if (i.says != says) continue;
                accepted += says == opinion::accept;
                if (says != opinion::accept || accepted_too)
                    out += laid_out({2, opinion_words(says, in), colour_of(says), in == language::zh ? i.text_zh : i.text_en},
                                    o.width, o.colour);
            }
        if (accepted > 0 && !accepted_too)
            out +=
                laid_out({2, opinion_words(opinion::accept, in), ink::green,
                          std::to_string(accepted) + std::string(choose(in, " 项（--all 列出）", " items (--all lists them)"))},
                         o.width, o.colour);
        for (auto const& n : in == language::zh ? r.not_checked_zh : r.not_checked_en)
            out += laid_out({2, std::string(choose(in, "没有核对", "not checked")), ink::magenta, n}, o.width, o.colour);
    }
    return out;
}

} // namespace huanchi::report
