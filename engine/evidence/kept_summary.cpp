#include "evidence/kept_summary.hpp"

#include "base/digest.hpp"
#include "evidence/keeper.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string_view>

namespace huanchi::evidence {

namespace {

using report::language;

std::string meaning(model::rulebook const& rules, std::string const& column, std::string const& mark) {
    for (auto const& table : rules.marks)
        if (table.column == column)
            for (auto const& m : table.marks)
                if (m.text == mark) return m.meaning;
    return {};
}

struct counter {
    model::rulebook const& rules;
    std::map<std::string, std::uint64_t> files = {}, marks = {};

    void row(std::string_view line) {
        auto const row = nlohmann::json::parse(line, nullptr, false);
        if (!row.is_object()) return;
        if (auto const file = row.find("source_file"); file != row.end() && file->is_string()) ++files[*file];
        std::map<std::string, bool> seen;
        for (auto const& table : rules.marks) {
            auto const at = row.find(table.column);
            if (at == row.end() || !at->is_string() || !seen.emplace(table.column, true).second) continue;
            std::string const mark = *at;
            if (mark.empty()) continue;
            auto const means = meaning(rules, table.column, mark);
            ++marks[table.column + " " + mark + (means.empty() ? "" : "（" + means + "）")];
        }
    }
    void rows(std::string_view text) {
        while (!text.empty()) {
            auto const end = std::min(text.find('\n'), text.size());
            row(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
};

std::string told(replayed const& r, language in) {
    auto const zh = in == language::zh;
    auto const counts =
        std::to_string(r.findings) + (zh ? " 个判定，" : " findings, ") + std::to_string(r.rows) + (zh ? " 行数据" : " rows");
    if (!r.same()) return (zh ? "不一致：" : "not the same: ") + counts;
    return (zh ? "一致：" : "the same to the byte: ") + counts + (zh ? "，逐字节相同" : "");
}

} // namespace

std::vector<report::kept_source> kept_sources(std::string const& ticket, std::vector<judged_set> const& sets,
                                              std::optional<replayed> const& again, model::rulebook const& rules, language in) {
    std::vector<report::kept_source> all;
    for (auto const& s : sets) {
        report::kept_source k;
        k.ticket = ticket;
        k.taken = s.time;
        k.engine = s.engine;
        k.rules = s.rules_digest;
        k.rows = s.row_count;
        if (!s.missing.empty()) k.missing = remark_of(s.missing, in == language::en);
        if (!s.rows.empty()) k.rows_sha256 = base::sha256_hex(s.rows);
        if (!s.facility.empty()) k.site_sha256 = base::sha256_hex(s.facility);
        counter count{rules};
        count.rows(s.rows);
        k.files.assign(count.files.begin(), count.files.end());
        k.marks.assign(count.marks.begin(), count.marks.end());
        all.push_back(std::move(k));
    }
    if (again && !all.empty()) all.back().again = told(*again, in);
    return all;
}

} // namespace huanchi::evidence
