#include "tables/archive.hpp"

#include <vector>
#include <zip.h>

namespace huanchi::tables {

namespace {

constexpr std::size_t piece = std::size_t{64} << 10;
constexpr zip_int64_t most_entries = 20'000;

zip_t* as_zip(void* p) {
    return static_cast<zip_t*>(p);
}

} // namespace

void archive::closer::operator()(void* opened) const {
    zip_discard(as_zip(opened));
}

archive::archive(archive&&) noexcept = default;
archive::~archive() = default;

std::optional<archive> archive::open(std::string_view bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_t* opened = nullptr;
    if (auto* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error)) {
        opened = zip_open_from_source(source, ZIP_RDONLY, &error);
        if (!opened) zip_source_free(source);
    }
    zip_error_fini(&error);
    if (!opened) return std::nullopt;
    archive out(opened);
    if (zip_get_num_entries(opened, 0) > most_entries) return std::nullopt;
    return out;
}

bool archive::has(std::string const& entry) const {
    return zip_name_locate(as_zip(zip_.get()), entry.c_str(), ZIP_FL_NOCASE) >= 0;
}

std::vector<archive::content> archive::entries() const {
    auto* const zip = as_zip(zip_.get());
    std::vector<content> all;
    auto const count = zip_get_num_entries(zip, 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t about;
        if (zip_stat_index(zip, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_STRICT, &about) != 0 || !about.name) {
            all.push_back({});
            continue;
        }
        bool const open = (about.valid & ZIP_STAT_ENCRYPTION_METHOD) == 0 || about.encryption_method == ZIP_EM_NONE;
        all.push_back({about.name, about.size, open && about.comp_method == ZIP_CM_STORE && about.comp_size == about.size});
    }
    return all;
}

std::optional<std::string> archive::read(std::string const& entry, bounds within,
                                         std::function<bool(std::string_view)> const& take) const {
    auto* const zip = as_zip(zip_.get());
    auto const index = zip_name_locate(zip, entry.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return "it has no '" + entry + "'";
    zip_stat_t about;
    if (zip_stat_index(zip, static_cast<zip_uint64_t>(index), 0, &about) != 0) return "'" + entry + "' cannot be read";
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE)
        return "'" + entry + "' is protected by a password";
    if (about.comp_method != ZIP_CM_STORE && about.comp_method != ZIP_CM_DEFLATE)
        return "'" + entry + "' is packed in a way that no workbook uses";
    struct close_file {
        void operator()(zip_file_t* f) const { zip_fclose(f); }
    };
    std::unique_ptr<zip_file_t, close_file> const file(zip_fopen_index(zip, static_cast<zip_uint64_t>(index), 0));
    if (!file) return "'" + entry + "' cannot be unpacked";
    std::vector<char> buffer(piece);
    std::size_t total = 0;
    for (;;) {
        auto const got = zip_fread(file.get(), buffer.data(), buffer.size());
        if (got < 0) return "'" + entry + "' is damaged: it cannot be unpacked to its end";
        if (got == 0) return std::nullopt;
        total += static_cast<std::size_t>(got);
        // What the archive says of its sizes is not believed: the bytes that come out are counted.
        if (total > within.bytes) return "'" + entry + "' unpacks to more than " + std::to_string(within.bytes >> 20) + " MiB";
        if (total > within.free && total / within.ratio > about.comp_size)
            return "'" + entry + "' unpacks to more than " + std::to_string(within.ratio) + " times its size";
        if (!take(std::string_view(buffer.data(), static_cast<std::size_t>(got)))) return std::nullopt;
    }
}

} // namespace huanchi::tables
