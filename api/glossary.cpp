#include "api/glossary.h"

#include <array>

namespace allonge::api {

namespace {

struct Word {
  std::string_view name;
  std::string_view zh;
};

constexpr std::array operation_words{
    Word{"cert.issue", "开立凭证"},
    Word{"cert.accept", "签收凭证"},
    Word{"cert.refuse", "拒绝签收"},
    Word{"cert.transfer", "转让"},
    Word{"cert.accept_transfer", "签收转让"},
    Word{"cert.refuse_transfer", "拒绝转让"},
    Word{"cert.cancel_transfer", "撤销转让"},
    Word{"cert.withdraw", "撤回凭证"},
    Word{"cert.split", "拆分"},
    Word{"cert.merge", "合并"},
    Word{"cert.pay", "兑付"},
    Word{"finance.request", "融资申请"},
    Word{"finance.cancel", "撤销融资申请"},
    Word{"finance.quote", "密封报价"},
    Word{"finance.reveal", "揭示报价"},
    Word{"finance.award", "选定报价"},
    Word{"finance.register", "记录登记编号"},
    Word{"finance.settle", "放款"},
    Word{"finance.attest", "证明付款"},
    Word{"finance.release", "解除质押"},
    Word{"finance.repay", "还款"},
    Word{"finance.enforce", "行使质权"},
    Word{"invoice.register", "登记发票"},
    Word{"invoice.confirm", "确认发票"},
    Word{"invoice.claim", "登记外部债权"},
    Word{"cash.credit", "入账"},
    Word{"cash.debit", "出账"},
    Word{"party.admit", "机构准入"},
    Word{"party.add_key", "增加密钥"},
    Word{"party.rotate_key", "更换密钥"},
    Word{"party.revoke_key", "撤销密钥"},
    Word{"party.set_policy", "设置签署规则"},
    Word{"party.set_limit", "设置额度"},
    Word{"profile.set", "设置业务参数"},
    Word{"testnet.advance_time", "推进测试网时间"},
};

constexpr std::array field_words{
    Word{"acceptance_window_days", "签收期限（工作日）"},
    Word{"address", "地址"},
    Word{"admitted", "准入时间"},
    Word{"amount", "金额"},
    Word{"answer_period_days", "应答期（日）"},
    Word{"application", "申请"},
    Word{"asked", "借款金额"},
    Word{"background_required", "须有贸易背景"},
    Word{"bands", "金额档"},
    Word{"bank", "结算银行"},
    Word{"buyer", "买方"},
    Word{"certificate", "凭证"},
    Word{"check_code_hash", "校验码哈希"},
    Word{"checkers", "复核人数"},
    Word{"claimant", "债权人"},
    Word{"code", "发票代码"},
    Word{"contract_hash", "合同哈希"},
    Word{"currency", "币种"},
    Word{"cut_off_days", "截止提前（工作日）"},
    Word{"date", "日期"},
    Word{"deadlines", "各环节时限"},
    Word{"end", "止"},
    Word{"external_ref", "外部登记号"},
    Word{"face", "票面金额"},
    Word{"fee", "费用"},
    Word{"financier", "资金方"},
    Word{"financing", "融资单"},
    Word{"full_name", "全称"},
    Word{"grace_days", "宽限期（日）"},
    Word{"gross", "含税金额"},
    Word{"hard_tenor_months", "最长期限（月）"},
    Word{"holidays", "节假日"},
    Word{"id", "编号"},
    Word{"indivisible", "不可拆分"},
    Word{"instrument", "业务品种"},
    Word{"invited", "受邀资金方"},
    Word{"invoice", "发票"},
    Word{"invoices", "发票"},
    Word{"issue_date", "开票日期"},
    Word{"issuer", "开立方"},
    Word{"key", "公钥"},
    Word{"keys", "公钥"},
    Word{"kind", "融资方式"},
    Word{"late_ppm_per_day", "逾期日利率（百万分之一）"},
    Word{"layer_warning", "层级预警"},
    Word{"limit", "额度"},
    Word{"makers", "经办人数"},
    Word{"maturity", "到期日"},
    Word{"max_face", "最大票面"},
    Word{"max_ranges", "区间数上限"},
    Word{"min_net", "最低净额"},
    Word{"minimum_transfer", "最低转让金额"},
    Word{"ms", "毫秒"},
    Word{"near_match_reviewed", "已核对相似发票"},
    Word{"new_key", "新公钥"},
    Word{"not_transferable", "不可转让"},
    Word{"number", "号码"},
    Word{"old_key", "原公钥"},
    Word{"operation", "操作"},
    Word{"party", "机构"},
    Word{"payee", "收款方"},
    Word{"payee_account", "收款账户"},
    Word{"payment_ref", "付款参考号"},
    Word{"person", "人员"},
    Word{"policy", "签署规则"},
    Word{"profile", "业务参数"},
    Word{"purpose", "用途"},
    Word{"purposes", "签署职责"},
    Word{"quote_by", "报价截止"},
    Word{"ranges", "区间"},
    Word{"rate_ppm", "年利率（百万分之一）"},
    Word{"reason", "原因"},
    Word{"recourse", "追索"},
    Word{"registration_no", "登记编号"},
    Word{"registration_required", "放款前须登记"},
    Word{"registry", "登记机构"},
    Word{"reveal_by", "揭示截止"},
    Word{"roles", "角色"},
    Word{"rules", "规则"},
    Word{"salt", "随机盐"},
    Word{"seal", "报价密封摘要"},
    Word{"secured", "担保金额"},
    Word{"seller", "卖方"},
    Word{"settle_by", "交割截止"},
    Word{"soft_tenor_months", "期限软上限（月）"},
    Word{"start", "起"},
    Word{"status", "状态"},
    Word{"tax", "税额"},
    Word{"tax_id", "统一社会信用代码"},
    Word{"term_reason_hash", "长期限说明哈希"},
    Word{"term_reviewed", "已审核期限"},
    Word{"terms", "报价条件"},
    Word{"to", "受让方"},
    Word{"transfer", "转让单"},
    Word{"transfer_window_days", "转让签收期限（工作日）"},
    Word{"type", "类型"},
    Word{"until", "至"},
    Word{"up_to", "金额上限"},
    Word{"valid_from", "生效日期"},
    Word{"valid_until", "报价有效期"},
    Word{"value_date", "起息日"},
    Word{"version", "版本"},
    Word{"waive_choice", "放弃选择"},
    Word{"workdays", "调休工作日"},
};

struct OwnWord {
  std::string_view operation;
  std::string_view field;
  std::string_view zh;
};
constexpr std::array own_words{
    OwnWord{"testnet.advance_time", "to", "推进至"},
    OwnWord{"cert.merge", "start", "下段起点"},
};

template <std::size_t N>
std::optional<std::string_view> look_up(const std::array<Word, N>& words, std::string_view name) {
  for (const Word& word : words)
    if (word.name == name) return word.zh;
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> chinese_operation(std::string_view operation) { return look_up(operation_words, operation); }
std::optional<std::string_view> chinese_field(std::string_view operation, std::string_view field) {
  for (const OwnWord& own : own_words)
    if (own.operation == operation && own.field == field) return own.zh;
  return look_up(field_words, field);
}

}  // namespace allonge::api
