#include "editor/server.hpp"

#include "editor/fixes.hpp"
#include "editor/hover.hpp"
#include "editor/protocol.hpp"
#include "editor/uri.hpp"

#include <algorithm>
#include <set>

namespace huanchi::editor {

namespace {

enum class fault {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
    internal_error = -32603,
    not_initialized = -32002,
};
struct refusal {
    fault why;
    std::string message;
};

std::string text_of(json const& message) {
    return message.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string error_reply(json id, refusal const& r) {
    return text_of(
        {{"jsonrpc", "2.0"}, {"id", std::move(id)}, {"error", {{"code", static_cast<int>(r.why)}, {"message", r.message}}}});
}

json notification(char const* method, json params) {
    return {{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}};
}

// A member of a member …, or null.
json const& at_path(json const& from, std::initializer_list<char const*> path) {
    static json const none;
    auto const* here = &from;
    for (auto const* name : path) {
        if (!here->is_object() || !here->contains(name)) return none;
        here = &(*here)[name];
    }
    return *here;
}

json capabilities() {
    return {{"positionEncoding", "utf-16"},
            {"textDocumentSync", {{"openClose", true}, {"change", 2}, {"save", {{"includeText", false}}}}},
            {"hoverProvider", true},
            {"definitionProvider", true},
            {"referencesProvider", true},
            {"documentSymbolProvider", true},
            {"documentFormattingProvider", true},
            {"codeActionProvider", {{"codeActionKinds", {"quickfix"}}}},
            {"completionProvider", {{"triggerCharacters", {"=", ":", "("}}}},
            {"workspace", {{"workspaceFolders", {{"supported", true}, {"changeNotifications", true}}}}}};
}

} // namespace

struct server::state {
    server_options options;
    workspace files;
    source::language language;
    enum class stage { waiting, ready, shut_down } at = stage::waiting;
    std::optional<int> exit_code = {};
    std::vector<std::string> folders = {};
    std::set<std::string> published = {}; // documents with diagnostics that the editor has
    bool changed = false;                 // since the last settle()
    bool related = false, markdown = true, can_watch = false;

    state(server_options o, std::vector<model::rule_file> built_in, outside world)
        : options(std::move(o)), files(std::move(built_in), std::move(world)),
          language(options.language.value_or(options.otherwise)) {}

    // Requests -------------------------------------------------------------------------------------------------------

    json initialize(json const& params) {
        auto const& locale = at_path(params, {"locale"});
        if (!options.language && locale.is_string())
            language = locale.get<std::string>().starts_with("zh") ? source::language::zh : source::language::en;
        related = at_path(params, {"capabilities", "textDocument", "publishDiagnostics", "relatedInformation"}) == true;
        can_watch = at_path(params, {"capabilities", "workspace", "didChangeWatchedFiles", "dynamicRegistration"}) == true;
        if (auto const& formats = at_path(params, {"capabilities", "textDocument", "hover", "contentFormat"});
            formats.is_array())
            markdown = std::find(formats.begin(), formats.end(), "markdown") != formats.end();
        find_folders(params);
        at = stage::ready;
        return {{"capabilities", capabilities()}, {"serverInfo", {{"name", "huanchi"}, {"version", options.version}}}};
    }
    void find_folders(json const& params) {
        auto const add = [&](json const& uri) {
            if (auto const path = uri.is_string() ? path_of(uri.get<std::string>()) : std::nullopt) folders.push_back(*path);
        };
        if (auto const& all = at_path(params, {"workspaceFolders"}); all.is_array())
            for (auto const& f : all) add(at_path(f, {"uri"}));
        if (folders.empty()) add(at_path(params, {"rootUri"}));
        if (auto const& path = at_path(params, {"rootPath"}); folders.empty() && path.is_string()) folders.push_back(path);
        if (auto const& rules = at_path(params, {"initializationOptions", "rules"}); options.paths.empty() && rules.is_array())
            for (auto const& r : rules)
                if (r.is_string()) options.paths.push_back(r);
        use_folders();
    }
    // Paths that the options name are those of the first folder if they are not absolute.
    void use_folders() {
        std::vector<std::string> paths;
        for (auto const& p : options.paths)
            paths.push_back(p.starts_with('/') || folders.empty() ? p : folders.front() + "/" + p);
        files.set_paths(options.paths.empty() ? folders : paths);
        changed = true;
    }

    struct spot {
        source::file_id file;
        std::size_t offset;
    };
    source::file_id document_in(json const& params) {
        auto const uri = params.at("textDocument").at("uri").get<std::string>();
        if (auto const id = files.find(uri)) return *id;
        throw refusal{fault::invalid_params, "no such document: " + uri};
    }
    spot spot_in(json const& params) {
        auto const file = document_in(params);
        auto const& b = files.book();
        return {file, b.lines[file].offset_at(b.files[file].text, position_in(params.at("position")))};
    }

    json location(source::span where) {
        auto const uri = files.uri_of(where.file);
        return uri.empty() ? json() : json{{"uri", uri}, {"range", to_json(files.book().range_of(where))}};
    }
    json locations(std::vector<source::span> const& places) {
        json list = json::array();
        for (auto const& p : places)
            if (auto l = location(p); !l.is_null()) list.push_back(std::move(l));
        return list;
    }

    json hover(json const& params) {
        auto const s = spot_in(params);
        auto const h = hover_at(files.book(), s.file, s.offset, language);
        if (!h) return nullptr;
        return {{"contents", {{"kind", markdown ? "markdown" : "plaintext"}, {"value", h->markdown}}},
                {"range", to_json(files.book().range_of(h->where))}};
    }
    json definition(json const& params) {
        auto const s = spot_in(params);
        auto const named = use_at(files.book(), s.file, s.offset);
        return named ? locations(declarations_of(files.book(), named->target)) : json();
    }
    json references(json const& params) {
        auto const s = spot_in(params);
        auto const named = use_at(files.book(), s.file, s.offset);
        bool const all = at_path(params, {"context", "includeDeclaration"}) == true;
        return named ? locations(places_of(files.book(), named->target, all)) : json();
    }
    json completion(json const& params) {
        auto const s = spot_in(params);
        return to_json(complete(files.book(), s.file, s.offset, language));
    }
    json formatting(json const& params) {
        auto const edit = formatting_of(files.book(), document_in(params));
        return edit ? json::array({to_json(*edit)}) : json::array();
    }
    json symbols(json const& params) {
        auto const file = document_in(params);
        return to_json(outline_of(files.book(), file), files.book());
    }
    json code_actions(json const& params) {
        auto const file = document_in(params);
        auto const wanted = range_in(params.at("range"));
        auto const& b = files.book();
        json list = json::array();
        for (auto const& d : b.mistakes) {
            if (d.where.file != file) continue;
            auto const fix = correction_of(b, d);
            auto const where = b.range_of(d.where);
            if (!fix || where.end < wanted.begin || wanted.end < where.begin) continue;
            auto const title = language == source::language::zh ? "改为“" + fix->text + "”" : "replace by `" + fix->text + "`";
            json changes = json::object();
            changes[files.uri_of(file)] = json::array({to_json(text_edit{b.range_of(fix->where), fix->text})});
            list.push_back({{"title", title},
                            {"kind", "quickfix"},
                            {"isPreferred", true},
                            {"diagnostics", json::array({diagnostic(d)})},
                            {"edit", {{"changes", std::move(changes)}}}});
        }
        return list;
    }

    json request(std::string const& method, json const& params) {
        if (at == stage::shut_down) throw refusal{fault::invalid_request, "the server has been shut down"};
        if (method == "initialize") {
            if (at != stage::waiting) throw refusal{fault::invalid_request, "initialized already"};
            return initialize(params);
        }
        if (at == stage::waiting) throw refusal{fault::not_initialized, "not initialized yet"};
        if (method == "shutdown") {
            at = stage::shut_down;
            return nullptr;
        }
        static constexpr std::pair<std::string_view, json (state::*)(json const&)> known[] = {
            {"textDocument/hover", &state::hover},
            {"textDocument/definition", &state::definition},
            {"textDocument/references", &state::references},
            {"textDocument/completion", &state::completion},
            {"textDocument/formatting", &state::formatting},
            {"textDocument/documentSymbol", &state::symbols},
            {"textDocument/codeAction", &state::code_actions},
        };
        for (auto const& [name, answer] : known)
            if (name == method) return (this->*answer)(params);
        throw refusal{fault::method_not_found, "no such method: " + method};
    }

    // Notifications --------------------------------------------------------------------------------------------------

    void did_change(json const& params) {
        auto const& document = params.at("textDocument");
        std::vector<workspace::change> changes;
        for (auto const& c : params.at("contentChanges"))
            changes.push_back({c.contains("range") ? std::optional(range_in(c.at("range"))) : std::nullopt, c.at("text")});
        files.edit(document.at("uri"), document.at("version").get<std::int64_t>(), changes);
    }
    void did_change_folders(json const& params) {
        for (auto const& f : params.at("event").at("removed"))
            if (auto const path = path_of(f.at("uri").get<std::string>())) std::erase(folders, *path);
        for (auto const& f : params.at("event").at("added"))
            if (auto const path = path_of(f.at("uri").get<std::string>())) folders.push_back(*path);
        use_folders();
    }

    void notified(std::string const& method, json const& params, std::vector<std::string>& replies) {
        if (method == "exit") exit_code = at == stage::shut_down ? 0 : 1;
        if (at != stage::ready) return;
        if (method == "initialized") {
            if (can_watch) replies.push_back(text_of(watch_request()));
        } else if (method == "textDocument/didOpen") {
            auto const& d = params.at("textDocument");
            files.open(d.at("uri"), d.at("version").get<std::int64_t>(), d.at("text"));
        } else if (method == "textDocument/didChange") {
            did_change(params);
        } else if (method == "textDocument/didClose") {
            files.close(params.at("textDocument").at("uri"));
            files.read_again();
        } else if (method == "textDocument/didSave" || method == "workspace/didChangeWatchedFiles") {
            files.read_again();
        } else if (method == "workspace/didChangeWorkspaceFolders") {
            did_change_folders(params);
        } else {
            return;
        }
        changed = true;
    }
    static json watch_request() {
        return {{"jsonrpc", "2.0"},
                {"id", "watch"},
                {"method", "client/registerCapability"},
                {"params",
                 {{"registrations",
                   {{{"id", "watch"},
                     {"method", "workspace/didChangeWatchedFiles"},
                     {"registerOptions", {{"watchers", {{{"globPattern", "**/*.rules"}}}}}}}}}}}};
    }

    // Diagnostics ----------------------------------------------------------------------------------------------------

    json diagnostic(source::diagnostic const& d) {
        static constexpr int severities[] = {1, 2, 3}; // error, warning, note
        auto text = source::message(d, language);
        if (auto const more = source::help(d, language); !more.empty()) text += "\n" + more;
        json out = {{"range", to_json(files.book().range_of(d.where))},
                    {"severity", severities[static_cast<int>(d.severity)]},
                    {"code", d.code},
                    {"source", "huanchi"},
                    {"message", text}};
        json also = json::array();
        for (auto const& l : d.labels)
            if (auto where = location(l.where); related && !where.is_null())
                also.push_back({{"location", std::move(where)},
                                {"message", source::message({l.code, {}, l.where, l.parameters, {}, {}}, language)}});
        if (!also.empty()) out["relatedInformation"] = std::move(also);
        return out;
    }

    std::vector<std::string> settle() {
        if (!changed || at != stage::ready) return {};
        changed = false;
        std::map<std::string, json> by_document;
        for (auto const& uri : published) by_document[uri] = json::array();
        auto const& b = files.book();
        for (auto id = static_cast<source::file_id>(b.built_in); id < b.files.size(); ++id)
            if (auto const uri = files.uri_of(id); files.version_of(uri)) by_document[uri] = json::array();
        for (auto const& d : b.mistakes) {
            auto const uri = d.where.file < b.files.size() ? files.uri_of(d.where.file) : std::string();
            if (uri.empty()) continue;
            auto& list = by_document[uri];
            if (list.is_null()) list = json::array();
            list.push_back(diagnostic(d));
        }
        published.clear();
        std::vector<std::string> out;
        for (auto& [uri, list] : by_document) {
            if (!list.empty()) published.insert(uri);
            json params = {{"uri", uri}, {"diagnostics", std::move(list)}};
            if (auto const version = files.version_of(uri)) params["version"] = *version;
            out.push_back(text_of(notification("textDocument/publishDiagnostics", std::move(params))));
        }
        return out;
    }

    // Messages -------------------------------------------------------------------------------------------------------

    std::vector<std::string> handle(std::string_view text) {
        auto const message = json::parse(text.begin(), text.end(), nullptr, false);
        if (message.is_discarded()) return {error_reply(nullptr, {fault::parse_error, "not valid JSON"})};
        auto const& id = at_path(message, {"id"});
        auto const& method = at_path(message, {"method"});
        bool const asks = id.is_number_integer() || id.is_string();
        if (asks && method.is_null() && (message.contains("result") || message.contains("error"))) return {}; // a reply to us
        bool const sound = at_path(message, {"jsonrpc"}) == "2.0" && method.is_string() && (asks || !message.contains("id"));
        if (!sound) return {error_reply(asks ? id : json(), {fault::invalid_request, "not a request of JSON-RPC 2.0"})};
        std::vector<std::string> replies;
        try {
            if (asks)
                replies.push_back(
                    text_of({{"jsonrpc", "2.0"}, {"id", id}, {"result", request(method, at_path(message, {"params"}))}}));
            else
                notified(method, at_path(message, {"params"}), replies);
        } catch (refusal const& r) {
            replies.push_back(asks ? error_reply(id, r) : log(r.message));
        } catch (json::exception const& e) {
            replies.push_back(asks ? error_reply(id, {fault::invalid_params, e.what()}) : log(e.what()));
        } catch (std::exception const& e) {
            replies.push_back(asks ? error_reply(id, {fault::internal_error, e.what()}) : log(e.what()));
        }
        return replies;
    }
    // What has no request to be answered goes to the editor's log.
    static std::string log(std::string const& what) {
        return text_of(notification("window/logMessage", {{"type", 1}, {"message", what}}));
    }
};

server::server(server_options options, std::vector<model::rule_file> built_in, outside world)
    : state_(std::make_unique<state>(std::move(options), std::move(built_in), std::move(world))) {}
server::~server() = default;

std::vector<std::string> server::handle(std::string_view message) {
    return state_->handle(message);
}
std::vector<std::string> server::handle_bad_frame(std::string const& why) {
    return {error_reply(nullptr, {fault::parse_error, why})};
}
std::vector<std::string> server::settle() {
    try {
        return state_->settle();
    } catch (std::exception const& e) { return {state::log(e.what())}; }
}
std::optional<int> server::exit_code() const {
    return state_->exit_code;
}

} // namespace huanchi::editor
