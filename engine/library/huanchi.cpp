#include "library/huanchi.hpp"

#include "library/states.hpp"

#include "image/image.hpp"
#include "model/from_syntax.hpp"
#include "model/rule_sources.hpp"
#include "report/limits_document.hpp"
#include "rule_image.hpp"
#include "rule_library.hpp"

#include <algorithm>

namespace huanchi {

error::error(std::string where, std::string why, std::string help)
    : std::runtime_error((where.empty() ? "" : where + ": ") + why + (help.empty() ? "" : "; " + help)),
      place(std::move(where)), cause(std::move(why)), remedy(std::move(help)) {}
error::~error() = default;

std::string_view version() {
    return HUANCHI_VERSION;
}

namespace library {
void fail(std::string place, base::failure const& f) {
    throw error(std::move(place), f.what, f.remedy);
}
} // namespace library

namespace {

// Tells the first error of rule files.
[[noreturn]] void refuse(source::diagnostics& report, source::source_set const& files, source::language in) {
    auto const& all = report.sorted();
    auto const first =
        std::find_if(all.begin(), all.end(), [](auto const& d) { return d.severity == source::severity::error; });
    auto const& d = first == all.end() ? all.front() : *first;
    auto const at = files.place_of(d.where.file, d.where.begin);
    throw error(files[d.where.file].name + ":" + std::to_string(at.line) + ":" + std::to_string(at.column),
                d.code + " " + source::message(d, in), source::help(d, in));
}

} // namespace

rulebook rulebook::load(std::vector<std::string> const& paths, load_options const& options) {
    auto s = std::make_shared<state>();
    s->language = options.english ? source::language::en : source::language::zh;
    if (paths.empty() && options.builtin) {
        auto rules = image::read(rules::image());
        if (!rules) library::fail("rules", rules.error());
        s->rules = std::move(*rules);
    } else {
        auto const user = model::read_rule_files(paths);
        if (!user) library::fail("rules", user.error());
        std::vector<model::rule_file> library;
        if (options.builtin)
            for (auto const& f : rules::library()) library.push_back({std::string(f.path), std::string(f.text)});
        auto const files = model::assemble(library, *user, model::test_files::none);
        auto loaded = model::load(files);
        if (loaded.report.has_errors()) refuse(loaded.report, files, s->language);
        s->rules = std::move(loaded.rules);
    }
    s->plan = plan::compile(s->rules);
    return rulebook(std::move(s));
}

std::string rulebook::digest() const {
    return state_->rules.digest;
}
std::size_t rulebook::documents() const {
    return state_->rules.documents.size();
}

sites::sites(rulebook const& rules, std::string_view facilities, bool unreviewed) {
    auto s = std::make_shared<state>();
    s->book = rules.held();
    s->text = facilities;
    s->unreviewed = unreviewed;
    auto known = facts::read_facilities(s->text, "facilities", s->book->rules);
    if (!known) library::fail("facilities", known.error());
    s->known = std::move(*known);
    s->desk.emplace(s->book->plan, s->book->rules, &s->known, unreviewed);
    state_ = std::move(s);
}

std::string sites::limits(std::string_view question, std::string_view day) const {
    auto const on = base::date::parse(std::string(day));
    if (!on) throw error("day", "`" + std::string(day) + "` is no date", "write 2026-05-01");
    auto const asked = review::read_question(question);
    if (!asked) library::fail("question", asked.error());
    auto const answer = state_->desk->answer(*asked, *on);
    if (!answer) library::fail("question", answer.error());
    return report::limits_line(*answer);
}

} // namespace huanchi
