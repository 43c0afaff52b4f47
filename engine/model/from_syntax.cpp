#include "model/from_syntax.hpp"

#include "base/digest.hpp"
#include "model/context.hpp"
#include "syntax/parse.hpp"

#include <algorithm>

namespace huanchi::model {

using syntax::keyword;

namespace {

std::string digest_of(source::source_set const& files) {
    base::sha256 sum;
    for (source::file_id i = 0; i < files.size(); ++i) sum.field(files[i].name).field(files[i].text);
    return "sha256:" + sum.hex();
}

using items = std::vector<syntax::item const*>;

items with_head(std::vector<syntax::file> const& files, keyword k) {
    items found;
    for (auto const& f : files)
        for (auto const& i : f.items)
            if (i.segments.front().key == k) found.push_back(&i);
    return found;
}

void reject_strangers(context& c, std::vector<syntax::file> const& files) {
    static constexpr keyword declarations[] = {
        keyword::standard,  keyword::dimension,  keyword::factors,    keyword::record,       keyword::statistic,
        keyword::formula,   keyword::limits,     keyword::grades,     keyword::displacement, keyword::consequence,
        keyword::standing,  keyword::marks,      keyword::index,      keyword::requirements, keyword::catalogue,
        keyword::exemption, keyword::transition, keyword::calendar,   keyword::equivalence,  keyword::quality,
        keyword::marking,   keyword::deadline,   keyword::discretion, keyword::test};
    for (auto const& f : files)
        for (auto const& i : f.items) {
            auto const& head = i.segments.front();
            if (std::find(std::begin(declarations), std::end(declarations), head.key) != std::end(declarations)) continue;
            std::string all;
            for (auto const k : declarations) all += (all.empty() ? "" : ", ") + std::string(syntax::text(k, head.written));
            c.error("M001", head.where, {std::string(syntax::text(head.key, head.written)), "file", all});
        }
}

// Words at the end of a line that no reader looked for would be lost without a word. The first of a line is told.
void reject_lost_tails(context& c, syntax::item const& item) {
    auto const lost = [&](auto first, auto last, std::string const& behind) {
        auto const its = std::find_if(first, last, [](syntax::segment const& s) { return !s.asked_for; });
        if (its != last) c.error("M042", its->where, {std::string(syntax::text(its->key, its->written)), behind});
    };
    auto const& head = item.segments.front();
    lost(item.segments.begin() + 1, item.segments.end(), std::string(syntax::text(head.key, head.written)));
    if (!item.body) return;
    for (auto const& e : item.body->entries)
        if (auto const* inner = std::get_if<syntax::item>(&e))
            reject_lost_tails(c, *inner);
        else if (auto const* row = std::get_if<syntax::table_row>(&e))
            lost(row->tail.begin(), row->tail.end(), std::string(c.files.text(row->label_where)));
}

} // namespace

loaded load(source::source_set const& files) {
    loaded out;
    out.rules.digest = digest_of(files);
    out.rules.files = files.size();
    std::vector<syntax::file> parsed;
    for (source::file_id i = 0; i < files.size(); ++i) parsed.push_back(syntax::parse(files, i, out.report));

    context c{out.rules, files, out.report};
    // The records that the engine fills exist even where no file declares a field of them, at fixed places.
    for (auto const* name : {"facility", "outlet", "measurement"}) {
        out.rules.records.push_back({name, {}, {}});
        out.rules.field_index.emplace_back();
    }
    auto each = [&](keyword k, void (*read)(context&, syntax::item const&)) {
        for (auto const* i : with_head(parsed, k)) read(c, *i);
    };
    reject_strangers(c, parsed);
    read_units(c, with_head(parsed, keyword::dimension));
    each(keyword::factors, read_factors);
    each(keyword::record, read_record);
    each(keyword::record, read_derived_fields);
    each(keyword::standard, read_standard);
    each(keyword::statistic, declare_statistic);
    each(keyword::statistic, read_statistic);
    each(keyword::formula, read_formula);
    each(keyword::limits, declare_table);
    each(keyword::limits, read_limits);
    each(keyword::grades, read_grades);
    each(keyword::index, read_index);
    each(keyword::requirements, read_requirements);
    each(keyword::catalogue, read_catalogue);
    settle_catalogues(c, with_head(parsed, keyword::catalogue));
    each(keyword::displacement, read_displacement);
    each(keyword::exemption, read_exemption);
    each(keyword::quality, read_quality);
    each(keyword::marking, read_marking);
    each(keyword::marks, read_marks);
    each(keyword::standing, read_standing);
    each(keyword::consequence, read_consequence);
    each(keyword::transition, read_transition);
    each(keyword::discretion, read_discretion);
    each(keyword::calendar, read_calendar);
    each(keyword::deadline, read_deadline);
    each(keyword::equivalence, read_equivalence);
    c.provisions = provision_ids(out.rules);
    std::sort(c.provisions.begin(), c.provisions.end());
    each(keyword::test, read_test);
    check_tables(c);
    if (!out.report.has_errors()) // a reader that gave up has not looked for the rest
        for (auto const& f : parsed)
            for (auto const& i : f.items) reject_lost_tails(c, i);
    return out;
}

} // namespace huanchi::model
