// Kinds of declarations and of names as Chinese messages say them. The keywords of the language are the same words
// (syntax/keywords.cpp); what else is declared under a name follows them.
#include "source/catalogue.hpp"

namespace huanchi::source {

namespace {

struct kind {
    std::string_view en, zh;
};

constexpr kind kinds[] = {{"file", "规则文件"},
                          {"standard", "标准"},
                          {"dimension", "量纲"},
                          {"factors", "因子表"},
                          {"record", "记录"},
                          {"field", "字段"},
                          {"statistic", "统计量"},
                          {"formula", "公式"},
                          {"limits", "限值表"},
                          {"grades", "分级表"},
                          {"displacement", "替代规则"},
                          {"exemption", "豁免"},
                          {"quality", "数据质量"},
                          {"marking", "标记期"},
                          {"transition", "新旧法"},
                          {"deadline", "期限"},
                          {"calendar", "日历"},
                          {"equivalence", "等效"},
                          {"consequence", "法律后果"},
                          {"discretion", "裁量表"},
                          {"item", "裁量因素"},
                          {"level", "档次"},
                          {"band", "幅度"},
                          {"case", "情形"},
                          {"status", "效力"},
                          {"standing", "证明力"},
                          {"marks", "标记表"},
                          {"test", "测试"},
                          {"derive", "推算项"},
                          {"given", "已知项"},
                          {"unit", "计量单位"},
                          {"factor", "因子"},
                          {"table", "表"},
                          {"provision", "条款"},
                          {"factor name", "因子名称"},
                          {"mark", "标记"}};

std::string_view in_chinese(std::string_view name) {
    for (auto const& k : kinds)
        if (k.en == name) return k.zh;
    return name;
}

} // namespace

std::string kind_name(std::string const& kind, language in) {
    if (in == language::en) return kind;
    for (std::string_view const joint : {" of ", " in "}) // `field of outlet`: whose it is comes first in Chinese
        if (auto const at = kind.find(joint); at != std::string::npos)
            return kind.substr(at + joint.size()) + " 的" + std::string(in_chinese(std::string_view(kind).substr(0, at)));
    return std::string(in_chinese(kind));
}

} // namespace huanchi::source
