// How fast the JSON library alone goes through a file of NDJSON, every key and the text of every value read, nothing made of
// them:  bench_ndjson FILE  (what the rows of `check` are held against)
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    auto const json = simdjson::padded_string::load(argv[1]);
    if (json.error()) return 2;
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document_stream documents;
    if (parser.iterate_many(json.value_unsafe()).get(documents)) return 2;
    unsigned long rows = 0, bytes = 0;
    for (auto document : documents) {
        simdjson::ondemand::object object;
        if (document.get_object().get(object)) return 1;
        for (auto field : object) {
            std::string_view key;
            simdjson::ondemand::value value;
            if (field.unescaped_key().get(key) || field.value().get(value)) return 1;
            bytes += key.size() + value.raw_json_token().size();
        }
        ++rows;
    }
    std::printf("%lu rows, %lu bytes of keys and values\n", rows, bytes);
    return 0;
}
