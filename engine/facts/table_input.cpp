#include "facts/table_input.hpp"

#include "facts/csv_header.hpp"
#include "facts/row_formats.hpp"
#include "facts/table_feed.hpp"
#include "facts/text_rows.hpp"
#include "tables/workbook.hpp"

#include <algorithm>

namespace huanchi::facts {

namespace {

constexpr std::string_view first_step = "; `huanchi import --guess FILE` proposes a mapping to begin with";

tables::encoding encoding_for(tables::mapping const* m, std::string_view start) {
    if (m && !m->encoding.empty()) return m->encoding == "GB18030" ? tables::encoding::gb18030 : tables::encoding::utf8;
    return tables::encoding_of(start);
}

table_head head_of_text(std::string_view start, tables::encoding encoding, char separator) {
    table_head head;
    auto in = input::over(start);
    text_rows rows(encoding, separator);
    auto const add = [&](tables::sheet_row const& row) {
        head.add(row);
        return head.rows.size() < table_head::most_rows;
    };
    (void)rows.read(in, add, [](text_rows::broken const&) { return true; });
    return head;
}

bool is_contract_csv(std::string_view start, std::string const& name, model::rulebook const& rules) {
    csv_scanner scanner;
    while (!start.empty()) {
        auto const outcome = scanner.next(start, true);
        if (outcome == csv_scanner::outcome::record)
            return static_cast<bool>(read_csv_header(scanner.fields(), name, column_names(rules)));
        if (outcome != csv_scanner::outcome::blank) return false;
        start.remove_prefix(scanner.consumed());
    }
    return true; // nothing in it: its reader says so
}

// The plan for a table without a mapping, by its headers alone.
struct found_plan {
    std::shared_ptr<tables::mapping const> mapping;
    base::result<table_plan> plan;
    std::vector<std::string> assumed;
    bool odd = false; // no table of the contract, whatever is wrong with it
};
std::optional<found_plan> plan_by_headers(table_head const& head, std::string const& name, std::string const& sheet,
                                          model::rulebook const& rules) {
    facilities const nobody; // whose data they are is not guessed
    auto guess = propose_mapping(head, sheet, rules, nobody, spoken::english);
    if (!guess) return std::nullopt;
    auto const& columns = guess->mapping.columns;
    bool const has_unit = guess->wide || std::any_of(columns.begin(), columns.end(),
                                                     [](auto const& c) { return c.as == "unit" || !c.unit.empty(); });
    // The hour is what the contract says; anything else is told.
    if (guess->assumed.empty()) std::erase_if(guess->mapping.constants, [](auto const& c) { return c.name == "interval"; });
    auto mapping = std::make_shared<tables::mapping const>(std::move(guess->mapping));
    auto plan = [&]() -> base::result<table_plan> {
        if (!guess->ambiguous.empty())
            return base::failure{"'" + name + "': " + guess->ambiguous.front(),
                                 "say with a mapping which column counts" + std::string(first_step)};
        if (!has_unit)
            return base::failure{"'" + name + "': nothing says in which unit the values are",
                                 "give a column 单位, or the unit behind the name of the value" + std::string(first_step)};
        return plan_table(head, *mapping, name, rules);
    }();
    return found_plan{mapping, std::move(plan), guess->assumed, guess->wide || guess->header_row > 0};
}

void add(std::vector<std::string>& to, std::vector<std::string> const& more) {
    for (auto const& m : more)
        if (std::find(to.begin(), to.end(), m) == to.end()) to.push_back(m);
}

reading_options with_label(reading_options options, tables::mapping const& m) {
    options.time_label_end = m.time.label_is_end.value_or(options.time_label_end);
    return options;
}

std::optional<base::failure> fill(input& in, std::size_t bytes) {
    while (!in.ended() && in.window().size() < bytes)
        if (auto problem = in.more()) return problem;
    return std::nullopt;
}

base::result<tables::workbook> open_workbook(input& in, std::string const& name) {
    if (auto problem = fill(in, tables::workbook_limits{}.archive + 1)) return *problem;
    return tables::workbook::open(std::string(in.window()), name);
}

base::result<table_head> head_of_sheet(tables::workbook& book, std::size_t sheet) {
    table_head head;
    auto const problem = book.read(sheet, [&](tables::sheet_row const& row) {
        head.add(row);
        return head.rows.size() < table_head::most_rows;
    });
    if (problem) return *problem;
    return head;
}

class workbook_reading {
public:
    workbook_reading(tables::workbook& book, std::uint32_t file, std::string const& name, model::rulebook const& rules,
                     facilities const& known, reading_options const& options, batch_sink const& rows,
                     reject_sink const& rejects)
        : book_(book), file_(file), name_(name), rules_(rules), known_(known), options_(options), rows_(rows),
          rejects_(rejects), mapping_(mapping_for(options, name)) {}

    base::result<read_count> read() {
        if (mapping_)
            for (auto const& wanted : mapping_->sheets)
                if (std::none_of(book_.sheets().begin(), book_.sheets().end(), [&](auto const& s) { return s.name == wanted; }))
                    return base::failure{"the mapping '" + mapping_->name + "', /sheets: '" + name_ + "' has no sheet '" +
                                             wanted + "'",
                                         "its sheets are " + sheet_list()};
        for (std::size_t i = 0; i < book_.sheets().size(); ++i)
            if (auto problem = sheet(i)) return *problem;
        if (!all_.sheets.empty()) return std::move(all_);
        return first_problem_ ? *first_problem_
                              : base::failure{"'" + name_ + "': no sheet has a header of measurements",
                                              "its sheets are " + sheet_list() + std::string(first_step)};
    }

private:
    std::string sheet_list() const {
        std::string out;
        for (auto const& s : book_.sheets()) out += (out.empty() ? "" : ", ") + s.name;
        return out;
    }

    std::optional<base::failure> sheet(std::size_t i) {
        auto const& about = book_.sheets()[i];
        bool const named = mapping_ && !mapping_->sheets.empty();
        if (named && std::find(mapping_->sheets.begin(), mapping_->sheets.end(), about.name) == mapping_->sheets.end())
            return std::nullopt;
        auto const leave = [&] {
            add(all_.assumed, {"sheet_not_read=" + about.name});
            return std::nullopt;
        };
        if (about.hidden && !named) return leave();
        auto const head = head_of_sheet(book_, i);
        if (!head) return head.error();
        if (head->rows.empty()) return std::nullopt;
        auto const place = name_ + "!" + about.name;
        if (mapping_) {
            auto const plan = plan_table(*head, *mapping_, place, rules_);
            if (plan) return rows_of(i, *plan, *mapping_);
            if (named) return plan.error();
            if (!first_problem_) first_problem_ = plan.error();
            return leave();
        }
        auto const found = plan_by_headers(*head, place, about.name, rules_);
        if (!found) return leave();
        if (!found->plan)
            return found->plan.error(); // measurements for certain, and not to be read: no reason to pass over them
        add(all_.assumed, found->assumed);
        return rows_of(i, *found->plan, *found->mapping);
    }

    std::optional<base::failure> rows_of(std::size_t i, table_plan const& plan, tables::mapping const& m) {
        auto const& sheet_name = book_.sheets()[i].name;
        auto const own = with_label(options_, m);
        reject_sink const rejects = [&](rejected_row r) {
            r.sheet = sheet_name;
            if (rejects_) rejects_(std::move(r));
        };
        row_reader reader(file_ + static_cast<std::uint32_t>(all_.sheets.size()), rules_, known_, own, rows_, rejects);
        table_feed feed(plan, rules_, known_, reader, false);
        auto problem = book_.read(i, [&](tables::sheet_row const& row) {
            feed.take(row);
            return true;
        });
        if (problem) return problem;
        auto const count = reader.finish();
        all_.rows += count.rows;
        all_.rejected += count.rejected;
        all_.flag_assumed = all_.flag_assumed || count.flag_assumed;
        all_.blank_cells += feed.blank_cells();
        all_.set_aside += feed.set_aside();
        all_.sheets.push_back(sheet_name);
        return std::nullopt;
    }

    tables::workbook& book_;
    std::uint32_t file_;
    std::string const& name_;
    model::rulebook const& rules_;
    facilities const& known_;
    reading_options const& options_;
    batch_sink const& rows_;
    reject_sink const& rejects_;
    std::shared_ptr<tables::mapping const> mapping_;
    read_count all_;
    std::optional<base::failure> first_problem_;
};

} // namespace

std::shared_ptr<tables::mapping const> mapping_for(reading_options const& options, std::string_view path) {
    for (auto const& m : options.mappings)
        if (m && m->is_for(path)) return m;
    return nullptr;
}

bool needs_table(std::string_view start, std::string_view path, reading_options const& options) {
    return mapping_for(options, path) || tables::encoding_of(start) == tables::encoding::gb18030;
}

base::result<std::optional<text_table>> find_table(input& in, std::string const& name, model::rulebook const& rules,
                                                   facilities const&, reading_options const& options) {
    using nothing = std::optional<text_table>;
    if (auto problem = fill(in, input::usual_chunk)) return *problem;
    auto mapping = mapping_for(options, name);
    text_table out;
    out.encoding = encoding_for(mapping.get(), in.window());
    out.separator = mapping && mapping->separator ? *mapping->separator : separator_of(in.window());
    bool const gb18030 = out.encoding == tables::encoding::gb18030;
    if (!mapping && !gb18030 && is_contract_csv(in.window(), name, rules)) return nothing();
    auto const head = head_of_text(in.window(), out.encoding, out.separator);
    if (gb18030 && (!mapping || mapping->encoding.empty())) out.assumed.push_back("encoding=GB18030");
    if (mapping) {
        out.mapping = mapping;
        auto plan = plan_table(head, *mapping, name, rules);
        if (!plan) return plan.error();
        out.plan = std::move(*plan);
        return nothing(std::move(out));
    }
    auto found = plan_by_headers(head, name, "", rules);
    if (!found && (gb18030 || out.separator != ','))
        return base::failure{"'" + name + "': no line is a header of measurements",
                             "expected columns such as 企业编号, 排放口编号, 监测时间 and one for each factor" +
                                 std::string(first_step)};
    if (!found) return nothing();
    if (!found->plan && !found->odd && !gb18030 && out.separator == ',') return nothing();
    if (!found->plan) return found->plan.error();
    out.mapping = found->mapping;
    out.plan = std::move(*found->plan);
    add(out.assumed, found->assumed);
    return nothing(std::move(out));
}

base::result<read_count> read_text_table(text_table const& table, input& in, std::uint32_t file, std::string const& name,
                                         model::rulebook const& rules, facilities const& known, reading_options const& options,
                                         batch_sink const& rows, reject_sink const& rejects) {
    (void)name;
    auto const own = with_label(options, *table.mapping);
    row_reader reader(file, rules, known, own, rows, rejects);
    table_feed feed(table.plan, rules, known, reader, true);
    text_rows lines(table.encoding, table.separator);
    auto const take = [&](tables::sheet_row const& row) {
        feed.take(row);
        return true;
    };
    auto const refuse = [&](text_rows::broken const& b) {
        if (b.line >= table.plan.first_row)
            feed.reject(b.line, "column " + tables::column_letters(static_cast<std::uint32_t>(b.field)), b.code, b.reason,
                        b.raw);
        return true;
    };
    if (auto problem = lines.read(in, take, refuse)) return *problem;
    auto count = reader.finish();
    count.assumed = table.assumed;
    count.blank_cells = feed.blank_cells();
    count.set_aside = feed.set_aside();
    return count;
}

bool begins_workbook(input& in) {
    (void)fill(in, 4); // a failure comes again, and is told then
    return tables::looks_like_workbook(in.window());
}

base::result<read_count> read_workbook(input& in, std::uint32_t file, std::string const& name, model::rulebook const& rules,
                                       facilities const& known, reading_options const& options, batch_sink const& rows,
                                       reject_sink const& rejects) {
    auto book = open_workbook(in, name);
    if (!book) return book.error();
    return workbook_reading(*book, file, name, rules, known, options, rows, rejects).read();
}

namespace {

base::failure no_header(std::string const& path) {
    return {"'" + path + "': no line looks like the header of measurements",
            "write a mapping by hand: schemas/mapping.schema.json"};
}

proposed finished(proposal& p) {
    return {tables::mapping_json(p.mapping) + "\n", p.mapping.questions};
}

base::result<proposed> propose_for_text(input& in, std::string const& path, model::rulebook const& rules,
                                        facilities const& known, spoken language) {
    if (auto problem = find_start(in, path)) return *problem;
    if (auto problem = fill(in, input::usual_chunk)) return *problem;
    auto const encoding = tables::encoding_of(in.window());
    auto const separator = separator_of(in.window());
    auto const head = head_of_text(in.window(), encoding, separator);
    auto p = propose_mapping(head, "", rules, known, language);
    if (!p) return no_header(path);
    if (encoding == tables::encoding::gb18030) p->mapping.encoding = "GB18030";
    if (separator != ',') p->mapping.separator = separator;
    proposal_check check(*p, head, rules, language);
    text_rows lines(encoding, separator);
    auto const see = [&](tables::sheet_row const& row) {
        check.see(row);
        return true;
    };
    if (auto problem = lines.read(in, see, [](text_rows::broken const&) { return true; })) return *problem;
    check.finish();
    return finished(*p);
}

base::result<proposed> propose_for_workbook(input& in, std::string const& path, model::rulebook const& rules,
                                            facilities const& known, spoken language) {
    auto book = open_workbook(in, path);
    if (!book) return book.error();
    std::optional<proposal> first;
    std::optional<proposal_check> check;
    std::vector<std::vector<std::string>> headers;
    std::string left_out;
    for (std::size_t i = 0; i < book->sheets().size(); ++i) {
        auto const& sheet_name = book->sheets()[i].name;
        auto const head = head_of_sheet(*book, i);
        if (!head) return head.error();
        auto p = propose_mapping(*head, sheet_name, rules, known, language);
        auto const its = p ? head->headers(*p->mapping.header_first, *p->mapping.header_last) : headers;
        bool const like_first = first && p && p->mapping.header_first == first->mapping.header_first && its == headers;
        if (!p || (first && !like_first) || book->sheets()[i].hidden) {
            if (!head->rows.empty()) left_out += (left_out.empty() ? "" : ", ") + sheet_name;
            continue;
        }
        if (!first) {
            headers = its;
            first = std::move(p);
            check.emplace(*first, *head, rules, language);
        }
        first->mapping.sheets.push_back(sheet_name);
        auto const problem = book->read(i, [&](tables::sheet_row const& row) {
            check->see(row);
            return true;
        });
        if (problem) return *problem;
    }
    if (!first) return no_header(path);
    if (!left_out.empty())
        first->mapping.questions.push_back((language == spoken::chinese
                                                ? "没有列入的工作表（隐藏、表头不同或不是数据）："
                                                : "sheets left out (hidden, of another header, or no data): ") +
                                           left_out);
    check->finish();
    return finished(*first);
}

} // namespace

base::result<proposed> propose_for(std::string const& path, model::rulebook const& rules, facilities const& known,
                                   spoken language) {
    auto in = input::open(path);
    if (!in) return in.error();
    return begins_workbook(*in) ? propose_for_workbook(*in, path, rules, known, language)
                                : propose_for_text(*in, path, rules, known, language);
}

} // namespace huanchi::facts
