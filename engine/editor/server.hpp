// A language server for rule files (LSP 3.17): messages in, messages out, both as JSON texts without their frames. It knows
// nothing of streams. Nothing that comes in makes it fail: what it cannot read or does not know is answered with an error of
// JSON-RPC. One thread.
#pragma once

#include "editor/workspace.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::editor {

struct server_options {
    std::string version;
    std::optional<source::language> language; // nullopt: as the editor says
    source::language otherwise = source::language::zh;
    std::vector<std::string> paths; // of rule files; empty: the folders of the workspace
};

class server {
public:
    server(server_options options, std::vector<model::rule_file> built_in, outside world);
    ~server();

    std::vector<std::string> handle(std::string_view message);
    std::vector<std::string> handle_bad_frame(std::string const& why);
    // To be called when nothing more has come in: the diagnostics of what has changed meanwhile.
    std::vector<std::string> settle();
    // Set once the editor has said `exit`: 0 after a shutdown, else 1.
    std::optional<int> exit_code() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace huanchi::editor
