#include "source/catalogue.hpp"

namespace huanchi::source {

std::vector<catalogue_entry> lint_entries() {
    constexpr auto warning = severity::warning;
    constexpr auto note = severity::note;
    return {
        {"L201", warning, "{1} 时，{0?} 没有一行适用", "no row of {0?} applies where {1}",
         "补上这一情形的行；不设限值的写 -，不归本表管的写进 where",
         "add a row for it; write - where there is no limit, or leave the case out by `where`"},
        {"L202", warning, "{0?} 有两行同时适用，限值相同", "two rows for {0?} apply at once and say the same",
         "删去多余的一行，或补上使二者互斥的条件", "remove one of them, or add the condition that tells them apart"},
        {"L203", note, "{0?} 在 {1} 与 {2} 中限值不同而同时适用，谁也不取代谁",
         "for {0?}, {1} and {2} apply at once with different limits and neither displaces the other",
         "两张表都要满足时无须改动；只应执行其一时写 displaces",
         "nothing is wrong if both must be met; write `displaces` if only one is to apply"},
        {"L204", warning, "{0?} 在全部期间和情形中都被 {1} 取代，从不判定",
         "{0?} is displaced by {1} in all its cases and never judges", "删去它，或改正取代的条件和期间",
         "remove it, or mend the condition and the dates of the displacement"},
        {"L205", warning, "{0?} 总与更严的 {1} 同时适用，从不起决定作用",
         "{0?} always applies together with {1}, which is tighter, and never decides", "核对两处的条件；确实多余的删去",
         "check the conditions of both; remove it if it is not needed"},
        {"L206", warning, "{0?} 没有一天有效：自 {1} 早于 {2}", "{0?} is in force on no day: from {1} before {2}",
         "它的期间与所在标准的期间不相交", "its dates and those of its standard have no day in common"},
        {"L207", note, "{0?} 已失效，最后一天是 {1}", "{0?} has lapsed, its last day was {1}", "判旧数据仍要用它，无须删去",
         "older data are still judged by it: nothing need be done"},
        {"L208", warning, "{0} 取代 {1}，但自 {2} 至 {3} 之前两者都无效",
         "{0} replaces {1}, but from {2} before {3} neither is in force", "核对前一版的失效日期和后一版的施行日期",
         "check the last day of the one and the first day of the other"},
        {"L209", note, "{0} 取代 {1}，而 {1} 写明的期间到 {3} 之前才结束，自 {2} 起已被取代",
         "{0} replaces {1} from {2} on, though the dates of {1} end only before {3}", "核对前一版的失效日期和后一版的施行日期",
         "check the last day of the one and the first day of the other"},
        {"L210", warning, "{0?}（{1}）自 {2} 至 {3} 之前没有法律后果", "{0?} ({1}) has no consequence from {2} before {3}",
         "核对前一条的失效日期和后一条的施行日期", "check the last day of the one and the first day of the other"},
        {"L211", note, "{0?}（{1}）同时有 {2} 和 {3} 两个处罚依据，幅度或措施不同",
         "{0?} ({1}) has {2} and {3} at once, with different fines or measures",
         "各是一个依据的无须改动；后法取代前法的写明前一条的 before",
         "nothing is wrong if both stand; where one replaces the other, say `before` of the first"},
        {"L212", warning, "{0?}（{1}）自 {2} 起没有法律后果", "{0?} ({1}) has no consequence from {2} on",
         "补上后来的法律；不再处罚的写进注", "add the later law, or say in a note that there is none"},
    };
}

} // namespace huanchi::source
