// What the wallet says in two languages, apart from refusals, which stand in ledger/reason.h. Ledger
// data, codes and JSON are never translated.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace allonge::wallet {

enum class Language { en, zh };

enum class Phrase {
  refused, who_can_clear, rule, committed, waits_for_checker, unknown_outcome, confirm_amount, type_amount,
  not_same_amount, demo_keys, first_use, earlier_attempt, replayed, in_words, chain, party, valid_until, operation, signed_by, checking,
  test_network, sealed_terms, sealed_unseen, hand_over_sealed, count_
};

struct PhraseRow {
  Phrase phrase;
  std::string_view en;
  std::string_view zh;
};

inline constexpr std::array phrase_table{
    PhraseRow{Phrase::refused, "refused", "被拒绝"},
    PhraseRow{Phrase::who_can_clear, "Who can clear it", "可处理方"},
    PhraseRow{Phrase::rule, "Rule", "规则"},
    PhraseRow{Phrase::committed, "committed", "已上链"},
    PhraseRow{Phrase::waits_for_checker, "Recorded; waits for a checker of", "已保存，等待复核："},
    PhraseRow{Phrase::unknown_outcome, "The outcome is not known yet.", "结果尚未知。"},
    PhraseRow{Phrase::confirm_amount, "Amount", "金额"},
    PhraseRow{Phrase::type_amount, "Type the amount to confirm", "请输入金额以确认"},
    PhraseRow{Phrase::not_same_amount, "That is not the amount on the screen.", "输入与屏幕金额不一致。"},
    PhraseRow{Phrase::demo_keys, "Test network: maker and checker keys are both used, of", "测试网：经办与复核密钥同时使用："},
    PhraseRow{Phrase::first_use, "First use of this context, without a genesis file: the node alone says that this is the chain. It is kept:",
              "本配置首次使用且无创世文件：链仅由该节点声明，现予记录："},
    PhraseRow{Phrase::earlier_attempt,
              "An earlier attempt of this very command may still be recorded: the same transaction is sent again, to happen at most once. It ends at",
              "同一命令的上一次尝试仍可能上链：重新发送同一交易，至多执行一次。其有效期至"},
    PhraseRow{Phrase::replayed, "This had happened already; here is its first outcome.", "该交易此前已执行，以下为首次结果。"},
    PhraseRow{Phrase::in_words, "in words", "大写"},
    PhraseRow{Phrase::chain, "chain", "链"},
    PhraseRow{Phrase::party, "party", "机构"},
    PhraseRow{Phrase::valid_until, "valid until", "有效期至"},
    PhraseRow{Phrase::operation, "operation", "操作"},
    PhraseRow{Phrase::signed_by, "signed by", "已签署"},
    PhraseRow{Phrase::checking, "transaction", "交易号"},
    PhraseRow{Phrase::test_network, "TEST", "测试网"},
    PhraseRow{Phrase::sealed_terms, "The seal is made of these terms:", "密封内容如下："},
    PhraseRow{Phrase::sealed_unseen, "What is sealed here cannot be seen: the file does not hold its terms. Ask its maker for one that does.",
              "无法查看密封内容：文件未附报价条款，请向经办索取含条款的文件。"},
    PhraseRow{Phrase::hand_over_sealed, "The file shows the terms that are sealed: hand it to your own checker alone.",
              "文件含密封报价的条款，仅可交给本机构复核人员。"},
};

constexpr bool phrases_are_whole() {
  if (phrase_table.size() != std::size_t(Phrase::count_)) return false;
  for (std::size_t i = 0; i < phrase_table.size(); ++i)
    if (std::size_t(phrase_table[i].phrase) != i || phrase_table[i].en.empty() || phrase_table[i].zh.empty()) return false;
  return true;
}
static_assert(phrases_are_whole(), "every phrase has both languages, in the order of the enum");

constexpr std::string_view say(Phrase phrase, Language language) {
  const PhraseRow& row = phrase_table[std::size_t(phrase)];
  return language == Language::zh ? row.zh : row.en;
}

// --lang, ALLONGE_LANG, LC_ALL, LC_MESSAGES, LANG: Chinese for zh..., else English.
Language language_from(std::string_view wish);

}  // namespace allonge::wallet
