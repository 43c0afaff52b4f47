#include "findings/screening.hpp"

#include "eval/run.hpp"

#include <algorithm>
#include <iterator>

namespace huanchi::findings {

using namespace model;

std::string_view text(screening_result r) {
    static constexpr std::string_view words[] = {"pass", "fail", "incomplete"};
    return words[static_cast<std::size_t>(r)];
}

namespace {

std::string name_of(facts::record const& r, rulebook const& rules) {
    auto const field = rules.find_field(r.type, "name");
    auto const* name = field ? std::get_if<std::string>(&r.fields[*field]) : nullptr;
    return name ? *name : std::string();
}

screening_result overall(screened_project const& p) {
    auto const any = [&](eval::verdict v) {
        return std::any_of(p.items.begin(), p.items.end(), [&](auto const& i) { return i.verdict == v; });
    };
    if (any(eval::verdict::violation)) return screening_result::fail;
    bool const open = any(eval::verdict::undetermined) || !p.is_two_high || !p.later.empty() || !any(eval::verdict::compliant);
    return open ? screening_result::incomplete : screening_result::pass;
}

std::vector<std::string> documents_after(base::date on, std::uint16_t project, rulebook const& rules) {
    std::vector<std::string> numbers;
    for (auto const& t : rules.requirements) {
        auto const& d = rules.documents[t.document];
        bool const later = t.scope == project && d.effective.from && on < *d.effective.from;
        if (later && std::find(numbers.begin(), numbers.end(), d.number) == numbers.end()) numbers.push_back(d.number);
    }
    return numbers;
}

screened_item item_of(finding f) {
    screened_item item{std::move(*f.provision), std::move(f.factor_name), f.verdict, std::move(f.because), {}};
    if (f.reason) item.needs = std::move(f.reason->missing);
    return item;
}

} // namespace

std::vector<screened_project> screen(rulebook const& rules, plan::plan const& p, std::vector<facts::record> const& records,
                                     std::optional<base::date> at, base::date today, bool unreviewed) {
    std::vector<screened_project> out;
    auto const project = rules.find_record(project_record);
    if (!project) return out;
    std::vector<std::size_t> place(records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (records[i].type != *project) continue;
        place[i] = out.size();
        screened_project s;
        s.id = records[i].id;
        s.name = name_of(records[i], rules);
        s.later = documents_after(*eval::law_date(records[i], at, today), *project, rules);
        out.push_back(std::move(s));
    }
    eval::requirement_options const options{at, today, false, unreviewed};
    auto const two_high = rules.find_field(*project, two_high_field);
    for (auto const& c : eval::consult(p, rules, records, options)) {
        if (c.field.record != *project) continue;
        auto& of = out[place[c.record]];
        if (two_high && c.field.field == *two_high && known(c.listed)) of.is_two_high = std::get<bool>(c.listed);
        of.catalogues.push_back(from_catalogues(c, rules, records));
    }
    for (auto const& r : eval::require(p, rules, records, {}, options)) {
        if (!r.record || records[*r.record].type != *project) continue;
        out[place[*r.record]].items.push_back(item_of(from_requirement(r, rules, records, {}, today)));
    }
    for (auto& s : out) s.overall = overall(s);
    return out;
}

base::result<screening> screen(rulebook const& rules, plan::plan const& p, screening_request const& request) {
    if (!rules.find_record(project_record))
        return base::failure{"the rules declare no record `project`", "load rules that declare what a project is"};
    screening out;
    std::vector<facts::record> records;
    auto const rejects = [&](facts::rejected_row r) { out.rejects.push_back(std::move(r)); };
    for (auto const& path : request.records) {
        auto const file = static_cast<std::uint32_t>(out.files.size());
        out.files.push_back(path);
        auto read = facts::read_records(path, file, rules, std::string(project_record), rejects);
        if (!read) return read.error();
        std::move(read->begin(), read->end(), std::back_inserter(records));
    }
    out.projects = screen(rules, p, records, request.at, request.today, request.unreviewed);
    return out;
}

} // namespace huanchi::findings
