#include "review/application.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <iterator>

namespace huanchi::review {

namespace {

constexpr char const* plan_record = "monitoring_plan";
constexpr std::string_view automatic = "自动";

// 1次/月 is 12, 2次/年 is 2, 1次/2年 is 0.5; cut off behind the fourth place, so that it never seems more often than it is.
std::optional<std::string> times_a_year(std::string_view written) {
    static constexpr std::pair<std::string_view, int> spans[] = {
        {"日", 365}, {"天", 365}, {"周", 52}, {"个月", 12}, {"月", 12}, {"季度", 4}, {"季", 4}, {"半年", 2}, {"年", 1}};
    auto const number = [&] {
        unsigned n = 0;
        auto const [end, ec] = std::from_chars(written.data(), written.data() + std::min<std::size_t>(written.size(), 4), n);
        written.remove_prefix(static_cast<std::size_t>(end - written.data()));
        return n;
    };
    auto const times = number();
    constexpr std::string_view each = "次/";
    if (times == 0 || !written.starts_with(each)) return std::nullopt;
    written.remove_prefix(each.size());
    bool const has_number = !written.empty() && written.front() >= '0' && written.front() <= '9';
    auto const every = has_number ? number() : 1;
    auto const span = std::find_if(std::begin(spans), std::end(spans), [&](auto const& s) { return s.first == written; });
    if (every == 0 || span == std::end(spans)) return std::nullopt;
    auto const parts = std::uint64_t{10'000} * times * static_cast<unsigned>(span->second) / every;
    auto places = std::to_string(parts % 10'000);
    return std::to_string(parts / 10'000) + "." + std::string(4 - places.size(), '0') + places;
}

using nlohmann::json;

struct reader {
    std::string const& name;
    model::rulebook const& rules;
    std::string problems = {};

    void problem(std::string const& pointer, std::string const& what) {
        problems += (problems.empty() ? "`" : "\n`") + name + "` " + pointer + ": " + what;
    }

    std::string text(json const& j, char const* key, std::string const& at, bool required = false) {
        auto const it = j.find(key);
        if (it == j.end() || it->is_null()) {
            if (required) problem(at, std::string("no ") + key);
            return "";
        }
        if (it->is_string()) return it->get<std::string>();
        if (it->is_number()) return it->dump();
        problem(at + "/" + key, "neither a text nor a number");
        return "";
    }

    std::optional<base::date> day(json const& j, char const* key, std::string const& at, bool required) {
        auto const written = text(j, key, at, required);
        if (written.empty()) return std::nullopt;
        auto const d = base::date::parse(written);
        if (!d) problem(at + "/" + key, "`" + written + "` is no date; write 2026-05-01");
        return d;
    }

    void only(json const& j, std::initializer_list<std::string_view> known, std::string const& at) {
        for (auto const& [key, v] : j.items())
            if (std::find(known.begin(), known.end(), key) == known.end())
                problem(at + "/" + key, "nothing of that name is known");
    }

    // The list under a key, its items objects; none where it is absent.
    std::vector<std::pair<json const*, std::string>> list(json const& j, char const* key, std::string const& at) {
        std::vector<std::pair<json const*, std::string>> out;
        auto const it = j.find(key);
        if (it == j.end() || it->is_null()) return out;
        auto const here = at + "/" + key;
        if (!it->is_array()) return problem(here, "not a list"), out;
        for (std::size_t i = 0; i < it->size(); ++i) {
            auto const place = here + "/" + std::to_string(i);
            if ((*it)[i].is_object())
                out.emplace_back(&(*it)[i], place);
            else
                problem(place, "not an object");
        }
        return out;
    }

    // The facility with what is asked for as its only permit, read as a file of facilities would be.
    void site(application& a, json const& j, std::string const& at) {
        auto const it = j.find("facility");
        if (it == j.end() || !it->is_object()) return problem(at, "no `facility` object");
        auto facility = *it;
        json permit{{"number", a.id}, {"version", "1"}, {"limits", j.value("limits", json::array())}};
        permit["valid_from"] = a.valid.from ? a.valid.from->text() : "";
        permit["valid_to"] = a.valid.before ? (*a.valid.before + -1).text() : "";
        facility["permits"] = json::array({permit});
        auto read = facts::read_facilities(facility.dump(), name + " " + at + "/facility", rules);
        if (!read) {
            problems += (problems.empty() ? "" : "\n") + read.error().what;
            return;
        }
        a.site = std::move(*read);
        a.limits = std::move(a.site.sites.front().permits.front().limits);
        a.site.sites.front().permits.clear();
    }

    std::string frequency(json const& j, std::string const& at) {
        auto written = text(j, "frequency", at);
        if (!written.empty() && written != automatic && !times_a_year(written))
            problem(at + "/frequency", "`" + written + "` is no frequency; write 1次/月, 2次/年, 1次/2年 or 自动");
        return written;
    }

    // The plan line by line, for the rules that ask about it; where they declare no such records nothing asks.
    std::string plan_lines(application const& a, json const& j, std::string const& at) {
        auto const key_unit = j.find("key_unit");
        if (key_unit != j.end() && !key_unit->is_boolean()) problem(at + "/key_unit", "neither true nor false");
        std::string lines;
        if (!rules.find_record(plan_record)) return lines;
        for (auto const& m : a.monitoring) {
            auto const o =
                std::find_if(a.site.outlets.begin(), a.site.outlets.end(), [&](auto const& x) { return x.id == m.outlet; });
            auto const factor = o == a.site.outlets.end() ? std::nullopt : rules.find_factor(m.factor, o->medium);
            if (!factor) continue; // told with the plan itself
            json line{{"record", plan_record},
                      {"id", m.outlet + " " + rules.factors[*factor].name},
                      {"enterprise_id", a.site.sites.front().id},
                      {"outlet_id", m.outlet},
                      {"factor", rules.factors[*factor].name}};
            if (auto const kind = rules.find_field(model::outlet_record, "kind"))
                if (auto const* its = std::get_if<std::string>(&o->fields[*kind])) line["kind"] = *its;
            if (m.frequency == automatic)
                line["automatic"] = "yes";
            else if (auto const times = times_a_year(m.frequency))
                line["automatic"] = "no", line["per_year"] = *times;
            if (key_unit != j.end() && key_unit->is_boolean()) line["key_unit"] = key_unit->get<bool>() ? "yes" : "no";
            lines += line.dump() + "\n";
        }
        return lines;
    }

    void records(application& a, json const& j, std::string const& at) {
        std::string lines;
        for (auto const& [record, place] : list(j, "records", at)) {
            auto one = *record;
            if (!one.contains("enterprise_id") && !a.site.sites.empty()) one["enterprise_id"] = a.site.sites.front().id;
            lines += one.dump() + "\n";
        }
        if (j.contains("kind")) {
            json request{{"record", "permit_request"}, {"id", a.id}, {"kind", a.kind}};
            for (auto const* key : {"valid_from", "valid_to", "previous_valid_to"})
                if (j.contains(key)) request[key] = j[key];
            if (j.contains("submitted")) request["time"] = j["submitted"];
            if (!a.site.sites.empty()) request["enterprise_id"] = a.site.sites.front().id;
            lines += request.dump() + "\n";
        }
        lines += plan_lines(a, j, at);
        auto in = facts::input::over(lines);
        auto read = facts::read_records_from(in, 0, name + " " + at + "/records", rules, "", [&](facts::rejected_row const& r) {
            problem(at + "/records/" + std::to_string(r.line - 1) + (r.column.empty() ? "" : "/" + r.column), r.reason);
        });
        if (read) a.records = std::move(*read);
    }

    std::optional<application> one(json const& j, std::string const& at) {
        if (!j.is_object()) return problem(at, "not an object"), std::nullopt;
        only(j,
             {"id", "kind", "submitted", "valid_from", "valid_to", "previous_valid_to", "facility", "limits", "totals",
              "monitoring", "records", "key_unit"},
             at);
        application a;
        a.id = text(j, "id", at, true);
        a.kind = text(j, "kind", at);
        (void)day(j, "submitted", at, false);
        a.valid.from = day(j, "valid_from", at, true);
        if (auto const last = day(j, "valid_to", at, true)) a.valid.before = *last + 1;
        if (a.valid.empty()) problem(at, "`valid_to` lies before `valid_from`");
        if (problems.empty()) site(a, j, at);
        for (auto const& [t, place] : list(j, "totals", at)) {
            only(*t, {"outlet", "factor", "max", "concentration", "volume", "capacity", "allowance"}, place);
            a.totals.push_back({text(*t, "outlet", place), text(*t, "factor", place, true), text(*t, "max", place, true),
                                text(*t, "concentration", place), text(*t, "volume", place), text(*t, "capacity", place),
                                text(*t, "allowance", place)});
        }
        a.has_monitoring = j.contains("monitoring");
        for (auto const& [m, place] : list(j, "monitoring", at))
            a.monitoring.push_back({text(*m, "outlet", place, true), text(*m, "factor", place, true), text(*m, "method", place),
                                    text(*m, "detection_limit", place), frequency(*m, place)});
        if (problems.empty()) records(a, j, at);
        return a;
    }
};

} // namespace

base::result<std::vector<application>> read_applications(std::string_view text, std::string const& name,
                                                         model::rulebook const& rules) {
    reader r{name, rules};
    std::vector<application> out;
    auto const take = [&](json const& j, std::string const& at) {
        if (auto a = r.one(j, at)) out.push_back(std::move(*a));
    };
    auto const whole = json::parse(text, nullptr, false);
    if (whole.is_array()) {
        for (std::size_t i = 0; i < whole.size(); ++i) take(whole[i], "/" + std::to_string(i));
    } else if (!whole.is_discarded()) {
        take(whole, "");
    } else { // NDJSON
        std::size_t line = 0;
        for (std::size_t at = 0; at < text.size();) {
            auto const end = std::min(text.find('\n', at), text.size());
            auto const one = text.substr(at, end - at);
            at = end + 1;
            ++line;
            if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
            auto const place = "line " + std::to_string(line) + " ";
            auto const j = json::parse(one, nullptr, false);
            if (j.is_discarded())
                r.problem(place, "no JSON");
            else
                take(j, place);
        }
    }
    if (!r.problems.empty())
        return base::failure{r.problems, "mend these places; schemas/application.schema.json says what may stand there"};
    if (out.empty())
        return base::failure{"`" + name + "`: no application in it", "give one application, a list, or one a line"};
    return out;
}

} // namespace huanchi::review
