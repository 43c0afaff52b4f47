// The JSON interface (contract §4.5): who asks is found, the route is looked up, its handler gives the answer. The network is
// not known here, so that every route can be asked by a test and by the network alike. Safe from many threads.
#pragma once

#include "service/http_server.hpp"
#include "service/identity.hpp"
#include "service/jobs.hpp"
#include "service/metrics.hpp"
#include "service/problem.hpp"
#include "service/rules_in_use.hpp"

#include "base/date.hpp"
#include "source/diagnostic.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace huanchi::service {

struct api_settings {
    std::string store;      // path of the ticket store, "" none
    std::string facilities; // the sites on file, as JSON; "" none
    std::string engine;     // version
    bool unreviewed = false;
    unsigned threads = 1;       // of one check
    unsigned most_checks = 2;   // large ones at a time; beyond, 503
    unsigned most_a_second = 0; // requests of one token; 0: no bound
    source::language language = source::language::zh;
    std::string spool_folder; // of the answers of jobs
    std::function<base::moment()> now;
    std::function<void(std::string const& line)> log; // one JSON object for each request
};

struct route;

// One request on its way through a handler.
struct call {
    request const& asked;
    identity who;
    std::map<std::string, std::string, std::less<>> path; // what stood for the names in braces
    std::shared_ptr<rule_set const> rules;
    source::language language;

    std::string const& named(std::string_view name) const { return path.find(name)->second; }
};

class api : public application {
public:
    // `tokens`: none where every request is of the administrator (contract §4.5). Fails where the sites on file cannot be read.
    static base::result<std::unique_ptr<api>> make(api_settings settings, std::unique_ptr<rules_in_use> rules,
                                                   std::optional<token_list> tokens);

    std::optional<answer> admit(request const& head, body_kind& body) override;
    answer handle(request const& r) override;
    void finished(request const& r, int status, std::uint64_t bytes, std::chrono::microseconds took, bool sent) override;

    // From any thread; nullopt where the new ones take effect, else why not.
    std::optional<std::string> reload_rules();
    void replace_tokens(token_list tokens);
    void watch_network(std::function<network_totals()> totals) { network_ = std::move(totals); }

    // For handlers.
    api_settings const& settings() const { return settings_; }
    rules_in_use& rules() { return *rules_; }
    // The region of a site: as the sites on file say it, else as given.
    std::string region_of(std::string const& enterprise_id, std::string const& otherwise = {}) const;
    // A site on file as a file of its own, nullptr if there is none of that id.
    std::string const* site_on_file(std::string_view enterprise_id) const;
    std::string sites_on_file(identity const& who) const; // those that it may see, as one file; "" none
    std::string metrics_text() const;
    std::optional<token_list> tokens() const;

    service::jobs& jobs() { return jobs_; }

    // Those who wait for news of tickets: woken for as long as what on_news() gives is held.
    std::shared_ptr<void> on_news(std::function<void()> wake);
    void wake();

    // Room for a large check; false: there is none at the moment.
    class check_room {
    public:
        explicit check_room(api& a) : api_(a), has_(a.running_checks_.fetch_add(1) < a.settings_.most_checks) {}
        check_room(check_room const&) = delete;
        check_room& operator=(check_room const&) = delete;
        ~check_room() { --api_.running_checks_; }
        explicit operator bool() const { return has_; }

    private:
        api& api_;
        bool has_;
    };

private:
    struct found_route;
    struct site {
        std::string region, text;
    };
    api(api_settings settings, std::unique_ptr<rules_in_use> rules, std::optional<token_list> tokens);
    std::optional<identity> identify(request const& r) const;
    bool too_many(std::string const& token);

    api_settings settings_;
    std::unique_ptr<rules_in_use> rules_;
    mutable std::mutex mutex_; // of tokens and pace
    std::optional<token_list> tokens_;
    struct pace {
        double left;
        std::int64_t at_ms;
    };
    std::map<std::string, pace> paces_;
    std::map<std::string, site, std::less<>> sites_;
    std::mutex wakers_mutex_;
    std::vector<std::weak_ptr<std::function<void()>>> wakers_;
    std::function<network_totals()> network_;
    metrics metrics_;
    std::atomic<unsigned> running_checks_{0};
    service::jobs jobs_; // the last: what runs in them uses all the others
};

} // namespace huanchi::service
