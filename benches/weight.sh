#!/usr/bin/env bash
# Figure 7: what a standalone adapter adds to bare reqwest with the same TLS: crates, the time of a
# clean release build, by the clock, by the processors and taken apart crate by crate, and the size of
# the program.
#
#     benches/weight.sh              every vendor: crates only
#     benches/weight.sh digisac      one vendor: crates, build and size
#     benches/weight.sh digisac 5    the same, built five times in turn with bare reqwest
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=${WEIGHT_DIR:-$(mktemp -d)}

project() { # name, dependencies, program
    mkdir -p "$work/$1/src"
    cp "$root/Cargo.lock" "$work/$1/"
    printf '[package]\nname = "weigh"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n%s\ntokio = { version = "1", features = ["rt", "macros"] }\n[workspace]\n' "$2" >"$work/$1/Cargo.toml"
    printf '%s\n' "$3" >"$work/$1/src/main.rs"
}

crates() {
    (cd "$work/$1" && cargo tree -e normal,build --prefix none 2>/dev/null) | sed 's/ (.*//' | sort -u | wc -l
}

# Stands in for the compiler and notes what each crate takes of the processors.
printf '%s\n' '#!/usr/bin/env bash' \
    'for argument in "$@"; do [ "${before:-}" = --crate-name ] && name=$argument; before=$argument; done' \
    'TIMEFORMAT="${name:--} %U %S"; exec 3>&2; { time "$@" 2>&3; } 2>>"$CRATES"' >"$work/compiler"
chmod +x "$work/compiler"

build() { # prints seconds by the clock, seconds of the processors, and bytes
    local taken
    rm -rf "$work/$1/target" "$work/$1/crates"
    TIMEFORMAT='%R %U %S'
    taken=$( { time (cd "$work/$1" && CRATES="$work/$1/crates" RUSTC_WRAPPER="$work/compiler" \
        cargo build --release --quiet --target-dir "$work/$1/target" 2>/dev/null); } 2>&1 )
    echo "$taken $(stat -c %s "$work/$1/target/release/weigh")" | awk '{ printf "%.0f %.0f %d\n", $1, $2 + $3, $4 }'
}

# What a build is of one that lacks the crates which bare reqwest lacks, and has its program: builds as
# wholes waver by a tenth, and this by a hundredth.
apart() { # name, seconds of the processors
    awk -v all="$2" '
        FNR == NR { bare[$1] += $2 + $3; next }
        { own[$1] += $2 + $3 }
        END {
            for (crate in own) if (crate == "weigh") continue
                else if (crate in bare) { common += own[crate]; before += bare[crate] }
                else more += own[crate]
            printf "%.3f\n", all / (all - more - own["weigh"] + bare["weigh"] * common / before)
        }' "$work/bare/crates" "$work/$1/crates"
}

median() { # of lines
    sort -g | awk '{ all[NR] = $1 } END { print (all[int((NR + 1) / 2)] + all[int(NR / 2) + 1]) / 2 }'
}

project bare 'reqwest = { version = "0.13.5", default-features = false, features = ["http2", "stream", "charset", "gzip", "rustls"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"' '#[derive(serde::Deserialize)]
struct Contact { name: Option<String> }

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let answer = reqwest::Client::new().get("https://desk.example/contacts/1").bearer_auth("token").send().await?;
    let contact: Contact = serde_json::from_slice(&answer.bytes().await?)?;
    println!("{:?}", contact.name);
    Ok(())
}'

adapter() { # vendor, type, desk
    project "$1" "helpdesk-$1 = { path = \"$root/crates/helpdesk-$1\" }
helpdesk-core = { path = \"$root/crates/helpdesk-core\" }
helpdesk-http = { path = \"$root/crates/helpdesk-http\", features = [\"rustls\"] }" "use helpdesk_core::{Client, ContactId};

#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let desk = helpdesk_$1::$2::new(helpdesk_$1::Config::$3)?;
    let contact = Client::new(desk).contacts().get(&ContactId::new(\"1\")).await?;
    println!(\"{:?}\", contact.name);
    Ok(())
}"
}
adapter cxpress Cxpress 'new("acme", "token".into(), "refresh".into())'
adapter digisac Digisac 'with_token("https://acme.digisac.co/api/v1", "token")'
adapter wisecx WiseCx 'new("key".into(), "user")'
adapter chat2desk Chat2Desk 'new("token")'

bare=$(crates bare)
echo "crates: bare reqwest $bare"
for vendor in cxpress digisac wisecx chat2desk; do
    all=$(crates $vendor)
    echo "crates: $vendor $all, $((all - bare)) more"
done
if [ $# -gt 0 ]; then
    turns=${2:-1}
    for turn in $(seq "$turns"); do
        read -r bare_wall bare_time bare_size < <(build bare)
        read -r wall time size < <(build "$1")
        awk "BEGIN { printf \"clean release build: %d s of %d s by the clock, %d s of %d s by the processors\n\", $wall, $bare_wall, $time, $bare_time }"
        apart "$1" "$time" >>"$work/apart"
        awk "BEGIN { print $wall / $bare_wall }" >>"$work/walls"
        awk "BEGIN { print $time / $bare_time }" >>"$work/times"
    done
    printf 'clean release build of bare reqwest: %.2f by the clock, %.2f by the processors\n' \
        "$(tail -n "$turns" "$work/walls" | median)" "$(tail -n "$turns" "$work/times" | median)"
    printf 'the same, taken apart crate by crate: %.3f by the processors\n' "$(tail -n "$turns" "$work/apart" | median)"
    awk "BEGIN { printf \"program: %d bytes, %.2f of bare reqwest (%d bytes)\n\", $size, $size / $bare_size, $bare_size }"
fi
