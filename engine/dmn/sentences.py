"""The sentence of every finding in a DMN file: Indonesian, English, and the way out in both."""

SENTENCES: dict[str, tuple[str, str, str, str]] = {
    "dmn.no_decision": (
        "Seharusnya berkas memuat keputusan, tetapi tidak ada.",
        "Expected a decision in the file, but there is none.",
        "Tambahkan sebuah keputusan.",
        "Add a decision.",
    ),
    "dmn.no_id": (
        "Seharusnya keputusan {name} mempunyai id, tetapi tidak.",
        "Expected an id on decision {name}, but it has none.",
        "Beri id yang unik.",
        "Give it a unique id.",
    ),
    "dmn.duplicate_id": (
        "Seharusnya id {name} dipakai satu kali, tetapi lebih.",
        "Expected the id {name} once, but it is used more often.",
        "Ganti id salah satunya.",
        "Change one of the ids.",
    ),
    "dmn.no_logic": (
        "Seharusnya keputusan {name} mempunyai tabel atau ekspresi, tetapi tidak.",
        "Expected decision {name} to have a table or an expression, but it has neither.",
        "Isi tabel keputusannya.",
        "Fill in its decision table.",
    ),
    "dmn.unsupported": (
        "Seharusnya ekspresi yang dapat dijalankan, tetapi {name} memuat {kind}.",
        "Expected expressions that run, but {name} holds {kind}.",
        "Tulis ulang sebagai tabel keputusan atau ekspresi FEEL; fungsi hanya dalam FEEL.",
        "Write it as a decision table or a FEEL expression; functions in FEEL only.",
    ),
    "dmn.requirement": (
        "Seharusnya kebutuhan {name} menunjuk unsur berkas ini, tetapi menunjuk {value}.",
        "Expected the requirement of {name} to name an element of this file, but it names {value}.",
        "Hapus atau sambungkan kembali panahnya.",
        "Remove the arrow or join it again.",
    ),
    "dmn.import": (
        "Seharusnya berkas {name} ({value}) ada di paket ini, tetapi tidak ditemukan.",
        "Expected file {name} ({value}) in this pack, but it was not found.",
        "Tambahkan berkas itu ke paket, atau hapus impornya.",
        "Add the file to the pack, or remove the import.",
    ),
    "dmn.cycle": (
        "Seharusnya keputusan tidak saling membutuhkan, tetapi {name} berada dalam lingkaran.",
        "Expected decisions not to require each other, but {name} is in a circle.",
        "Hapus salah satu panahnya.",
        "Remove one of the arrows.",
    ),
    "dmn.hit_policy": (
        "Seharusnya hit policy DMN yang sah, tetapi {name} memakai {value}.",
        "Expected a valid DMN hit policy, but {name} uses {value}.",
        "Agregasi hanya untuk COLLECT dengan satu kolom hasil.",
        "Aggregation is for COLLECT with one output column only.",
    ),
    "dmn.priorities": (
        "Seharusnya {policy} mempunyai daftar nilai hasil, tetapi kolom hasil {name} tidak.",
        "Expected output values for {policy}, but output {name} has none.",
        "Isi outputValues, yang terpenting lebih dahulu.",
        "Fill in the output values, the most important first.",
    ),
    "dmn.columns": (
        "Seharusnya aturan {name} mempunyai {expected} sel, tetapi ada {found}.",
        "Expected {expected} cells in rule {name}, but there are {found}.",
        "Perbaiki tabel di modeler.",
        "Mend the table in the modeler.",
    ),
    "dmn.output_name": (
        "Seharusnya setiap kolom hasil bernama lain, tetapi tabel {name} tidak.",
        "Expected a different name on every output column, but table {name} has not.",
        "Beri nama setiap kolom hasil.",
        "Name every output column.",
    ),
    "dmn.empty": (
        "Tabel {name} tanpa aturan: hasilnya selalu kosong.",
        "Table {name} has no rules: its result is always null.",
        "Tambahkan aturan.",
        "Add rules.",
    ),
    "dmn.syntax": (
        "{place}, baris {row} kolom {column}: {message_id}",
        "{place}, line {row} column {column}: {message_en}",
        "Perbaiki ekspresi FEEL: {text}",
        "Correct the FEEL expression: {text}",
    ),
    "dmn.analysis": (
        "{place}, baris {row} kolom {column}: {message_id}",
        "{place}, line {row} column {column}: {message_en}",
        "Perbaiki ekspresi FEEL.",
        "Correct the FEEL expression.",
    ),
    "dmn.parameter": (
        "Seharusnya parameter hukum {key} ada, tetapi tidak ditemukan ({place}).",
        "Expected legal parameter {key} to exist, but it was not found ({place}).",
        "Pilih kunci parameter dari daftar.",
        "Choose a parameter key from the list.",
    ),
    "dmn.literal_number": (
        "{place}: angka {value} tertulis langsung; angka dari peraturan seharusnya berasal dari parameter.",
        "{place}: the number {value} is typed in; a number from a regulation should come from a parameter.",
        'Tulis parameter("kunci") bila angka ini berasal dari peraturan.',
        'Write parameter("key") if the number comes from a regulation.',
    ),
    "dmn.overlap": (
        "Seharusnya paling banyak satu aturan cocok (UNIQUE), tetapi aturan {first} dan {second} dapat cocok "
        "bersamaan, misalnya {example}.",
        "Expected at most one rule to match (UNIQUE), but rules {first} and {second} may match together, "
        "for example {example}.",
        "Persempit salah satunya, atau pilih hit policy FIRST.",
        "Narrow one of them, or choose the hit policy FIRST.",
    ),
    "dmn.gap": (
        "Tidak ada aturan untuk {example}: hasilnya kosong.",
        "No rule covers {example}: the result is null.",
        "Tambahkan aturan atau nilai hasil bawaan.",
        "Add a rule or a default output.",
    ),
    "dmn.unreachable": (
        "Aturan {second} tidak pernah dipakai (FIRST): aturan {first} mengambil semua kasusnya.",
        "Rule {second} is never used (FIRST): rule {first} takes all its cases.",
        "Hapus aturan itu, atau pindahkan ke atas.",
        "Remove the rule, or move it up.",
    ),
    "dmn.disagree": (
        "Seharusnya aturan yang cocok bersamaan memberi hasil yang sama (ANY), tetapi aturan {first} dan {second} "
        "berbeda, misalnya {example}.",
        "Expected rules that match together to give the same (ANY), but rules {first} and {second} differ, "
        "for example {example}.",
        "Samakan hasilnya, atau persempit salah satunya.",
        "Make their results equal, or narrow one of them.",
    ),
    "dmn.type": (
        "Seharusnya tipe {name} berdasar tipe yang dikenal, tetapi berdasar {value}.",
        "Expected type {name} to be based on a known type, but it is based on {value}.",
        "Pilih tipe FEEL atau tipe berkas ini.",
        "Choose a type of FEEL or of this file.",
    ),
}
