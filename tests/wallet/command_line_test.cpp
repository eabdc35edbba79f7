#include "wallet/command_line.h"

#include <gtest/gtest.h>

#include "api/methods.h"
#include "contracts/operations.h"

namespace allonge::wallet {
namespace {

using Parsed = Result<std::variant<Typed, HelpText>>;

const Commands& commands() {
  static const Commands all = all_commands();
  return all;
}

Parsed parse(std::vector<const char*> words) {
  words.insert(words.begin(), "allonge");
  return parse_command_line(commands(), int(words.size()), words.data());
}

TEST(CommandLine, HasACommandForEveryOperationAndMethod) {
  for (const FieldInfo& operation : shape_of<Operation>.fields) {
    const std::string name(operation.name);
    EXPECT_NE(find(commands(), name.substr(0, name.find('.')), flag_name(name.substr(name.find('.') + 1))), nullptr) << name;
  }
  EXPECT_NE(find(commands(), "chain", "list-blocks"), nullptr);
  EXPECT_NE(find(commands(), "rpc", "discover"), nullptr);
  EXPECT_GE(commands().size(), api::methods().size() + shape_of<Operation>.fields.size());
}

TEST(CommandLine, ReadsFlagsPositionsAndSettingsInAnyPlace) {
  auto parsed = parse({"--as", "lanwan/zhangwei", "cert", "transfer", "RC-1", "--to", "s02", "--ranges", "1-5", "--ranges", "7-9", "--json"});
  ASSERT_TRUE(parsed.has_value()) << parsed.error().detail;
  const Typed& typed = std::get<Typed>(*parsed);
  EXPECT_EQ(typed.command->name(), "cert transfer");
  EXPECT_EQ(typed.settings.who, "lanwan/zhangwei");
  EXPECT_TRUE(typed.settings.json);
  EXPECT_EQ(typed.flags.one("certificate"), "RC-1");
  EXPECT_EQ(typed.flags.all("ranges"), (std::vector<std::string>{"1-5", "7-9"}));
}

TEST(CommandLine, AsksForWhatIsMissing) {
  const auto parsed = parse({"cert", "transfer", "--to", "s02"});
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.reason(), Reason::missing_field);
  EXPECT_NE(parsed.error().detail.find("--certificate"), std::string::npos);
}

TEST(CommandLine, RefusesUnknownWordsWithTheNearest) {
  const auto parsed = parse({"cert", "transfr", "RC-1"});
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(exit_of(parsed.reason()), Exit::usage);
  EXPECT_NE(parsed.error().detail.find("did you mean"), std::string::npos) << parsed.error().detail;
  EXPECT_FALSE(parse({"cert", "accept", "RC-1", "--nonsense"}).has_value());
}

// "--as operator trust withdraw ..." was answered with: no command "operator trust".
TEST(CommandLine, WhoActsIsNoWordOfTheCommand) {
  const auto parsed = parse({"--json", "--as", "operator", "cert", "accept", "RC-1", "--nonsense", "x"});
  ASSERT_FALSE(parsed.has_value());
  EXPECT_EQ(parsed.error().detail.find("no command"), std::string::npos) << parsed.error().detail;
  EXPECT_NE(parsed.error().detail.find("--nonsense"), std::string::npos) << parsed.error().detail;
  EXPECT_NE(parsed.error().detail.find("allonge cert accept --help"), std::string::npos) << parsed.error().detail;
  const auto mistyped = parse({"--as", "operator", "cert", "acept"});
  ASSERT_FALSE(mistyped.has_value());
  EXPECT_NE(mistyped.error().detail.find("did you mean: allonge cert accept"), std::string::npos) << mistyped.error().detail;
}

TEST(CommandLine, WhatACommandIsAboutNeedsNoFlag) {
  const auto typed = [](std::vector<const char*> words, const char* flag) {
    const auto parsed = parse(std::move(words));
    EXPECT_TRUE(parsed.has_value()) << parsed.error().detail;
    return parsed ? std::get<Typed>(*parsed).flags.one(flag) : "";
  };
  EXPECT_EQ(typed({"gate", "show", "cert.issue"}, "operation"), "cert.issue");
  EXPECT_EQ(typed({"trust", "withdraw", "hengxin", "--cause", "cessation"}, "authority"), "hengxin");
  EXPECT_EQ(typed({"vc", "list", "shunchang"}, "subject"), "shunchang");
}

// The hints of refusals say "allonge help", and there was no such command.
TEST(CommandLine, HelpMayComeFirst) {
  const auto parsed = parse({"help", "cert", "transfer"});
  ASSERT_TRUE(parsed.has_value()) << parsed.error().detail;
  ASSERT_TRUE(std::holds_alternative<HelpText>(*parsed));
  EXPECT_NE(std::get<HelpText>(*parsed).text.find("--contract-hash"), std::string::npos);
  EXPECT_TRUE(parse({"help"}).has_value());
}

TEST(CommandLine, NothingTypedIsAnsweredWithABeginning) {
  const auto parsed = parse({});
  ASSERT_TRUE(parsed.has_value());
  const auto* help = std::get_if<HelpText>(&*parsed);
  ASSERT_NE(help, nullptr);
  EXPECT_FALSE(help->was_asked_for) << "exit 2";
  EXPECT_NE(help->text.find("allonge --help"), std::string::npos);
  const auto group = parse({"testnet"});
  ASSERT_FALSE(group.has_value());
  EXPECT_NE(group.error().detail.find("followed by one of: up down"), std::string::npos) << group.error().detail;
}

// "Usage: up [OPTIONS]" cannot be typed.
TEST(CommandLine, UsageNamesTheWholeCommand) {
  const auto parsed = parse({"testnet", "up", "--help"});
  ASSERT_TRUE(parsed.has_value());
  EXPECT_NE(std::get<HelpText>(*parsed).text.find("allonge testnet up"), std::string::npos) << std::get<HelpText>(*parsed).text;
}

TEST(CommandLine, HelpsForEveryCommand) {
  for (const Command& command : commands()) {
    std::vector<const char*> words;
    if (!command.group.empty()) words.push_back(command.group.c_str());
    words.push_back(command.verb.c_str());
    words.push_back("--help");
    const auto parsed = parse(words);
    ASSERT_TRUE(parsed.has_value()) << command.name();
    const auto* help = std::get_if<HelpText>(&*parsed);
    ASSERT_NE(help, nullptr) << command.name();
    EXPECT_NE(help->text.find(command.sentence.substr(0, 20)), std::string::npos) << command.name();
    for (const FlagSpec& flag : command.flags) EXPECT_NE(help->text.find("--" + flag.name), std::string::npos) << command.name();
  }
}

}  // namespace
}  // namespace allonge::wallet
