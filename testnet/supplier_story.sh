# The second half of testnet/demo, sourced by it: a new supplier gets its papers, turns a certificate into
# money, has its KYC suspended, is paid all the same, and may finance again. Uses the demo's helpers.
# shellcheck shell=bash

new=hongtu-$run
bank=jianghai
far=10000000000000.00 # the largest amount
printf 'a long passphrase\n' >"$work/secret"
chmod 600 "$work/secret"

# Its person has a key of her own, sealed under a passphrase, outside the demo keyring.
its_key() { XDG_CONFIG_HOME="$work/config" "$allonge" --passphrase-file "$work/secret" --yes "$@"; }
supplier() { say "  \$ allonge --as $new $*" && its_key --as "$new/zhangwei" "$@"; }
supplier_refused() { # reason command...: exit 6 and this reason
  local reason=$1 found=0
  shift
  say "  \$ allonge --as $new $*"
  its_key --as "$new/zhangwei" "$@" >"$work/out" 2>"$work/err" || found=$?
  sed 's/^/  /' "$work/err" >&2
  expect "exit code" 6 "$found"
  grep -q "$reason" "$work/err" || { say "✗ expected $reason"; exit 1; }
}

# The eighteenth letter of a unified social credit code whose others are digits (GB 32100-2015).
check_letter() {
  local i sum=0 weight=1 letters=0123456789ABCDEFGHJKLMNPQRTUWXY
  for ((i = 0; i < 17; i++)); do
    sum=$((sum + ${1:i:1} * weight))
    weight=$((weight * 3 % 31))
  done
  sum=$(((31 - sum % 31) % 31))
  printf '%s' "${letters:sum:1}"
}
weekday() { # the day itself, or Monday
  case $(date -u -d "$1" +%u) in 6) date -u -d "$1 + 2 days" +%F ;; 7) date -u -d "$1 + 1 day" +%F ;; *) echo "$1" ;; esac
}
yuan() { printf '%d.%02d' $(($1 / 100)) $(($1 % 100)); }
discount() { echo $((($1 * $2 * $3 + 180000000) / 360000000)); } # fen, ppm, days: R-54, half a fen up

# A credential: signed by a person of its issuer, recorded by two; prints its hash.
paper() { # issuer, type, subject, then claims as name=value
  local issuer=$1 type=$2 subject=$3 claims=() claim
  shift 3
  for claim in "$@"; do claims+=(--claim "$claim"); done
  quiet --as "$issuer" -o "$work/paper.json" credential sign --type "$type" --subject "$subject" "${claims[@]}" \
    --valid-until +365d -q >/dev/null
  wallet --as "$issuer" vc issue "$work/paper.json" "${answers[@]}" -q
}
answers=() # further words for vc issue: which application it answers
count() { grep -o "$1" | wc -l; }

# An invoice of it to taihe over an amount, confirmed; the second word makes its number.
its_invoice() {
  local invoice
  invoice=$(quiet --as taihe invoice register --seller "$new" --buyer taihe --code 244420000000 --number "$run$2" \
    --issue-date "$today" --gross "$1" -q)
  its_key --as "$new/zhangwei" invoice confirm "$invoice" -q >/dev/null
  printf '%s' "$invoice"
}
# taihe's promise to it over an amount, due on a day, on an invoice; accepted.
promise() {
  local cert
  cert=$(wallet --as taihe cert issue --payee "$new" --face "$1" --maturity "$2" --bank "$bank" --invoices "$3:$1" -q)
  supplier cert accept "$cert" -q >/dev/null
  printf '%s' "$cert"
}

# What lasts a year is renewed, should the calendar have been moved so far.
quiet testnet up -q >/dev/null
today=$(quiet status --json | field business_date)
due=$(weekday "$(date -u -d "$today + 130 days" +%F)")
due_soon=$(weekday "$(date -u -d "$today + 30 days" +%F)")
tax=9144$(printf '%013d' "$run")
tax=$tax$(check_letter "$tax")

step "11 a new supplier: no licence, no admission"
key=$(its_key key new --org "$new" --person zhangwei -q)
cat >"$work/application.json" <<JSON
{"id":"$new","full_name":"鸿图精密","tax_id":"$tax","roles":["holder"],
 "keys":[{"key":"$key","person":"zhangwei","purposes":["maker"]}],
 "policy":{"rules":[{"operation":"*","bands":[{"up_to":"$far","makers":1,"checkers":0}]}]}}
JSON
refused 6 CRED_MISSING --as operator party admit --application "$(cat "$work/application.json")"
paper market BusinessLicence "$new" "uscc=$tax" legalName=鸿图精密 scopeCodes=C39 licenceStatus=active >/dev/null
wallet --as operator party admit --application "$(cat "$work/application.json")" >/dev/null

step "12 admitted, and not yet in business: taihe's promise is stopped by the gate"
invoice=$(its_invoice 1,380,000.00 1)
refused 6 CRED_MISSING --as taihe cert issue --payee "$new" --face 1,380,000.00 --maturity "$due" --bank "$bank" \
  --invoices "$invoice:1,380,000.00"
explain_issue() { quiet gate explain cert.issue --actor taihe --counterparty "$new" --amount 1,380,000.00 --json; }
expect "rules that fail" 1 "$(explain_issue | count '"satisfied":false')"

step "13 it applies, shows that it holds its key, is looked at by two people, gets its papers"
claims=$(printf 'claims %s' "$run" | sha256sum | cut -d' ' -f1)
application=$(supplier vc apply --authority "$bank" --type LegalEntityKyc --claims "$claims" --documents "$contract:business_licence:zh" -q)
wallet --as "$bank" vc review "$application" --decision take >/dev/null
refused 6 PROOF_CHALLENGE --as "$bank" vc review "$application" --decision approve
supplier vc prove "$application" -q >/dev/null
wallet --as "$bank" vc review "$application" --decision approve >/dev/null
answers=(--application "$application")
kyc=$(paper "$bank" LegalEntityKyc "$new" "uscc=$tax" legalName=鸿图精密 level=2)
answers=()
paper taihe SupplierQualification "$new" categoryCodes=C39 grade=A >/dev/null
# Who may sign for it, and up to how much, it says itself.
its_key --as "$new/zhangwei" -o "$work/signer.json" credential sign --type AuthorisedSigner --subject "$new" \
  --claim "signer=did:allonge:demo:$new#zhangwei" --claim roles=finance --claim limit=2000000.00 --valid-until +365d -q >/dev/null
supplier vc issue "$work/signer.json" -q >/dev/null
wallet gate explain cert.issue --actor taihe --counterparty "$new" --amount 1,380,000.00
expect "rules that fail" 0 "$(explain_issue | count '"satisfied":false')"

step "14 in business: two promises of taihe"
cert=$(promise 1,380,000.00 "$due" "$invoice")
expect "partition" "1,138000000,$new" "$(partition "$cert")"
soon=$(promise 500,000.00 "$due_soon" "$(its_invoice 500,000.00 2)")
expect "partition" "1,50000000,$new" "$(partition "$soon")"

step "15 it asks for money before the day: two financiers quote, and neither sees the other's quote"
days=$((($(date -u -d "$due" +%s) - $(date -u -d "$today" +%s)) / 86400))
# The lower rate with a fee that leaves 0.39 less: what counts is what is left.
dongfang_net=$((98000000 - $(discount 98000000 36500 $days)))
fee=$(($(discount 98000000 36500 $days) - $(discount 98000000 34800 $days) + 39))
financing=$(supplier finance request "$cert" --amount 980,000.00 --invited "dongfang,$bank" --quote-by +1h --reveal-by +2h \
  --settle-by +6h -q)
supplier_refused RANGE_LOCKED cert transfer "$cert" --to lanwan --ranges 1-100 --contract-hash "$contract"
refused 6 ROLE_FORBIDDEN --as yuanhang finance quote "$financing" --rate 3.00%
wallet --as "$bank" finance quote "$financing" --rate 3.48% --fee "$(yuan $fee)" >/dev/null
wallet --as dongfang finance quote "$financing" --rate 3.65% >/dev/null
refused 6 QUOTE_EARLY --as dongfang finance reveal "$financing"
wallet testnet time +1h >/dev/null
wallet --as "$bank" finance reveal "$financing" >/dev/null
wallet --as dongfang finance reveal "$financing" >/dev/null

step "16 the lowest rate does not win, the highest net does"
wallet finance compare "$financing"
quotes=$(quiet finance compare "$financing" --json)
expect "first" dongfang "$(printf '%s' "$quotes" | grep -o '"financier":"[a-z]*"' | head -1 | cut -d'"' -f4)"
expect "nets" "$(yuan $dongfang_net) $(yuan $((dongfang_net - 39)))" "$(printf '%s' "$quotes" | grep -o '"net":"[0-9.]*"' | cut -d'"' -f4 | xargs)"
supplier_refused QUOTE_EARLY finance award "$financing" --financier dongfang
wallet testnet time +1h >/dev/null
supplier_refused NOT_BEST_QUOTE finance award "$financing" --financier "$bank"
supplier finance award "$financing" -q >/dev/null

step "17 delivery against payment: money and range move in one transaction, or nothing does"
refused 6 REGISTRATION_REQUIRED --as dongfang finance settle "$financing"
wallet --as dongfang finance register "$financing" --registration-no "ZD-$run" >/dev/null
held=$(cash dongfang)
[ "$held" = 0 ] || wallet --as "$bank" cash debit --party dongfang --amount "$(yuan "$held")" --payment-ref "OUT-$run" >/dev/null
wallet --as "$bank" cash credit --party dongfang --amount "$(yuan $((dongfang_net - 1)))" --payment-ref "IN-$run" >/dev/null
refused 6 INSUFFICIENT_CASH --as dongfang finance settle "$financing"
expect "still its own" "1,98000000,$new 98000001,138000000,$new" "$(partition "$cert" | xargs)"
expect "cash of dongfang, fen" $((dongfang_net - 1)) "$(cash dongfang)"
wallet --as "$bank" cash credit --party dongfang --amount 0.01 --payment-ref "IN-$run-2" >/dev/null
wallet --as dongfang finance settle "$financing" --json >"$work/settled"
expect "told" "$(yuan $dongfang_net)" "$(sed -n 's/.*"type":"finance.settled".*"amount":"\([0-9.]*\)".*/\1/p' "$work/settled")"
expect "partition" "1,98000000,dongfang 98000001,138000000,$new" "$(partition "$cert" | xargs)"
expect "cash of dongfang, fen" 0 "$(cash dongfang)"
expect "cash of the supplier, fen" $dongfang_net "$(cash "$new")"

step "18 the regulator suspends its KYC: no new money, and no transfer"
wallet --as regulator vc suspend "$kyc" --cause sanctions >/dev/null
supplier_refused CRED_SUSPENDED finance request "$cert" --amount 400,000.00 --quote-by +1h --reveal-by +2h --settle-by +6h
supplier_refused CRED_SUSPENDED cert transfer "$cert" --to lanwan --amount 1.00 --contract-hash "$contract"

step "19 what is owed to it is paid all the same"
wallet testnet time --to "$due_soon" >/dev/null
wallet --as "$bank" cash credit --party taihe --amount 500,000.00 --payment-ref "JH-$run-2" >/dev/null
wallet --as taihe cert pay "$soon" >/dev/null
expect "state" settled "$(state "$soon")"
expect "cash of the supplier, fen" $((dongfang_net + 50000000)) "$(cash "$new")"

step "20 only who suspended it lets it count again, and then money is to be had again"
refused 6 NOT_YOUR_PART --as "$bank" vc resume "$kyc"
wallet --as regulator vc resume "$kyc" >/dev/null
again=$(supplier finance request "$cert" --amount 400,000.00 --quote-by +1h --reveal-by +2h --settle-by +6h -q)
supplier finance cancel "$again" -q >/dev/null

step "21 the day comes: dongfang is paid the face and keeps the difference"
wallet testnet time --to "$due" >/dev/null
wallet --as "$bank" cash credit --party taihe --amount 1,380,000.00 --payment-ref "JH-$run-3" >/dev/null
wallet --as taihe cert pay "$cert" >/dev/null
expect "cash of dongfang, fen" 98000000 "$(cash dongfang)"
expect "cash of the supplier, fen" $((dongfang_net + 90000000)) "$(cash "$new")"
