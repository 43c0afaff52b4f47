// The forms: sections and fields, nothing else. Their wording is ours: no text of an official form has been read
// (`confirmed_by` is empty), so each says that it is unreviewed. Nothing here names a law; what forms say of law comes from
// tickets.
#include "report/form_fills.hpp"

#include <algorithm>

namespace huanchi::report {

namespace {

using enum blank;

// Of whom and of what: the head of most forms.
constexpr form_field party[] = {{"当事人", "party", fills::party},
                                {"统一社会信用代码", "USCC", fills::uscc},
                                {"企业标识", "site id", fills::site_id},
                                {"行政区", "region", fills::region},
                                {"地址", "address"},
                                {"法定代表人（负责人）", "legal representative"}};
constexpr form_field matter[] = {{"线索（工单）", "leads (tickets)", fills::ticket_ids},
                                 {"案号", "case", fills::case_no, decide},
                                 {"排放口", "outlet", fills::outlets},
                                 {"污染物（事项）", "pollutant (matter)", fills::matters},
                                 {"违法类型", "offence", fills::offences, decide},
                                 {"时段", "episode", fills::episodes},
                                 {"性质", "nature", fills::nature}};
constexpr form_field officers[] = {{"执法人员（签名、证号）", "officer (signature, certificate)", nullptr, sign},
                                   {"执法人员（签名、证号）", "officer (signature, certificate)", nullptr, sign},
                                   {"当事人（签名或者盖章）", "party (signature or seal)", nullptr, sign},
                                   {"日期", "date", nullptr, sign}};
constexpr form_field approval[] = {{"承办人", "officer in charge", nullptr, sign},
                                   {"审核", "reviewed", nullptr, sign},
                                   {"批准", "approved", nullptr, sign},
                                   {"日期", "date", nullptr, sign}};
constexpr form_field issued[] = {{"机关（盖章）", "authority (seal)", nullptr, sign}, {"日期", "date", nullptr, sign}};

constexpr form_column violation_columns[] = {{"排放口", "outlet"},       {"污染物（事项）", "pollutant (matter)"},
                                             {"统计值", "statistic"},    {"时段", "period"},
                                             {"监测值", "value", true},  {"限值", "limit", true},
                                             {"倍数", "exceeded", true}, {"标准、条款", "provision"}};
constexpr form_section violations{"判定", "findings", {}, violation_columns, fills::violations};
constexpr form_column look_columns[] = {{"要核实的", "to be verified"}, {"核实情况", "what was seen", false, see}};
constexpr form_section looked_at{"现场核实", "On site", {}, look_columns, fills::to_look_at, 2};

// 1 线索核查表
constexpr form_field lead_proof[] = {{"监测结果", "results", fills::counts},
                                     {"数据来源", "source of the data", fills::data_sources},
                                     {"数据能证明什么", "what the data prove", fills::standing},
                                     {"还缺的证据", "lacking", fills::lacks, decide}};
constexpr form_field lead_seen[] = {{"核查时间", "time", nullptr, see},
                                    {"核查地点", "place", nullptr, see},
                                    {"生产工况", "operation", nullptr, see},
                                    {"治理设施运行", "treatment", nullptr, see},
                                    {"自动监测设备运行", "automatic monitoring", nullptr, see},
                                    {"当事人的说明", "what the party says", nullptr, see, 2},
                                    {"核查结论", "conclusion", fills::confirmation, decide},
                                    {"处理意见", "proposal", nullptr, decide, 2}};
constexpr form_section lead[] = {
    {"当事人", "Party", party},          {"线索", "Lead", matter},        {"数据", "Data", lead_proof}, violations, looked_at,
    {"核查", "Verification", lead_seen}, {"签名", "Signatures", officers}};

// 2 现场检查（勘察）笔录
constexpr form_field inspection_head[] = {{"检查事由", "occasion", fills::reason, decide},
                                          {"开始时间", "from", nullptr, see},
                                          {"结束时间", "to", nullptr, see},
                                          {"检查地点", "place", nullptr, see},
                                          {"现场负责人", "person in charge", nullptr, see},
                                          {"联系电话", "telephone", nullptr, see},
                                          {"出示执法证件", "certificates shown", nullptr, see},
                                          {"告知权利、询问回避", "rights told, recusal asked", nullptr, see}};
constexpr form_field inspection_seen[] = {{"现场情况", "what was found", nullptr, see, 8},
                                          {"采样、拍摄、提取", "sampled, photographed, extracted", nullptr, see, 3},
                                          {"当事人意见", "remarks of the party", nullptr, sign, 2}};
constexpr form_section inspection[] = {{"被检查人", "Party", party},
                                       {"检查", "Inspection", inspection_head},
                                       looked_at,
                                       {"记录", "Record", inspection_seen},
                                       {"签名", "Signatures", officers}};

// 3 采样记录
constexpr form_field sampling_head[] = {
    {"采样事由", "occasion", fills::reason, decide}, {"排放口", "outlet", fills::outlets, see},
    {"监测项目", "items", fills::matters, decide},   {"采样单位", "sampled by", nullptr, see},
    {"生产工况", "operation", nullptr, see},         {"天气", "weather", nullptr, see}};
constexpr form_column limit_columns[] = {
    {"项目", "item"}, {"统计值", "statistic"}, {"限值", "limit", true}, {"标准、条款", "provision"}};
constexpr form_column sample_columns[] = {{"样品编号", "sample", false, see}, {"时间", "time", false, see},
                                          {"采样位置", "place", false, see},  {"项目", "item", false, see},
                                          {"方法", "method", false, see},     {"现场参数", "parameters", false, see},
                                          {"保存", "preserved", false, see}};
constexpr form_section sampling[] = {{"当事人", "Party", party},
                                     {"采样", "Sampling", sampling_head},
                                     {"工单所依的限值", "Limits of the tickets", {}, limit_columns, fills::limits},
                                     {"样品", "Samples", {}, sample_columns, nullptr, 6},
                                     {"签名", "Signatures", officers}};

// 4 电子数据取证清单
constexpr form_column file_columns[] = {{"工单", "ticket"}, {"数据文件", "file"}, {"行数", "rows", true}};
constexpr form_column extraction_columns[] = {
    {"工单", "ticket"}, {"判定时刻", "judged at"}, {"程序", "program"}, {"规则", "rules"}, {"行数", "rows", true}};
constexpr form_column digest_columns[] = {{"工单", "ticket"}, {"内容", "what"}, {"SHA-256", "SHA-256", false, look_up}};
constexpr form_column mark_columns[] = {{"工单", "ticket"}, {"标记、复核", "marks and reviews"}, {"结果", "result"}};
constexpr form_field holder[] = {
    {"数据持有人", "holder of the data", nullptr, see}, {"取得方式", "how it was obtained", nullptr, see},
    {"设备名称、编号", "device", nullptr, see},         {"设备验收、比对", "acceptance and comparison", nullptr, see},
    {"提取人", "extracted by", nullptr, sign},          {"见证人", "witness", nullptr, sign}};
constexpr form_section electronic_evidence[] = {{"当事人", "Party", party},
                                                {"线索", "Lead", matter},
                                                {"来源", "Source", {}, file_columns, fills::kept_files, 1},
                                                {"提取", "Extraction", {}, extraction_columns, fills::extractions, 1},
                                                {"校验值", "Digests", {}, digest_columns, fills::digests, 1},
                                                {"审核、复核", "Reviews", {}, mark_columns, fills::marks, 1},
                                                violations,
                                                {"取证", "Taken", holder},
                                                {"签名", "Signatures", officers}};

// 5 责令改正违法行为决定书
constexpr form_field order_facts[] = {{"文号", "number", fills::order_no, decide},
                                      {"违法事实", "facts", fills::facts, decide, 3},
                                      {"证据", "evidence", fills::evidence_named, decide, 2},
                                      {"违反的规定", "duty", fills::duties, decide},
                                      {"处罚条款及其中的措施", "penalty article and measures", fills::measures, decide},
                                      {"责令改正的依据", "basis of the order", nullptr, decide}};
constexpr form_field order_goal[] = {{"责任主体", "responsible", fills::responsible, decide},
                                     {"改正要求", "goal", fills::goal, decide, 2},
                                     {"改正期限", "by", fills::due, decide},
                                     {"改正措施", "measures", fills::plan, decide},
                                     {"验收", "accepted by", fills::accepted_by, decide},
                                     {"复议、诉讼的途径和期限", "remedies", nullptr, decide, 2},
                                     {"作出日期", "made on", fills::order_made, decide}};
constexpr form_section order[] = {
    {"当事人", "Party", party}, {"事实和依据", "Facts and law", order_facts}, {"责令", "Order", order_goal}, {"", "", issued}};

// 6 送达回证
constexpr form_column paper_columns[] = {{"送达的文书", "paper", false, decide}, {"文号", "number", false, decide},
                                         {"作出日期", "made on", false, decide}, {"送达日期", "served on", false, sign},
                                         {"送达地点", "place", false, see},      {"送达方式", "manner", false, decide}};
constexpr form_field service_end[] = {{"受送达人（签名或者盖章）", "recipient (signature or seal)", nullptr, sign},
                                      {"代收人及与受送达人的关系", "received for", nullptr, see},
                                      {"拒收的事由", "reason of refusal", nullptr, see},
                                      {"见证人", "witness", nullptr, sign},
                                      {"送达人", "served by", nullptr, sign},
                                      {"送达人", "served by", nullptr, sign},
                                      {"备注", "remarks", nullptr, see}};
constexpr form_section service[] = {{"受送达人", "Recipient", party},
                                    {"文书", "Papers", {}, paper_columns, fills::papers, 2},
                                    {"签收", "Receipt", service_end}};

// 7 复查记录
constexpr form_field order_known[] = {{"责令改正文号", "order", fills::order_no, look_up},
                                      {"送达日期", "served on", fills::order_served, look_up},
                                      {"改正要求", "goal", fills::goal, look_up},
                                      {"改正期限", "by", fills::due, look_up},
                                      {"整改报告", "reported", fills::reported, look_up},
                                      {"责令以后的数据", "data since the order", fills::since_order, look_up}};
constexpr form_column inspection_columns[] = {{"日期", "day"}, {"结果", "result"}, {"执法人员", "officers"}, {"说明", "note"}};
constexpr form_field again_seen[] = {{"复查时间", "time", nullptr, see},
                                     {"复查方式", "manner", nullptr, decide},
                                     {"现场情况", "what was found", nullptr, see, 6},
                                     {"采样", "sampled", nullptr, see},
                                     {"是否改正", "corrected", nullptr, decide},
                                     {"处理意见", "proposal", nullptr, decide, 2}};
constexpr form_section reinspection[] = {{"当事人", "Party", party},
                                         {"责令改正", "Order", order_known},
                                         {"历次复查", "Earlier inspections", {}, inspection_columns, fills::inspections},
                                         {"本次复查", "This inspection", again_seen},
                                         {"签名", "Signatures", officers}};

// 8 按日连续处罚计算表
constexpr form_column stretch_columns[] = {{"工单", "ticket"},     {"起", "from"},          {"止", "to"},
                                           {"日数", "days", true}, {"复查日", "inspected"}, {"复查结果", "result"},
                                           {"限产停产", "halted"}};
constexpr form_field fine_sum[] = {{"原处罚决定文号", "original decision", fills::decision_no, look_up},
                                   {"原处罚数额（元）", "original fine (yuan)", fills::fine_each, look_up},
                                   {"日数合计", "days", fills::fine_days, decide},
                                   {"罚款合计（元）", "amount (yuan)", fills::fine_amount, decide},
                                   {"缺少的前提", "missing", fills::fine_missing, decide},
                                   {"终止", "ended", fills::fine_end, decide},
                                   {"机关意见", "opinion", nullptr, decide, 2}};
constexpr form_section daily_fines[] = {{"当事人", "Party", party},
                                        {"责令改正", "Order", order_known},
                                        {"计罚的日子", "Days", {}, stretch_columns, fills::stretches, 1},
                                        {"计算", "Sum", fine_sum},
                                        {"签名", "Signatures", approval}};

// 9 销号（结案）表
constexpr form_field rectified[] = {{"责任主体", "responsible", fills::responsible, look_up},
                                    {"整改目标", "goal", fills::goal, look_up},
                                    {"整改期限", "by", fills::due, look_up},
                                    {"整改措施", "measures", fills::plan, look_up},
                                    {"验收单位", "accepted by", fills::accepted_by, look_up},
                                    {"整改报告", "reported", fills::reported, look_up},
                                    {"复查", "inspection", fills::last_inspection, look_up},
                                    {"处罚程序", "penalty", fills::penalty_state, look_up}};
constexpr form_column deadline_columns[] = {{"期限", "deadline"}, {"依据", "basis"}, {"起算", "from"},    {"最迟", "due"},
                                            {"完成", "met on"},   {"状态", "state"}, {"核对", "reviewed"}};
constexpr form_field closed[] = {{"销号（结案）", "closed", fills::closing, decide}, {"意见", "opinion", nullptr, decide, 3}};
constexpr form_section closing[] = {
    {"当事人", "Party", party},           {"线索", "Lead", matter},
    {"整改", "Rectification", rectified}, {"期限", "Deadlines", {}, deadline_columns, fills::deadlines},
    {"结论", "Conclusion", closed},       {"签名", "Signatures", approval}};

// 10 案卷目录
constexpr form_column history_columns[] = {{"序号", "no.", true}, {"时间", "time"},    {"工单", "ticket"},
                                           {"事项", "what"},      {"文号", "number"},  {"何人", "by"},
                                           {"说明", "note"},      {"历史链", "chain"}, {"页次", "page", false, decide}};
constexpr form_column attachment_columns[] = {
    {"工单", "ticket"}, {"附件", "attachment"}, {"SHA-256", "SHA-256"},         {"字节", "bytes", true},
    {"存放", "kept"},   {"提交", "by"},         {"页次", "page", false, decide}};
constexpr form_column bundle_columns[] = {{"工单", "ticket"}, {"证据包 SHA-256", "bundle, SHA-256"}};
constexpr form_field index_end[] = {
    {"立卷人", "compiled by", nullptr, sign}, {"审核人", "checked by", nullptr, sign}, {"日期", "date", nullptr, sign}};
constexpr form_section case_index[] = {{"当事人", "Party", party},
                                       {"案件", "Case", matter},
                                       {"经过", "History", {}, history_columns, fills::history},
                                       {"附件", "Attachments", {}, attachment_columns, fills::attachments},
                                       {"证据包", "Bundles", {}, bundle_columns, fills::bundles},
                                       {"", "", index_end}};

// 11 移送函
constexpr form_field letter[] = {{"文号", "number", nullptr, decide},
                                 {"受移送的机关", "to", fills::transfer_to, decide},
                                 {"移送的理由", "reason", fills::transfer_note, decide, 2},
                                 {"移送的依据", "basis", nullptr, decide, 2},
                                 {"事实", "facts", fills::facts, decide, 3},
                                 {"违反的规定", "duty", fills::duties, decide},
                                 {"处罚程序", "penalty", fills::penalty_state, look_up}};
constexpr form_column enclosure_columns[] = {{"随附材料", "enclosed"}, {"SHA-256", "SHA-256", false, look_up}};
constexpr form_field contact[] = {{"联系人", "contact", nullptr, look_up}, {"联系电话", "telephone", nullptr, look_up}};
constexpr form_section transfer[] = {
    {"", "", letter},         {"当事人", "Party", party},
    {"线索", "Lead", matter}, {"随附材料", "Enclosed", {}, enclosure_columns, fills::enclosures, 1},
    {"", "", contact},        {"", "", issued}};

constexpr form all[] = {
    {"lead", "线索核查表", "Verification of a lead", "", lead},
    {"inspection", "现场检查（勘察）笔录", "Record of an on-site inspection", "", inspection},
    {"sampling", "采样记录", "Record of sampling", "", sampling},
    {"electronic_evidence", "电子数据取证清单", "Electronic evidence", "", electronic_evidence},
    {"order", "责令改正违法行为决定书", "Order to correct", "", order},
    {"service", "送达回证", "Proof of service", "", service},
    {"reinspection", "复查记录", "Record of a re-inspection", "", reinspection},
    {"daily_fines", "按日连续处罚计算表", "Consecutive daily fines", "", daily_fines},
    {"closing", "销号（结案）表", "Closing", "", closing},
    {"case_index", "案卷目录", "Index of the case file", "", case_index},
    {"transfer", "移送函", "Letter of transfer", "", transfer},
};

} // namespace

std::span<form const> forms() {
    return all;
}

form const* find_form(std::string_view id) {
    auto const found = std::find_if(std::begin(all), std::end(all), [&](form const& f) { return f.id == id; });
    return found == std::end(all) ? nullptr : found;
}

} // namespace huanchi::report
