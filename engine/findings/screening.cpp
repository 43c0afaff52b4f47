#include "findings/screening.hpp"

#include "eval/run.hpp"
#include "facts/nearest_name.hpp"

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

screened_item item_of(finding f, std::uint32_t table, std::uint32_t line) {
    screened_item item{std::move(*f.provision), std::move(f.factor_name), f.verdict, std::move(f.because), {}, table, line};
    if (f.reason) item.needs = std::move(f.reason->missing);
    return item;
}

// Every project gets the value.
std::optional<base::failure> set_field(std::vector<facts::record>& records, std::string const& name, std::string const& written,
                                       rulebook const& rules) {
    auto const project = *rules.find_record(project_record);
    auto const field = rules.find_field(project, name);
    if (!field) {
        facts::nearest_name near(name);
        for (auto const& f : rules.records[project].fields) near.consider(f.json), near.consider(f.name);
        return base::failure{"a project has no field `" + name + "`" + near.remark(),
                             "`rules list --attributes` lists the fields of each record"};
    }
    auto const& declared = rules.records[project].fields[*field];
    auto const v = read_field(declared, written, rules.units);
    if (!v)
        return base::failure{"`" + written + "` is no value of `" + name + "`",
                             "write it as in a file of projects, with its unit"};
    for (auto& r : records) {
        if (r.type != project) continue;
        r.fields[*field] = *v;
        r.written[*field] = written;
        if (auto const* day = std::get_if<base::date>(&*v); day && declared.json == "time") {
            r.time = base::moment::at(*day);
            r.has_time = true;
        }
    }
    return std::nullopt;
}

void add_turns(std::vector<screened_project>& projects, std::vector<facts::record> const& records, rulebook const& rules,
               plan::plan const& p, turning_request const& request) {
    auto const project = *rules.find_record(project_record);
    std::size_t next = 0;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (records[i].type != project) continue;
        for (auto& item : projects[next].items)
            if (item.verdict == eval::verdict::violation || item.verdict == eval::verdict::undetermined)
                item.turns = turns_of(rules, p, records, i, item.table, item.line, request);
        ++next;
    }
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
        out[place[*r.record]].items.push_back(item_of(from_requirement(r, rules, records, {}, today), r.table, r.line));
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
    if (!request.set.empty()) {
        out.before = screen(rules, p, records, request.at, request.today, request.unreviewed);
        for (auto const& [field, written] : request.set)
            if (auto const wrong = set_field(records, field, written, rules)) return *wrong;
    }
    out.projects = screen(rules, p, records, request.at, request.today, request.unreviewed);
    out.turns_asked = request.turns;
    if (request.turns) add_turns(out.projects, records, rules, p, {request.at, request.today, request.unreviewed});
    return out;
}

} // namespace huanchi::findings
