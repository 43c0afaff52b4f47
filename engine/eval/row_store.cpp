#include "eval/row_store.hpp"

#include <algorithm>
#include <stdexcept>
#include <unistd.h>

namespace huanchi::eval {

namespace {

void read_whole(int file, void* into, std::size_t bytes, long offset) {
    auto* at = static_cast<char*>(into);
    while (bytes > 0) {
        auto const n = ::pread(file, at, bytes, offset);
        if (n <= 0) throw std::runtime_error("the temporary file for rows could not be read back");
        at += n;
        offset += n;
        bytes -= static_cast<std::size_t>(n);
    }
}

} // namespace

std::uint32_t row_store::intern(std::string const& text) {
    auto const [it, fresh] = text_ids_.emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (fresh) texts_.push_back(text);
    return it->second;
}

void row_store::add(facts::batch const& b, std::vector<facts::route> const& routes, bool again) {
    std::vector<std::uint32_t> text_ids(b.texts.size());
    for (std::size_t i = 0; i < b.texts.size(); ++i) text_ids[i] = intern(b.texts[i]);
    std::size_t e = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        auto const first = e;
        while (e < b.extras.size() && b.extras[e].row == i) ++e;
        if (b.outlet[i] == facts::no_outlet) {
            without_outlet_ += !again;
            without_outlet_out_ += !again && b.usability[i] == facts::usability::out;
            continue;
        }
        data_end_ = std::max(data_end_, b.period_end[i]);
        data_begin_ = std::min(data_begin_, b.time[i]);
        if (!routes.empty() && routes[b.outlet[i]] != facts::route::whole) continue;
        auto& p = parts_[b.outlet[i] % partitions];
        stored_row r{};
        r.time = b.time[i];
        r.end = b.period_end[i];
        r.received = b.received[i];
        r.coefficient = b.value[i].coefficient;
        r.scale = b.value[i].scale;
        r.outlet = b.outlet[i];
        r.line = b.line[i];
        r.file = static_cast<std::uint16_t>(b.file);
        r.factor = b.factor[i];
        r.unit = b.unit[i];
        r.flag = b.flag[i];
        r.interval = b.interval[i];
        r.source = b.source[i];
        r.usability = b.usability[i];
        r.below_detection = b.below_detection[i];
        r.extras = static_cast<std::uint32_t>(p.in_memory.extras.size());
        r.extra_count = static_cast<std::uint16_t>(e - first);
        for (auto k = first; k < e; ++k) {
            auto const& x = b.extras[k];
            p.in_memory.extras.push_back(
                {x.number.coefficient, x.is_number ? 0 : text_ids[x.text], x.field, x.number.scale, x.is_number});
        }
        p.in_memory.rows.push_back(r);
        if (p.in_memory.rows.size() == chunk_rows) spill(p);
    }
}

void row_store::spill(partition& p) {
    if (!file_) file_.reset(std::tmpfile());
    if (!file_) throw std::runtime_error("no temporary file for rows could be made; set TMPDIR to a folder with room");
    chunk const c{static_cast<long>(spilled_), static_cast<std::uint32_t>(p.in_memory.rows.size()),
                  static_cast<std::uint32_t>(p.in_memory.extras.size())};
    auto write = [&](void const* data, std::size_t bytes) {
        if (bytes && std::fwrite(data, 1, bytes, file_.get()) != bytes)
            throw std::runtime_error("the temporary file for rows could not be written; is the disk full?");
        spilled_ += bytes;
    };
    write(p.in_memory.rows.data(), p.in_memory.rows.size() * sizeof(stored_row));
    write(p.in_memory.extras.data(), p.in_memory.extras.size() * sizeof(stored_extra));
    p.on_disk.push_back(c);
    p.in_memory.rows.clear();
    p.in_memory.extras.clear();
}

row_store::content row_store::take(std::size_t index) {
    auto& p = parts_[index];
    content all;
    std::size_t rows = p.in_memory.rows.size(), extras = p.in_memory.extras.size();
    for (auto const& c : p.on_disk) rows += c.rows, extras += c.extras;
    all.rows.reserve(rows);
    all.extras.reserve(extras);
    auto append = [&](std::size_t first_row) {
        auto const base = static_cast<std::uint32_t>(all.extras.size());
        for (auto i = first_row; i < all.rows.size(); ++i) all.rows[i].extras += base;
    };
    if (!p.on_disk.empty()) std::fflush(file_.get());
    for (auto const& c : p.on_disk) {
        auto const first_row = all.rows.size();
        auto const row_bytes = c.rows * sizeof(stored_row);
        all.rows.resize(first_row + c.rows);
        read_whole(::fileno(file_.get()), all.rows.data() + first_row, row_bytes, c.offset);
        append(first_row);
        auto const first_extra = all.extras.size();
        all.extras.resize(first_extra + c.extras);
        if (c.extras)
            read_whole(::fileno(file_.get()), all.extras.data() + first_extra, c.extras * sizeof(stored_extra),
                       c.offset + static_cast<long>(row_bytes));
    }
    auto const first_row = all.rows.size();
    all.rows.insert(all.rows.end(), p.in_memory.rows.begin(), p.in_memory.rows.end());
    append(first_row);
    all.extras.insert(all.extras.end(), p.in_memory.extras.begin(), p.in_memory.extras.end());
    p = {};
    return all;
}

} // namespace huanchi::eval
