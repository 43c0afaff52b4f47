// Names of offences, as officers say them.
#include "report/report_document.hpp"

namespace huanchi::report {

namespace {

struct entry {
    std::string_view type, zh, en;
};
constexpr entry entries[] = {
    {"exceed_discharge_standard", "超过排放标准", "discharge above the standard"},
    {"exceed_permit_concentration", "超过许可排放浓度", "above the permitted concentration"},
    {"exceed_permit_total", "超过许可排放量", "above the permitted amount"},
    {"exceed_total_quota", "超过总量控制指标", "above the total quota"},
    {"exceed_industrial_noise", "工业噪声超标", "industrial noise above the standard"},
    {"construction_noise", "建筑施工噪声", "construction noise"},
    {"social_noise", "社会生活噪声", "noise of social life"},
    {"special_period_violation", "违反特殊时段要求", "against the rules of a special period"},
    {"discharge_without_permit", "无证排污", "discharge without a permit"},
    {"permit_expired_or_invalid", "许可证失效仍排污", "discharge on an invalid permit"},
    {"discharge_unlisted_pollutant", "排放许可证未列污染物", "a pollutant that the permit does not list"},
    {"evade_supervision_discharge", "逃避监管排污", "discharge that evades supervision"},
    {"dilution_discharge", "稀释排放", "diluted discharge"},
    {"data_falsification", "监测数据弄虚作假", "falsified data"},
    {"monitoring_distorted", "监测数据失真", "distorted monitoring"},
    {"cems_not_installed_or_offline", "未安装、联网自动监测设备", "automatic monitoring not installed or offline"},
    {"self_monitoring_missing", "未开展自行监测", "no self-monitoring"},
    {"raw_record_missing", "未保存原始监测记录", "raw records not kept"},
    {"abnormality_not_reported", "异常情况未报告", "an abnormality not reported"},
    {"ledger_missing", "未建立环境管理台账", "no environmental ledger"},
    {"execution_report_missing", "未提交执行报告", "no execution report"},
    {"execution_report_untrue", "执行报告不实", "an untrue execution report"},
    {"disclosure_missing", "未公开信息", "no disclosure"},
    {"three_simultaneity_violation", "违反三同时", "against the three simultaneities"},
    {"build_without_eia_report", "未批先建（报告书）", "built without EIA report"},
    {"build_without_eia_form", "未批先建（报告表）", "built without EIA form"},
    {"facility_malfunction", "治理设施运行不正常", "treatment out of order"},
    {"no_air_control_device", "未安装治理设施", "no treatment installed"},
    {"catering_fume", "餐饮油烟", "catering fumes"},
    {"outlet_mismatch_permit", "排放口与许可证不符", "outlet other than permitted"},
    {"illegal_outlet", "违法设置排放口", "illegal outlet"},
};

} // namespace

std::string_view offence_word(std::string_view type, language in) {
    for (auto const& e : entries)
        if (e.type == type) return in == language::zh ? e.zh : e.en;
    return type;
}

} // namespace huanchi::report
