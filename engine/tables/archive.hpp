// The entries of a ZIP archive in memory, unpacked piece by piece within bounds. Over libzip, which this file alone knows.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace huanchi::tables {

class archive {
public:
    // The bytes must outlive it. nullopt: they are no ZIP archive.
    static std::optional<archive> open(std::string_view bytes);
    archive(archive&&) noexcept;
    archive& operator=(archive&&) = delete;
    ~archive();

    bool has(std::string const& entry) const;
    struct content {
        std::string name;
        std::uint64_t size = 0; // as the archive says
        bool stored = false;    // neither packed nor protected
    };
    std::vector<content> entries() const; // in their order
    struct bounds {
        std::size_t bytes;       // unpacked
        std::size_t ratio, free; // unpacked to packed, above so many bytes
    };
    // Gives the pieces of an entry until it ends or `take` gives false. A text: why it cannot be read.
    std::optional<std::string> read(std::string const& entry, bounds within,
                                    std::function<bool(std::string_view)> const& take) const;

private:
    struct closer {
        void operator()(void* archive) const;
    };
    explicit archive(void* opened) : zip_(opened) {}
    std::unique_ptr<void, closer> zip_;
};

} // namespace huanchi::tables
