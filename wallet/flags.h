// A described struct from flags: one flag per field, named like it with - for _. The struct's fields,
// notes and limits are the only list; a new operation or method has its flags at once.
//
//   --amount 1,000,000.00     amounts with or without thousands marks
//   --due 2027-05-31          dates; times as RFC 3339
//   --ranges 1-30000000       a struct of a few plain fields: its values with : between (ranges with -)
//   --invoices INV-..:700.00  lists: the flag again, or several plain values with commas
//   --policy '{"rules":[]}'   anything else as JSON
//
// The first field that names a record may be given without its flag: allonge cert accept RC-...
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/fields.h"
#include "ledger/result.h"

namespace allonge::wallet {

struct FlagSpec {
  std::string name;          // without the dashes
  std::string note;
  std::string form;          // what to type: AMOUNT, YYYY-MM-DD
  bool required = false;
  bool repeatable = false;
  bool positional = false;   // may be typed without the flag
  bool is_switch = false;    // has no value
  std::string letter;        // short form: n for -n
};

// What was typed, by flag name.
class FlagValues {
 public:
  void add(const std::string& name, std::string value) { values_[name].push_back(std::move(value)); }
  bool has(const std::string& name) const { return values_.contains(name); }
  // The last one typed; empty when none.
  std::string one(const std::string& name) const;
  const std::vector<std::string>& all(const std::string& name) const;

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

std::string flag_name(std::string_view field_name);  // "contract_hash" -> "contract-hash"

std::vector<FlagSpec> flags_of(const Shape& message);

// Sets the fields that were typed; MISSING_FIELD and BAD_TEXT name the flag.
Result<void> fill(const Shape& message, void* object, const FlagValues& typed);

// One typed value into one field's value.
Result<void> read_typed(const Shape& shape, std::uint32_t limit, void* object, std::string_view typed);

}  // namespace allonge::wallet
