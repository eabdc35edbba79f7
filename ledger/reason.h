// Every reason for which something can be refused: one table from which receipts, JSON-RPC errors,
// the wallet's `explain` and the manual take number, name and sentences.
//
// DO NOT CHANGE OR RE-USE A NUMBER: they stand in receipts, which are hashed. A reason is added only
// if a caller could act differently on it. Its public name is the word below in capitals.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace allonge {

// May the same request be sent again?
enum class Retry : std::uint8_t {
  never,  // the request itself is wrong
  same,   // yes, exactly the same bytes
  later,  // yes, when the stated thing has changed
  fresh,  // yes, as a new request with a new `idem`
};

// Who can clear the way.
enum class Fixer : std::uint8_t { caller, owner, counterparty, issuer, bank, operator_, regulator, nobody };

// clang-format off
//  number, name, retry, who can fix it, English, Chinese, what to try next
#define ALLONGE_REASONS(X) \
  /* the request as text or bytes */ \
  X(100, bad_text, never, caller, "A text does not have the form its field asks for.", "文本格式不符合字段要求。", "Correct the field named in the error; allonge help shows its form.") \
  X(101, bad_encoding, never, caller, "The bytes are not in the one canonical form.", "字节不是唯一的规范编码。", "Encode with classes made from api/allonge.proto, or use tx_prepare.") \
  X(102, bad_json, never, caller, "The JSON text is not acceptable.", "JSON 文本不可接受。", "Check for duplicate keys, depth over 32, or characters outside UTF-8.") \
  X(103, too_large, never, caller, "The request is larger than its limit.", "请求超过大小限制。", "Split it into smaller ones; the limits stand in ledger/limits.h.") \
  X(104, out_of_range, never, caller, "A number is outside the range of its field.", "数值超出字段范围。", "Correct the field named in the error.") \
  X(105, missing_field, never, caller, "A field that is needed is missing.", "缺少必需的字段。", "Add the field named in the error.") \
  X(106, unknown_field, never, caller, "There is no field of this name.", "没有该名称的字段。", "rpc.discover (allonge rpc discover) lists the names.") \
  X(107, bad_amount, never, caller, "The amount is zero, has more than two decimals, or is too large.", "金额为零、小数超过两位或过大。", "Write yuan with at most two decimals, for example 200000.00.") \
  X(108, bad_date, never, caller, "There is no such calendar date.", "日期不存在。", "Write dates as YYYY-MM-DD.") \
  X(109, overflow, never, caller, "The sum or product is larger than the ledger can hold.", "计算结果超出账本可容纳的范围。", "Use smaller amounts.") \
  /* admission: never in a block */ \
  X(1001, tx_expired, fresh, caller, "The transaction's last moment has passed; it was not and will not be recorded.", "交易已过有效期，未被记录，也不会再被记录。", "Prepare it again with a new idem.") \
  X(1002, bad_signature, never, caller, "A signature does not verify over this transaction id.", "签名与交易号不符。", "Sign the 32-byte transaction id that tx_prepare returned.") \
  X(1003, approvals_missing, later, caller, "The party's signing policy asks for more people on this transaction.", "签名人数未达到本机构签署规则的要求。", "Let a checker sign the same bytes: allonge approve FILE.") \
  X(1004, idem_conflict, fresh, caller, "This idem was used before with other bytes.", "该幂等号已用于另一笔内容不同的交易。", "Choose a new idem, or send the first bytes again.") \
  X(1005, pool_full, later, operator_, "The node's waiting room is full.", "节点交易池已满。", "Send the same bytes again in a few seconds.") \
  X(1006, wrong_chain, never, caller, "The transaction is for another chain.", "交易属于另一条链。", "Compare the chain with node_status; use the right context.") \
  X(1007, feature_inactive, later, operator_, "This operation is not active on this chain.", "该功能在本链上尚未启用。", "Ask the operator when it starts.") \
  X(1008, valid_until_too_far, never, caller, "The last moment lies further ahead than 24 hours.", "有效期超过 24 小时。", "Prepare it with a shorter validity.") \
  X(1009, unknown_party, never, caller, "The signing party is not known to this ledger, or not active.", "签署机构未在本账本登记或未生效。", "Ask the operator to admit the party.") \
  X(1010, key_not_in_force, never, caller, "A signature is by a key that is not one of the party's keys in force.", "签名所用密钥不是该机构当前有效的密钥。", "Use a current key; allonge party show lists them.") \
  X(1011, same_signer, never, caller, "The same person signed twice; maker and checker are different people.", "经办与复核为同一人。", "Let another person of the party sign.") \
  X(1012, signatures_unordered, never, caller, "Signatures must be distinct and in ascending order of their keys.", "签名必须互不相同并按公钥升序排列。", "Use tx combine, which orders them.") \
  X(1013, operation_unknown, never, caller, "There is no operation of this number.", "没有该编号的操作。", "Compare with the operations in rpc.discover.") \
  X(1014, no_operations, never, caller, "A transaction holds 1 to 500 operations.", "一笔交易须包含 1 至 500 个操作。", "Add an operation, or split the batch.") \
  X(1015, replay_memory_full, later, operator_, "The ledger's memory of recent requests is full.", "账本的防重放记录已满。", "Send the same bytes again in a few minutes.") \
  X(1016, already_known, same, nobody, "This very transaction is already waiting or recorded.", "该交易已在等待或已记录。", "Ask tx_status for its outcome.") \
  /* access */ \
  X(1101, unauthenticated, never, caller, "The caller did not say who it is.", "调用方未表明身份。", "Present the client certificate or token that the operator gave you.") \
  X(1103, not_found, never, caller, "There is no such thing, or you may not see it.", "对象不存在，或您无权查看。", "Check the id; a unique beginning is enough.") \
  X(1104, rate_limited, later, caller, "More requests than this caller may make.", "请求过于频繁。", "Wait for the time in Retry-After.") \
  X(1105, ambiguous_id, never, caller, "The beginning of this id fits more than one thing.", "该编号前缀不唯一。", "Type more of the id.") \
  /* node state */ \
  X(1201, syncing, later, operator_, "The node is catching up with the chain.", "节点正在追赶区块。", "Ask again later, or ask another node.") \
  X(1202, no_quorum, later, operator_, "Too few validators answer for the chain to go on.", "在线验证节点不足，链暂停出块。", "allonge testnet status names the nodes that are down.") \
  X(1203, disk_trouble, later, operator_, "The node cannot write to its disk.", "节点无法写入磁盘。", "Free space or repair the disk, then start the node again.") \
  X(1204, damaged_store, never, operator_, "The node's data is damaged.", "节点数据已损坏。", "Move the whole data folder aside, run allonged --init and start: the chain comes from the peers.") \
  X(1205, bad_genesis, never, operator_, "The genesis file is not acceptable or not this chain's.", "创世文件不可接受或不属于本链。", "Install the genesis file that the consortium signed.") \
  X(1206, bad_config, never, operator_, "The configuration is not acceptable.", "配置不可接受。", "Correct the line named in the message; allonged --default-config prints every key.") \
  X(1207, unreachable, later, operator_, "The node does not answer.", "无法连接节点。", "Start it, or choose another with --node.") \
  X(1208, bad_key_file, never, caller, "The key file cannot be used.", "密钥文件不可用。", "Check the path, the passphrase and the file's mode (0600).") \
  /* the wallet's own */ \
  X(1209, bad_file, never, caller, "The file cannot be used.", "文件不可用。", "Check the path and what the message says about the file.") \
  X(1210, outcome_unknown, same, nobody, "The outcome is not known yet.", "结果尚未知。", "Run the same command again: the same bytes are sent, and happen at most once.") \
  X(1211, no_identity, never, caller, "Nobody is named who could sign this.", "未指定签署人。", "Say who acts: --as PARTY/PERSON, or allonge use PARTY/PERSON.") \
  X(1212, not_confirmed, never, caller, "It was not confirmed; nothing was signed or sent.", "未确认，未签署也未发送。", "Run it again and type the amount as shown, or add --yes.") \
  X(1213, testnet_trouble, later, operator_, "The test network did not come up.", "测试网未能启动。", "allonge testnet logs NAME shows what the node said.") \
  /* queries */ \
  X(1301, height_unavailable, never, caller, "The node does not serve this height.", "节点不提供该高度的数据。", "Ask without `at`, or a height that chain_head names.") \
  X(1302, cursor_pruned, never, caller, "Events this old are no longer kept here.", "该游标之前的事件已清理。", "Start from the oldest cursor in the error.") \
  X(1303, page_token_invalid, fresh, caller, "The page token is not valid for this list any more.", "分页标记已失效。", "Start again with the first page.") \
  X(1304, proof_invalid, never, nobody, "The proof does not hold.", "证明不成立。", "Do not rely on it; ask another node and compare genesis hashes.") \
  /* certificates (receivables.md; the rule stands in the contract) */ \
  X(2001, not_owner, never, owner, "The range does not belong to the party that acts on it.", "该区间不属于操作方。", "allonge cert ranges ID shows who holds what.") \
  X(2002, range_locked, later, owner, "The range is not free.", "该区间当前不可用。", "Wait for the pending act to end, or cancel it.") \
  X(2003, not_enough_free, never, caller, "Less is free than the act needs.", "可用金额不足。", "allonge holding list shows what is free.") \
  X(2004, split_limit, never, owner, "The certificate would fall into more ranges than allowed.", "凭证区间数超过上限。", "Merge neighbouring ranges first.") \
  X(2005, self_transfer, never, caller, "A transfer to oneself is not possible.", "不能转让给自己。", "Name another party.") \
  X(2006, issuer_not_holder, never, caller, "The issuer cannot hold its own certificate.", "开立方不能持有自己的凭证。", "Name another party; paying extinguishes what reaches the issuer.") \
  X(2007, role_forbidden, never, operator_, "The party's roles do not allow this act.", "该机构的角色不允许此操作。", "allonge rpc call permission_list shows who may do what.") \
  X(2008, wrong_state, later, nobody, "The record is not in a state that allows this act.", "当前状态不允许此操作。", "Look at the record's state first.") \
  X(2009, not_your_part, never, caller, "Another party's act is needed here.", "此操作应由另一方进行。", "Let the party named in the record act.") \
  X(2010, after_cutoff, never, nobody, "Transfers ended before this date.", "已过转让截止日。", "Wait for payment at maturity.") \
  X(2011, tenor_exceeded, never, caller, "The maturity lies further ahead than the profile allows.", "期限超过规定上限。", "Choose an earlier maturity.") \
  X(2012, tenor_reason_missing, never, caller, "A term over the soft limit needs a reason.", "期限超过软上限，须说明理由。", "Add term_reason_hash.") \
  X(2013, bad_maturity, never, caller, "The maturity is not after the issue date.", "到期日须晚于开立日。", "Choose a later maturity.") \
  X(2014, face_exceeded, never, caller, "The face is larger than the profile allows.", "票面金额超过上限。", "Issue several certificates.") \
  X(2015, limit_exceeded, later, issuer, "The issuer's limit would be exceeded.", "超过开立方额度。", "Wait for payments, or ask for a higher limit.") \
  X(2016, issuer_suspended, later, issuer, "The issuer is suspended until its overdue certificates are paid.", "开立方因逾期被暂停。", "Pay what is overdue.") \
  X(2017, window_over, fresh, counterparty, "The time to answer has passed.", "答复期限已过。", "Offer or issue again.") \
  X(2018, indivisible, never, caller, "This certificate moves only whole.", "该凭证不可拆分。", "Act on the whole of it.") \
  X(2019, not_transferable, never, issuer, "This certificate may not be passed on.", "该凭证不可转让。", "Hold it to maturity.") \
  X(2020, bad_range, never, caller, "The range does not lie within the certificate, or is upside down.", "区间超出凭证范围或首尾颠倒。", "Use 1 to face, start not after end.") \
  X(2021, not_adjacent, never, owner, "Only neighbouring ranges with one owner and one state merge.", "仅相邻、同一持有人且状态相同的区间可合并。", "allonge cert ranges ID shows the neighbours.") \
  X(2022, too_many_ranges, never, caller, "One request names at most 16 ranges.", "一次请求最多指定 16 个区间。", "Split the request.") \
  X(2023, background_missing, never, caller, "The trade behind it is not named: invoices or a contract's hash.", "缺少贸易背景：发票或合同哈希。", "Add invoices or contract_hash.") \
  X(2024, background_mismatch, never, caller, "The bound amounts do not add up to the face.", "绑定金额合计与票面不一致。", "Correct the amounts; they must equal the face exactly.") \
  X(2025, base_locked, never, counterparty, "The base deal cannot be lowered against a holder.", "签收后不得变更基础交易。", "Ask every holder to agree.") \
  X(2026, range_held, later, regulator, "An authority holds this range.", "该区间被冻结或暂扣。", "Ask the authority named in the record.") \
  X(2027, below_minimum, never, caller, "The amount is below the profile's minimum.", "低于最低转让金额。", "Pass on more.") \
  X(2028, id_taken, fresh, nobody, "An id of this kind is already taken.", "编号已被占用。", "Prepare it again with a new idem.") \
  X(2029, reason_needed, never, caller, "A refusal needs a reason.", "拒绝须说明理由。", "Add the reason.") \
  X(2030, certificate_not_live, never, nobody, "The certificate is not live any more, or not yet.", "凭证尚未生效或已终结。", "Look at the certificate's state first.") \
  /* invoices */ \
  X(2101, dup_invoice, never, caller, "This invoice is already registered.", "该发票已登记。", "Use the invoice named in the error.") \
  X(2102, conflicting_invoice, never, caller, "An invoice with this seller, type, code and number has other content.", "相同卖方、类型、代码和号码的发票内容不一致。", "Compare both with the paper.") \
  X(2103, near_match, never, counterparty, "It resembles a registered invoice; a person must look at both.", "与已登记发票相似，须人工核对。", "Compare both, then register with near_match_reviewed.") \
  X(2104, bind_exceeded, never, caller, "More would be bound than the invoice has left.", "超出发票可用额度。", "allonge invoice check shows what is left.") \
  X(2105, invoice_unconfirmed, later, counterparty, "The other side of the invoice has not confirmed it.", "发票另一方尚未确认。", "Let the other party confirm it.") \
  X(2106, bad_tax_id, never, caller, "The unified social credit code does not check.", "统一社会信用代码校验不通过。", "Type all 18 characters again.") \
  X(2107, wrong_parties, never, caller, "The invoice is not between these two parties.", "发票双方与本交易双方不符。", "Use an invoice of these two parties.") \
  /* money */ \
  X(2201, insufficient_cash, later, bank, "The account holds less than the payment.", "账户余额不足。", "Let the settlement bank credit it first.") \
  X(2202, ref_reused, never, bank, "This payment reference was used before.", "付款参考号已使用过。", "Each payment has its own reference.") \
  X(2203, nothing_due, never, nobody, "Nothing is due.", "没有到期未付款项。", "allonge cert show ID shows what is unpaid.") \
  X(2204, currency_mismatch, never, caller, "The currencies differ.", "币种不一致。", "Use one currency.") \
  X(2205, overpayment, never, caller, "More was offered than is unpaid.", "付款超过未付金额。", "Pay at most what is unpaid.") \
  X(2206, bad_price, never, bank, "Discount and fee would leave nothing of the face.", "贴息与费用合计不低于票面金额。", "Quote a lower rate or fee.") \
  X(2207, quote_late, never, bank, "The time for this step of a quote has passed.", "报价此环节的时限已过。", "allonge finance show ID names the deadlines.") \
  X(2208, quote_early, later, nobody, "Quotes are still sealed.", "报价尚未揭示。", "Wait for the deadline that allonge finance show ID names.") \
  X(2209, quote_mismatch, never, bank, "The revealed quote is not the one that was sealed.", "揭示的报价与密封报价不符。", "Reveal the very quote and salt that were sealed.") \
  X(2210, quote_expired, fresh, bank, "The quote's own validity has passed.", "报价已过有效期。", "Award another quote, or ask again.") \
  X(2211, not_best_quote, never, caller, "Another quote nets more for the one who chooses.", "有净额更高的报价。", "Award the quote that finance compare puts first.") \
  X(2212, waiver_missing, never, owner, "A request must be open to two eligible financiers, or waive it.", "询价须面向至少两家合格资金方，否则须签署放弃声明。", "Invite another financier, open the request, or add waive_choice.") \
  X(2213, not_invited, never, owner, "This financier was not invited.", "该资金方未受邀请。", "Only those whom the request names may quote.") \
  X(2214, registration_required, later, bank, "The registration number must be recorded before money moves.", "放款前须先登记并记录登记编号。", "Record the number of the central registry first.") \
  X(2215, payee_not_allowed, never, bank, "Money may only go to the account of the payee's own credential.", "款项只能付至收款方凭证所载账户。", "Pay to the account named in the financing.") \
  X(2216, term_review_missing, never, bank, "A certificate over the soft tenor needs the financier's review of its term.", "超过软期限的凭证须资金方确认已审核期限。", "Add term_reviewed to the quote.") \
  X(2217, secured_sum_wrong, never, caller, "The sum is not what the pledge secures.", "金额与质押担保金额不符。", "allonge finance show ID names the secured sum.") \
  /* parties */ \
  X(2301, party_exists, never, caller, "A party of this name exists.", "机构名称已存在。", "Choose another short name.") \
  X(2302, key_in_use, never, caller, "This key is or was somebody's key on this ledger.", "该密钥已被使用。", "Make a new key.") \
  X(2303, bad_key, never, caller, "This is not an acceptable public key.", "公钥不可接受。", "Make a new key with the wallet.") \
  X(2304, last_key, never, caller, "The party could not satisfy its own signing policy any more.", "撤销后将无法满足本机构的签署规则。", "Add another person's key first.") \
  X(2305, bad_policy, never, caller, "The signing policy cannot be satisfied or is out of order.", "签署规则无法满足或次序错误。", "Bands ascend, and ask for no more people than there are.") \
  X(2306, person_exists, never, caller, "This person already has a key in force.", "该人员已有有效密钥。", "Rotate it instead.") \
  X(2307, too_many_keys, never, caller, "The party has as many keys as allowed.", "密钥数量已达上限。", "Revoke one first.") \
  /* credentials (credentials.md 4.3: in this order, the first that fails) */ \
  X(2311, vc_json, never, issuer, "The credential is not acceptable JSON.", "凭证不是可接受的 JSON。", "UTF-8, no duplicate names, depth to 32, 64 KiB; numbers are integers.") \
  X(2312, vc_shape, never, issuer, "The credential does not have the shape of a W3C credential of profile AVP-1.", "凭证结构不符合 AVP-1。", "Correct the member named in the error.") \
  X(2313, vc_schema, never, issuer, "The claims do not fit the schema of the credential's type.", "凭证声明不符合其类型的模式。", "Correct the claim named in the error.") \
  X(2314, vc_context, never, issuer, "The credential names a context that is not on the allow list.", "凭证使用了未许可的上下文。", "Use the contexts that credential_types lists; none is ever fetched.") \
  X(2315, proof_suite, never, issuer, "The proof is not of cryptosuite eddsa-jcs-2022.", "证明套件不是 eddsa-jcs-2022。", "Sign with a DataIntegrityProof of that suite.") \
  X(2316, proof_purpose, never, issuer, "The proof is made for another purpose.", "证明用途不符。", "proofPurpose is assertionMethod.") \
  X(2317, proof_key, never, issuer, "The verification method is not an acceptable key name.", "验证方法不是可接受的密钥标识。", "did:key with both parts the same Ed25519 key, or did:allonge of this network.") \
  X(2318, proof_key_state, never, issuer, "The key was not in force when the proof was made.", "签署时该密钥并非有效密钥。", "Sign again with a key in force.") \
  X(2319, proof_controller, never, issuer, "The key is not the issuer's.", "该密钥不属于签发方。", "One proof is by a key of the issuer.") \
  X(2320, proof_context, never, issuer, "The document's contexts do not begin with the proof's.", "文档上下文未以证明上下文开头。", "Sign the document as it is.") \
  X(2321, proof_time, never, issuer, "The proof is from the future, or has expired.", "证明时间在未来或已过期。", "Check the signer's clock, or sign again.") \
  X(2322, proof_domain, never, caller, "The proof is for another domain.", "证明的域不符。", "Ask for a presentation for this domain.") \
  X(2323, proof_challenge, never, caller, "The proof answers another challenge.", "证明的挑战值不符。", "Ask for a presentation with this challenge.") \
  X(2324, proof_signature, never, issuer, "The proof's signature does not verify over this document.", "证明的签名与文档不符。", "The document was changed after signing, or signed wrongly; do not rely on it.") \
  X(2325, proof_chain_unsupported, never, issuer, "Chained proofs are not supported.", "不支持链式证明。", "Use a set of independent proofs.") \
  X(2326, cred_not_yet, later, nobody, "The credential is not valid yet.", "凭证尚未生效。", "Wait for its validFrom.") \
  X(2327, cred_expired, later, counterparty, "The credential has expired.", "凭证已过期。", "Renew it with its issuer.") \
  X(2328, issuer_not_authorised, never, regulator, "The issuer is not authorised for this type, scope, time or life.", "签发方无权签发该类型、范围、时间或有效期的凭证。", "allonge trust query shows what it may issue.") \
  X(2329, cred_revoked, never, counterparty, "The credential is revoked.", "凭证已吊销。", "Apply for a new one with its issuer.") \
  X(2330, cred_suspended, later, counterparty, "The credential is suspended.", "凭证已暂停。", "Ask its issuer to resume it.") \
  X(2331, holder_mismatch, never, caller, "Who presents the credential is not its subject.", "出示人不是凭证主体。", "Present your own credential.") \
  X(2332, cred_missing, later, owner, "A credential that this act asks for is missing.", "缺少此操作所需的凭证。", "allonge gate explain names it; import it with vc issue.") \
  X(2333, cred_insufficient, later, owner, "A credential that this act asks for is there, but does not reach.", "所持凭证的等级、范围或额度不足。", "allonge gate explain names what is asked.") \
  X(2334, cred_known, never, caller, "This credential is recorded already.", "该凭证已登记。", "Look at it with allonge vc show.") \
  X(2335, authority_exceeded, never, regulator, "A child may not exceed its parent's types, scopes, life or depth.", "下级授权不得超出上级的类型、范围、期限或层级。", "allonge trust query shows what the parent may grant.") \
  X(2336, hash_mismatch, never, caller, "A document does not have the digest that is named.", "文件与所示摘要不符。", "Send the document that was named.") \
  /* governance and laws */ \
  X(2601, not_test_network, never, nobody, "Only a test network's time can be moved.", "仅测试网可调整时间。", "Use a test network.") \
  X(2602, time_backwards, never, caller, "Time only moves forward.", "时间只能向前。", "Choose a later date.") \
  X(2603, profile_order, never, caller, "A profile version must start later than the one before it.", "参数版本的生效日期须晚于上一版本。", "Choose a later valid_from.") \
  X(2901, invariant_broken, never, nobody, "A law of the ledger would be broken; this is a defect and has been logged.", "违反账本不变量；属缺陷，已记录。", "Report it with the transaction id.")
// clang-format on

enum class Reason : std::uint32_t {
#define ALLONGE_ENUMERATOR(number, name, ...) name = number,
  ALLONGE_REASONS(ALLONGE_ENUMERATOR)
#undef ALLONGE_ENUMERATOR
};

struct ReasonRow {
  Reason reason;
  std::string_view name;  // public name, capitals: RANGE_LOCKED
  Retry retry;
  Fixer fixer;
  std::string_view en;
  std::string_view zh;
  std::string_view hint;
};

// All rows, ascending by number.
std::span<const ReasonRow> reason_table();
// The row of a reason, or of a number or name (any case, with or without "ALG-"); nothing if unknown.
const ReasonRow& row_of(Reason reason);
std::optional<Reason> find_reason(std::string_view number_or_name);
inline std::string_view name_of(Reason reason) { return row_of(reason).name; }
inline std::uint32_t number_of(Reason reason) { return static_cast<std::uint32_t>(reason); }
std::string_view name_of(Retry retry);
std::string_view name_of(Fixer fixer);

}  // namespace allonge
