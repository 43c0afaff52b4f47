#include "findings/finding_parts.hpp"

#include "base/digest.hpp"
#include "eval/judge.hpp"

#include <algorithm>
#include <tuple>

namespace huanchi::findings {

using namespace model;

std::vector<reason_text> const& reason_texts() {
    static std::vector<reason_text> const all = {
        {"missing_attribute", "缺少判定所需的属性", "an attribute that the rule asks for is missing"},
        {"missing_datum", "缺少判定所需的同期数据", "a datum that the rule asks for is missing"},
        {"outside_calendar", "日期超出节假日日历的范围，不知道哪些是工作日",
         "a date lies outside the calendar of holidays, so that its working days are not known"},
        {"stack_missing", "等效排气筒中有一根没有同时段的排放速率",
         "one of the stacks that count as one has no rate for the period"},
        {"invalid_auxiliary", "辅助参数超出公式的适用范围，该数据无法折算",
         "an auxiliary value is outside the domain of the formula, so the value cannot be corrected"},
        {"doubtful_condition", "工况存疑：数据与正常运行不符且未标记，须核查",
         "the state of operation is doubtful: the data do not fit normal operation and carry no mark"},
        {"conflicting_rows", "同一时刻有不同的数值，且不知哪个较晚收到",
         "different values for one moment, and none known to have been received later"},
        {"too_few_valid_values", "有效数据不足", "too few valid values"},
        {"no_flow", "流量合计为零，不能加权平均", "the flow sums to zero, so there is no weighted mean"},
        {"over_range", "仪器超量程，真实值不低于读数", "over range: the true value is not below the reading"},
        {"detection_limit_above_limit", "检出限高于限值，未检出不能证明达标",
         "the detection limit lies above the limit, so that not detected proves nothing"},
        {"exempt", "豁免", "exempt"},
        {"marked_late", "标记截止以后才到的标记剔除了该数据，原来的判定见 finality，须人工核定",
         "a mark that came after marking had closed takes the datum out; `finality` says what was judged: for a person to "
         "decide"},
        {"sample_not_accepted", "限值是均值，规则没有规定可用该样品判定",
         "the limit is on a mean and no rule lets this sample stand for it"},
    };
    return all;
}

findings::missing_value named(eval::missing_value const& m, rulebook const& rules, std::uint16_t of) {
    findings::missing_value out{m.name, m.band, m.name};
    if (auto const own = rules.find_field(of, m.name)) {
        out.name_zh = rules.records[of].fields[*own].name;
        return out;
    }
    for (auto const& record : rules.records)
        for (auto const& field : record.fields)
            if (field.json == m.name) {
                out.name_zh = field.name;
                return out;
            }
    return out;
}

reason make_reason(std::string const& code, std::string const& note) {
    reason r{code, {}, {}, {}};
    for (auto const& t : reason_texts())
        if (t.code == code) r.text_zh = t.zh, r.text_en = t.en;
    if (code == "doubtful_condition" && !note.empty()) r.text_zh = note;
    return r;
}

finding begun(eval::bound const& b, std::uint32_t outlet, std::uint16_t factor) {
    auto const& o = b.known->outlets[outlet];
    auto const& site = b.known->sites[o.facility];
    auto const& declared = b.rules->factors[factor];
    finding f;
    f.enterprise_id = site.id;
    f.enterprise_name = site.name;
    f.outlet_id = o.id;
    f.outlet_index = outlet;
    f.medium = o.medium;
    f.factor = declared.code;
    f.factor_name = declared.name;
    return f;
}

bool before(finding const& a, finding const& b) {
    auto const key = [](finding const& f) {
        return std::tie(f.enterprise_id, f.outlet_id, f.factor, f.quantity, f.statistic, f.period, f.source, f.sample_id, f.id);
    };
    return key(a) < key(b);
}

std::string exceedance_text(base::rational const& excess) {
    auto const text = excess.rounded(base::rational(1, 100)).fixed_text(2);
    return text == "0.00" && !excess.is_zero() ? "<0.01" : text;
}

namespace {

// "、表6": where the number stands to which the formula corrects, if not with the formula.
std::string reference_cited(model::formula const& f, model::limit const& l, rulebook const& rules) {
    if (l.reference_clause.empty() || l.reference_clause == f.clause) return {};
    return l.document == f.document ? "、" + l.reference_clause
                                    : "；" + rules.documents[l.document].number + " " + l.reference_clause;
}

std::string identity(std::initializer_list<std::string_view> key) {
    base::sha256 sum;
    for (auto const part : key) sum.field(part);
    return "f-" + sum.hex().substr(0, 16);
}

struct translator {
    eval::judgement const& j;
    eval::bound const& b;
    rulebook const& rules = *b.rules;
    eval::requirement const* decides = j.decides ? &b.requirements[*j.decides] : nullptr;
    // Values are printed in the unit of the deciding limit.
    base::unit_id unit = decides ? decides->unit : rules.factors[j.factor].unit;
    bool const counted = decides && decides->allowance; // measured and limit are numbers of times

    findings::provision provision_of(std::uint32_t r) const {
        auto const& q = b.requirements[r];
        return {q.id, q.standard, q.clause, std::string(text(q.level)), std::string(text(q.confidence))};
    }
    base::rational in_unit(base::rational const& coherent) const { return coherent / rules.units[unit].factor; }

    measured_value times() const {
        measured_value m;
        m.unit = "次";
        m.value = base::printed(j.measured->low).value;
        if (j.measured->exact()) return m;
        m.low = m.value;
        m.high = base::printed(j.measured->high).value;
        return m;
    }

    measured_value measured() const {
        measured_value m;
        if (counted) return times();
        m.unit = rules.units[unit].symbol;
        auto const low = base::printed(in_unit(j.measured->low));
        if (j.measured->exact()) {
            m.value = low.value;
            m.exact = low.exact;
            return m;
        }
        m.low = low.value;
        if (j.measured->unbounded) {
            m.value = low.value;
            return m;
        }
        m.high = base::printed(in_unit(j.measured->high)).value;
        m.value = j.measured->low.is_zero() ? "<" + *m.high : *m.low;
        return m;
    }

    limit_value limit() const {
        limit_value l;
        if (counted) {
            l.max = std::to_string(decides->allowance->times);
            l.unit = "次";
            return l;
        }
        if (decides->min) l.min = decides->min->text();
        if (decides->max) l.max = decides->max->text();
        l.not_detected = decides->not_detected;
        l.prohibited = decides->prohibited;
        l.unit = rules.units[unit].symbol;
        if (j.formula && rules.formulas[*j.formula].has_reference()) {
            auto const& f = rules.formulas[*j.formula];
            auto const& symbol = rules.units[f.reference_unit].symbol;
            l.reference[f.reference_json] = j.reference.text() + (symbol.empty() ? "" : " " + symbol);
        }
        return l;
    }

    // 超标倍数: of one-sided upper limits only.
    void exceedance(finding& f) const {
        if (!decides || counted || !decides->max || decides->min || !j.measured || decides->coherent_max.is_zero()) return;
        auto const ratio = j.measured->low / decides->coherent_max;
        if (j.measured->exact()) f.ratio = base::printed(ratio).value;
        bool const breached = j.verdict == eval::verdict::violation || j.verdict == eval::verdict::not_met;
        if (!breached || ratio <= base::rational(1)) return; // what is undetermined exceeds nothing
        f.excess = ratio - base::rational(1);
        f.exceedance = exceedance_text(f.excess);
    }

    // GB18484.启停 (GB 18484-2020 7.2.3): 12 h used of 60 h over year
    std::string exempt_because() const {
        auto const& x = rules.exemptions[j.exemption->exemption];
        auto const& number = rules.documents[x.document].number;
        auto const said = x.id + " (" + number + (x.clause.empty() ? "" : " " + x.clause) + ")";
        return x.quota ? said + ": " + used(j.exemption->seconds) + " used of " + x.quota->text + " over " +
                             std::string(text(x.quota->window))
                       : said;
    }
    static std::string used(base::rational const& seconds) {
        return base::printed(seconds / base::rational(3600)).value + " h";
    }

    // Which exemption, and what is left of its allowance.
    reason exempt_reason() const {
        auto const& x = rules.exemptions[j.exemption->exemption];
        auto r = make_reason("exempt", "");
        r.text_en = exempt_because();
        r.text_zh = x.title + "（" + rules.documents[x.document].number + (x.clause.empty() ? "" : " " + x.clause) + "）";
        if (!x.quota) return r;
        auto const left = used(x.quota->seconds - j.exemption->seconds);
        r.text_en += ", " + left + " left";
        r.text_zh += "：额度 " + x.quota->text + "，已用 " + used(j.exemption->seconds) + "，余 " + left;
        return r;
    }

    // substituted: 2 values, 14.6 kg
    std::string substituted_because() const {
        auto const amount = base::printed(in_unit(j.substituted_share)).value + " " + rules.units[unit].symbol;
        return "substituted: " + std::to_string(j.substituted) + (j.substituted == 1 ? " value" : " values") +
               (j.substituted_share.is_zero() ? "" : ", " + amount);
    }

    // 排水总量 = 2400 m³; 基准排水总量 = 1200 m³
    std::string parts_of(eval::contribution const& c) const {
        std::string all;
        for (std::size_t n = 0; n < c.parts.size(); ++n) {
            if (!c.parts[n]) continue;
            auto const& part = rules.formulas[*j.formula].parts[n];
            auto const symbol = rules.units.coherent(part.value->type.dimension);
            all += (all.empty() ? "" : "; ") + part.name + " = " + base::printed(*c.parts[n]).value +
                   (symbol.empty() ? "" : " " + symbol);
        }
        return all;
    }

    std::shared_ptr<findings::trace const> trace() const {
        auto t = std::make_shared<findings::trace>();
        t->delivered = j.delivered;
        t->valid = j.valid;
        t->need = j.need;
        t->note = j.note;
        t->standing_says = j.standing_says;
        if (decides) t->because = decides->because;
        if (j.exemption) t->because.push_back(exempt_because());
        if (j.substituted) t->because.push_back(substituted_because());
        if (!j.flag.empty()) t->because.push_back("flag = " + j.flag);
        if (j.derivation) {
            auto const& d = rules.statistics[j.statistic].derivations[*j.derivation];
            t->method = text(d.method);
            t->method_says = d.says;
        }
        std::optional<base::unit_id> auxiliary_unit;
        if (j.formula) {
            auto const& f = rules.formulas[*j.formula];
            t->formula = f.json;
            t->formula_clause = rules.documents[f.document].number + " " + f.clause;
            if (decides && decides->limit) t->formula_clause += reference_cited(f, rules.limits[*decides->limit], rules);
            t->formula_text = f.text;
            if (!f.inputs.empty()) auxiliary_unit = rules.at(f.inputs.front()).unit;
        }
        auto const printed = [&](base::rational const& coherent, base::unit_id u) {
            auto const& symbol = rules.units[u].symbol;
            return base::printed(coherent / rules.units[u].factor).value + (symbol.empty() ? "" : " " + symbol);
        };
        auto const flow = rules.find_field(measurement_record, flow_field);
        auto const method = j.derivation ? rules.statistics[j.statistic].derivations[*j.derivation].method : aggregate::mean;
        bool const of_concentration = method == aggregate::total || method == aggregate::rate;
        auto const own = of_concentration ? rules.factors[j.factor].unit : unit;
        auto const in_unit = [&](base::rational const& x) { return x / rules.units[own].factor; };
        for (auto const& c : j.contributions) {
            used_value u{c.period, c.written, {}, {}, {}, c.left_out, c.rows};
            if (c.left_out.empty() || c.left_out == "substituted")
                u.value = c.value.exact() ? base::printed(in_unit(c.value.low)).value
                                          : base::printed(in_unit(c.value.low)).value + ".." +
                                                (c.value.unbounded ? "" : base::printed(in_unit(c.value.high)).value);
            if (!c.parts.empty()) u.auxiliary = parts_of(c);
            if (c.auxiliary && auxiliary_unit) u.auxiliary = printed(*c.auxiliary, *auxiliary_unit);
            if (c.flow && flow) u.flow = printed(*c.flow, rules.records[measurement_record].fields[*flow].unit);
            t->values.push_back(std::move(u));
        }
        return t;
    }

    finding make() const {
        auto f = begun(b, j.outlet, j.factor);
        f.verdict = j.verdict;
        f.quantity = text(j.quantity);
        f.statistic = rules.statistics[j.statistic].json;
        f.statistic_name = rules.statistics[j.statistic].name;
        f.period = j.period;
        f.source = facts::text(j.source);
        f.sample_id = j.sample_id;
        auto const reference = j.formula ? rules.formulas[*j.formula].json + "=" + j.reference.text() : std::string();
        f.id = identity({f.enterprise_id, *f.outlet_id, *f.factor, f.quantity, f.statistic, reference, f.period.from.text(),
                         f.period.to.text(), f.source, f.sample_id});
        if (j.measured) f.measured = measured();
        if (decides) {
            f.limit = limit();
            f.because = decides->because;
            f.provision = provision_of(*j.decides);
            if (j.verdict == eval::verdict::violation || j.verdict == eval::verdict::not_met)
                f.violation_types = violation_types();
        }
        if (j.exemption) f.because.push_back(exempt_because());
        if (j.substituted) f.because.push_back(substituted_because());
        exceedance(f);
        f.marginal = j.marginal;
        for (auto const r : j.also_breached) f.also_breached.push_back(provision_of(r));
        if (j.verdict == eval::verdict::exempt) f.reason = exempt_reason();
        if (j.verdict == eval::verdict::undetermined) {
            for (auto const r : j.candidates)
                if (!j.decides || r != *j.decides) f.candidates.push_back(provision_of(r));
            f.reason = make_reason(j.reason, j.note);
            for (auto const& m : j.missing) f.reason->missing.push_back(named(m, rules));
            if (j.reason == "too_few_valid_values") {
                f.reason->text_zh += "：" + std::to_string(j.valid) + " 个，至少 " + std::to_string(j.need) + " 个";
                f.reason->text_en += ": " + std::to_string(j.valid) + ", need " + std::to_string(j.need);
            }
        }
        f.standing = text(j.standing);
        f.lacks = j.lacks;
        if (j.finality) f.finality = findings::named(*j.finality, rules, counted ? base::no_unit : unit);
        return f;
    }

    std::vector<std::string> violation_types() const {
        std::vector<std::string> types;
        auto add = [&](eval::requirement const& r) {
            for (auto const& t : r.violation_types)
                if (std::find(types.begin(), types.end(), t) == types.end()) types.push_back(t);
        };
        add(*decides);
        for (auto const r : j.also_breached) add(b.requirements[r]);
        return types;
    }
};

} // namespace

finding from_judgement(eval::judgement const& j, eval::bound const& b, bool with_trace) {
    auto f = translator{j, b}.make();
    if (with_trace) f.trace = translator{j, b}.trace();
    return f;
}

namespace {

// What findings have in common that are no judgement of a series: `key` makes the identity.
finding about(std::string const& source, base::moment on, rulebook const& rules, std::initializer_list<std::string_view> key) {
    finding f;
    f.statistic = "instantaneous";
    if (auto const s = rules.find_statistic(f.statistic)) f.statistic_name = rules.statistics[*s].name;
    f.period = {on, on};
    f.source = source;
    f.id = identity(key);
    f.standing = text(standing_rank::lead);
    return f;
}

finding about_record(facts::record const& r, rulebook const& rules, std::string const& table) {
    auto const& source = rules.records[r.type].name;
    auto const own_time = r.undated ? std::string() : r.time.text();
    auto f = about(source, r.time, rules, {source, r.enterprise_id, r.outlet_id, r.id, table, own_time});
    f.record = r.id;
    f.enterprise_id = r.enterprise_id.empty() ? r.id : r.enterprise_id;
    if (!r.outlet_id.empty()) f.outlet_id = r.outlet_id;
    return f;
}

finding about_site(facts::facilities const& known, std::uint32_t outlet_index, std::uint16_t scope, base::date as_of,
                   rulebook const& rules, std::string const& line) {
    auto const& outlet = known.outlets[outlet_index];
    auto const& site = known.sites[outlet.facility];
    auto const& source = rules.records[scope].name;
    bool const whole_site = scope == facility_record;
    auto f = about(source, base::moment::at(as_of), rules, {source, site.id, whole_site ? "" : outlet.id, line});
    f.enterprise_id = site.id;
    f.enterprise_name = site.name;
    if (!whole_site) f.outlet_id = outlet.id;
    return f;
}

findings::provision provision_of(std::string const& id, document const& of, std::string const& clause, confidence trust) {
    return {id, of.number, clause, std::string(text(of.level)), std::string(text(trust))};
}

// Where the row that decides stands, if it has a place of its own.
std::string const& clause_of(eval::graded const& g, model::grade_table const& table, rulebook const& rules) {
    for (auto const& x : g.factors)
        if (auto const& own = table.rows[x.row].clause;
            !own.empty() && std::find(g.worst.begin(), g.worst.end(), rules.at(x.field).name) != g.worst.end())
            return own;
    return table.clause;
}

} // namespace

finding from_grade(eval::graded const& g, rulebook const& rules, std::vector<facts::record> const& records) {
    auto const& r = records[g.record];
    auto const& table = rules.grades[g.table];
    auto f = about_record(r, rules, table.id);
    f.verdict = g.verdict;
    f.factor_name = table.class_name;
    f.quantity = text(quantity::grade);
    f.provision = provision_of(table.id, rules.documents[table.document], clause_of(g, table, rules), table.confidence);
    if (!g.grade.empty()) f.measured = measured_value{g.grade, {}, "", {}, {}};
    if (!g.target.empty()) {
        f.limit = limit_value{};
        f.limit->max = g.target;
    }
    if (g.verdict == eval::verdict::undetermined) {
        f.reason = make_reason(g.reason, "");
        for (auto const& m : g.missing) f.reason->missing.push_back(named(m, rules, table.scope));
    }
    auto t = std::make_shared<findings::trace>();
    t->delivered = true;
    for (auto const& x : g.factors)
        t->values.push_back({f.period, x.written, rules.at(x.field).name + " " + x.grade, {}, {}, "", {{r.file, r.line}}});
    f.because = t->because = g.worst;
    f.trace = std::move(t);
    return f;
}

finding from_index(eval::indexed const& x, rulebook const& rules, std::vector<facts::record> const& records) {
    auto const& r = records[x.record];
    auto const& table = rules.indices[x.table];
    auto f = about_record(r, rules, table.id);
    f.verdict = x.index ? eval::verdict::not_applicable : eval::verdict::undetermined;
    f.factor_name = table.name;
    f.quantity = text(quantity::index);
    f.provision = provision_of(table.id, rules.documents[table.document], table.clause, table.confidence);
    auto t = std::make_shared<findings::trace>();
    t->delivered = true;
    if (x.index) {
        auto const value = base::printed(*x.index);
        f.measured = measured_value{value.value, value.exact, "", {}, {}};
        t->because.push_back(x.band);
        t->because.insert(t->because.end(), x.primary.begin(), x.primary.end());
        f.because = t->because;
    } else {
        f.reason = make_reason(x.reason, "");
    }
    for (auto const& factor : x.factors)
        t->values.push_back(
            {f.period,
             factor.written,
             table.rows[factor.row].printed_name + " " + (factor.index ? base::printed(*factor.index).value : "-"),
             {},
             {},
             factor.index ? "" : "above_table",
             {{r.file, r.line}}});
    f.trace = std::move(t);
    return f;
}

finding from_catalogues(eval::catalogued const& c, rulebook const& rules, std::vector<facts::record> const& records) {
    auto const& field = rules.at(c.field);
    auto f = about_record(records[c.record], rules, field.json);
    f.verdict = known(c.listed) ? eval::verdict::not_applicable : eval::verdict::undetermined;
    f.factor_name = field.name;
    f.quantity = text(quantity::catalogue);
    auto t = std::make_shared<findings::trace>();
    t->delivered = true;
    auto const holds = [](value const& v) { return known(v) && std::get<bool>(v); };
    eval::listing const* decides = nullptr;
    for (auto const& l : c.listings) {
        auto const& of = rules.catalogues[l.catalogue];
        bool const lists = holds(l.applies) && holds(l.listed);
        if (known(l.applies) && !holds(l.applies)) continue;
        if (!decides || (lists && !(holds(decides->applies) && holds(decides->listed)))) decides = &l;
        for (auto const e : l.entries)
            t->because.push_back(of.id + "." + of.entries[e].title + (of.entries[e].excepted ? " (except)" : ""));
    }
    if (decides) {
        auto const& of = rules.catalogues[decides->catalogue];
        bool const out = known(decides->listed) && !holds(decides->listed);
        catalogue_entry const* entry = nullptr; // the first that lists it, or that takes it out
        for (auto const e : decides->entries)
            if (!entry && of.entries[e].excepted == out) entry = &of.entries[e];
        f.provision = provision_of(entry ? of.id + "." + entry->title : of.id, rules.documents[of.document],
                                   entry ? entry->clause : of.clause,
                                   entry ? entry->confidence : rules.documents[of.document].confidence);
    }
    f.because = t->because;
    if (known(c.listed)) {
        f.measured = measured_value{holds(c.listed) ? "yes" : "no", {}, "", {}, {}};
    } else {
        f.reason = make_reason("missing_attribute", "");
        for (auto const& m : c.missing) f.reason->missing.push_back(named(m, rules, c.field.record));
    }
    f.trace = std::move(t);
    return f;
}

finding from_requirement(eval::required const& r, rulebook const& rules, std::vector<facts::record> const& records,
                         facts::facilities const& known, base::date as_of) {
    auto const& table = rules.requirements[r.table];
    auto const& line = table.lines[r.line];
    auto const id = table.id + "." + line.title;
    auto f =
        r.record ? about_record(records[*r.record], rules, id) : about_site(known, r.outlet, table.scope, as_of, rules, id);
    f.verdict = r.verdict;
    f.factor_name = line.title;
    f.quantity = text(quantity::requirement);
    f.provision = provision_of(id, rules.documents[table.document], line.clause, line.confidence);
    f.because = r.because;
    if (r.verdict == eval::verdict::violation || r.verdict == eval::verdict::not_met) f.violation_types = line.violation_types;
    if (r.verdict == eval::verdict::undetermined) {
        bool const no_calendar = r.missing.size() == 1 && r.missing.front().name == eval::calendar_missing;
        f.reason = make_reason(no_calendar ? "outside_calendar" : "missing_datum", "");
        for (auto const& m : r.missing) f.reason->missing.push_back(named(m, rules, table.scope));
        if (no_calendar) f.reason->missing.front().name_zh = "节假日日历";
    }
    auto t = std::make_shared<findings::trace>();
    t->delivered = true;
    t->because = r.because;
    t->formula_text = text(*line.condition, rules);
    f.trace = std::move(t);
    return f;
}

} // namespace huanchi::findings
