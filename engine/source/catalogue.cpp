#include "source/catalogue.hpp"

#include <algorithm>

namespace huanchi::source {

namespace {

constexpr severity error = severity::error;
constexpr severity note = severity::note;

std::vector<catalogue_entry> merged() {
    std::vector<catalogue_entry> all = syntax_entries();
    for (auto const& part : {meaning_entries(), lint_entries()}) all.insert(all.end(), part.begin(), part.end());
    std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) { return a.code < b.code; });
    return all;
}

} // namespace

std::vector<catalogue_entry> const& catalogue() {
    static std::vector<catalogue_entry> const all = merged();
    return all;
}

catalogue_entry const* find_in_catalogue(std::string_view code) {
    auto const& all = catalogue();
    auto const at = std::lower_bound(all.begin(), all.end(), code, [](auto const& e, auto c) { return e.code < c; });
    return at != all.end() && at->code == code ? &*at : nullptr;
}

std::vector<catalogue_entry> syntax_entries() {
    return {
        {"L001", note, "在此打开", "opened here", "", ""},
        {"L002", note, "上一个块在此结束", "the last block ended here", "", ""},
        {"L003", note, "文件到此结束", "the file ends here", "", ""},
        {"L004", note, "缩进与打开处不一致的“}”", "this `}` is not indented like the line that it closes", "", ""},
        {"S001", error, "此处不是有效的 UTF-8", "this is not valid UTF-8", "规则文件须以 UTF-8 保存，请转换编码后重试",
         "rule files are UTF-8; convert the file and try again"},
        {"S002", error, "文件过大（{0} 字节），上限为 {1} 字节", "the file is too large ({0} bytes), the most is {1} bytes",
         "请将规则拆分为多个文件", "split the rules into several files"},
        {"S003", error, "引号没有闭合", "the quotation mark is never closed", "文字须在同一行内闭合；文字中的引号写作 \\\"",
         "a text ends on its own line; write \\\" for a quotation mark in it"},
        {"S004", error, "“{”没有闭合", "this `{` is never closed", "在块的末尾补上“}”", "add `}` at the end of the block"},
        {"S005", error, "多余的“}”", "this `}` closes nothing", "删去它，或在前面补上缺少的“{”",
         "remove it, or add the `{` that is missing before it"},
        {"S006", error, "应为“)”或逗号，却见{0?}", "expected `)` or a comma, found {0?}", "", ""},
        {"S007", error, "嵌套过深，上限为 {0} 层", "nested too deeply, the most is {0} levels", "请拆分这一表达式或块",
         "split this expression or block"},
        {"S008", error, "一行中的运算符过多，上限为 {0} 个", "too many operators in one line, the most is {0}",
         "用列表代替：x 介于 (甲, 乙)", "use a list instead: x in (a, b)"},
        {"S010", error, "行首应为关键字，却见{0?}", "expected a keyword at the start of the line, found {0?}", "", ""},
        {"S011", error, "关键字“{1}”之后应有内容，却见{0?}", "expected something after the keyword `{1}`, found {0?}", "", ""},
        {"S012", error, "应为名称、数值、文字或括号，却见{0?}", "expected a name, number, text or bracket, found {0?}", "", ""},
        {"S013", error, "此处不应出现{0?}", "{0?} cannot stand here", "此处可以是关键字、逗号、“{”、分号或行尾",
         "here may stand a keyword, a comma, `{`, a semicolon or the end of the line"},
        {"S014", error, "比较不能连写", "comparisons cannot be chained", "用“且”连接两个比较，或写成 x 介于 6..9",
         "join two comparisons with `and`, or write x in 6..9"},
        {"S015", error, "数字“{0}”的位数过多", "the number `{0}` has too many digits", "至多 18 位有效数字",
         "at most 18 significant digits"},
        {"S016", error, "没有“{0}”这个日期", "there is no date `{0}`", "日期写作 2026-05-01", "dates are written 2026-05-01"},
        {"S017", error, "没有“{0}”这个时刻", "there is no time of day `{0}`", "时刻写作 22:00，自 0:00 至 24:00",
         "times of day are written 22:00, from 0:00 to 24:00"},
        {"S020", error, "应为冒号，却见{0?}", "expected a colon, found {0?}", "表头写作“按 级别: 一级A 一级B”",
         "a table header is written `by grade: first second`"},
        {"S021", error, "表头应有单元格，却见{0?}", "expected a cell of the table header, found {0?}", "", ""},
        {"S022", error, "表头“{0}”只能写在块内", "the table header `{0}` can stand only in a block", "", ""},
        {"S023", error, "应为列名，却见{0?}", "expected names of columns, found {0?}", "", ""},
        {"S024", error, "此行缺少比较符：{0?}", "this row lacks an operator: {0?}",
         "行写作“化学需氧量 <= 50 mg/L”；若是关键字，请检查拼写",
         "a row is written `name <= 50 mg/L`; if this is meant as a keyword, check its spelling"},
        {"S025", error, "比较符之后应有单元格，却见{0?}", "expected cells after the operator, found {0?}", "", ""},
        {"S026", error, "一个单元格只能有一个数：“{0}”", "a cell holds one number alone: `{0}`",
         "单位与数之间留空格；带括号的值另写一行；文字加引号",
         "put a blank before a unit, write a value in brackets in a row of its own, put text in quotation marks"},
        {"S027", error, "单元格之后不应出现{0?}", "{0?} cannot stand after the cells", "单元格之后可以是单位、关键字或行尾",
         "after the cells may stand a unit, a keyword or the end of the line"},
        {"S028", error, "表中的行不能用“{0}”比较", "a row cannot compare with `{0}`", "可用 <= < >= > = 介于",
         "use one of <= < >= > = in"},
        {"S029", error, "行首的“{0}”像是拼错的关键字", "`{0}` at the start of the row looks like a misspelt keyword",
         "若是名称的一部分，请将整个名称加引号", "if it is part of a name, put the whole name in quotation marks"},
        {"S090", error, "错误过多，其余不再列出", "too many errors, the others are not listed", "", ""},
    };
}

} // namespace huanchi::source
