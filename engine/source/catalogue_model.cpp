#include "source/catalogue.hpp"

namespace huanchi::source {

std::vector<catalogue_entry> meaning_entries() {
    constexpr auto error = severity::error;
    return {
        {"L101", severity::note, "首次声明在此", "first declared here", "", ""},
        {"L102", severity::note, "另一行在此", "the other row is here", "", ""},
        {"M001", error, "{1~}中没有{0?}这一项", "{0?} may not stand in `{1}`", "此处可用：{2}", "may stand here: {2}"},
        {"M002", error, "{1~}缺少{0?}", "`{1}` lacks {0?}", "补上这一项", "add it"},
        {"M003", error, "{0~}{1?}重复声明", "{0} {1?} is declared twice", "改名或删去其一", "rename or remove one of them"},
        {"M004", error, "没有名为 {0?} 的字段", "no field is called {0?}", "字段在记录声明中定义",
         "fields are declared by record types"},
        {"M005", error, "未声明的计量单位 {0?}", "unit {0?} is not declared", "单位在 dimension 声明中定义",
         "units are declared in `dimension`"},
        {"M006", error, "{0?} 的量纲是 {1}，应为 {2}", "{0?} has dimension {1}, expected {2}", "核对单位", "check the unit"},
        {"M007", error, "此处是 {0?}，应为 {1}", "found {0?}, expected {1}", "", ""},
        {"M008", error, "字段“{1}”没有 {0?} 这个取值", "field `{1}` has no value {0?}", "可取：{2}", "it may be: {2}"},
        {"M009", error, "未声明的因子 {0?}", "factor {0?} is not declared", "因子在 factors 声明中定义，可加别名",
         "factors are declared in `factors`; an alias may be added"},
        {"M010", error, "未声明的标准 {0?}", "standard {0?} is not declared", "", ""},
        {"M011", error, "未声明的统计值 {0?}", "statistic {0?} is not declared", "", ""},
        {"M012", error, "施行期间为空：自 {0} 早于 {1}", "empty span of dates: from {0} before {1}", "“早于”是不再施行的第一天",
         "`before` is the first day no longer in force"},
        {"M013", error, "{0?} 这一行永远不会适用", "the row {0?} can never apply", "它的条件互相矛盾，或与表、列的条件矛盾",
         "its conditions contradict each other, or those of the table or column"},
        {"M014", error, "这一行有 {0} 格，表头有 {1} 列", "the row has {0} cells, the header {1}", "无限值的格写 -",
         "write - for an empty cell"},
        {"M015", error, "此处 {0?} 不是名称或文字", "{0?} is no name or text", "", ""},
        {"M016", error, "不认识 {0?}", "unknown word {0?}", "应为：{1}", "expected one of: {1}"},
        {"M017", error, "因子名 {0?} 在几种介质中都有", "the factor name {0?} is used in several media", "在表中写明 medium",
         "say `medium` in the table"},
        {"M018", error, "未声明的公式 {0?}", "formula {0?} is not declared", "", ""},
        {"M019", error, "未声明的记录类型 {0?}", "record type {0?} is not declared", "", ""},
        {"M020", error, "{0~}没有表头", "`{0}` has no table header", "用 by、value 或 columns 开始一张表",
         "begin a table with `by`, `value:` or `columns`"},
        {"M021", error, "{0?} 有两行同时适用而限值不同", "two rows for {0?} apply at once with different limits",
         "补上使二者互斥的条件", "add the condition that tells them apart"},
        {"M022", error, "折算所需的基准 {0?} 没有逐列给出",
         "the reference {0?} of the correction is not given for every column", "加一行：reference 名称 = 各列数值 单位",
         "add a row: reference NAME = one number a column and the unit"},
        {"M023", error, "格 {0?} 与本行的比较符不合", "cell {0?} does not fit the operator of its row",
         "范围用 in，单边限值用 <= 或 >=", "use `in` for ranges, <= or >= for one-sided limits"},
        {"M024", error, "没有名为 {0?} 的表或标准可被取代", "no table or standard called {0?} to displace", "", ""},
        {"M025", error, "{0?} 不是字段“{1}”的值", "{0?} is no value of field `{1}`", "", ""},
        {"M026", error, "没有以 {0?} 开头的条款", "no provision begins with {0?}", "", ""},
        {"M027", error, "范围 {0?} 的起点大于终点", "the range {0?} begins above its end", "小的写在前",
         "write the smaller end first"},
        {"M028", error, "{0?} 声明在后，不能由它推算", "{0?} is declared later and cannot be derived from",
         "统计值只能由先声明的推算", "a statistic derives from statistics declared before it"},
        {"M029", error, "{0?} 因数据而异，此处只能问排放口、企业和因子",
         "{0?} differs from datum to datum; only outlet, facility and factor may be asked here", "", ""},
    };
}

} // namespace huanchi::source
