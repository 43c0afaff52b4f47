// Provisions on records as `rules show` prints them: indices, catalogues, requirements, exemptions; and the sheet that all of
// it is printed on. Internal to the folder.
#pragma once

#include "model/rulebook.hpp"
#include "report/json_parts.hpp"
#include "report/text_options.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace huanchi::report {

// Lines with a label in front; a line without text is left out.
struct sheet {
    text_options const& o;
    std::string out = {};

    std::string say(std::string_view zh, std::string_view en) const;
    void title(std::string const& id, std::string const& text);
    void line(std::string const& label, std::string text);
};

// Those of a document, or those whose id, or whose entry's or line's id, begins with the text.
struct record_provisions {
    std::vector<model::index_table const*> indices;
    std::vector<model::catalogue const*> catalogues;
    std::vector<model::requirement_table const*> requirements;
    std::vector<model::exemption const*> exemptions;
    std::vector<model::quality_check const*> quality;
    std::vector<model::marking_window const*> markings;
    bool empty() const {
        return indices.empty() && catalogues.empty() && requirements.empty() && exemptions.empty() && quality.empty() &&
               markings.empty();
    }
};
record_provisions find_record_provisions(model::rulebook const& rules, std::optional<std::size_t> document,
                                         std::string_view id);

json index_json(model::rulebook const& rules, model::index_table const& t);
json catalogue_json(model::rulebook const& rules, model::catalogue const& t);
json requirements_json(model::rulebook const& rules, model::requirement_table const& t);
json exemption_json(model::rulebook const& rules, model::exemption const& x);
json quality_json(model::rulebook const& rules, model::quality_check const& q);
json marking_json(model::rulebook const& rules, model::marking_window const& m);
std::string quality_text(model::rulebook const& rules, record_provisions const& all, text_options const& o);
std::string record_provisions_text(model::rulebook const& rules, record_provisions const& all, text_options const& o);

} // namespace huanchi::report
