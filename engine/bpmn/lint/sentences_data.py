"""Sentences about what a diagram refers to: forms, addresses, operations, registers, expressions."""

DATA: dict[str, tuple[str, str, str, str]] = {
    "ref.form": (
        "Seharusnya formulir {form} ada, tetapi tidak ditemukan{nearest_id}.",
        "Expected form {form} to exist, but it was not found{nearest_en}.",
        "Pilih formulir dari daftar.",
        "Choose a form from the list.",
    ),
    "ref.no_form": (
        "Tugas {node} tanpa formulir: pejabat hanya menyatakan selesai.",
        "Task {node} has no form: the official only confirms it.",
        "Pilih formulir bila ada yang harus diisi.",
        "Choose a form if something must be filled in.",
    ),
    "ref.decision": (
        "Seharusnya tabel keputusan {decision} ada, tetapi tidak ditemukan{nearest_id}.",
        "Expected decision {decision} to exist, but it was not found{nearest_en}.",
        "Pilih keputusan dari daftar.",
        "Choose a decision from the list.",
    ),
    "ref.no_decision": (
        "Seharusnya {node} menyebut keputusan dan variabel hasil, tetapi {missing} kosong.",
        "Expected {node} to name a decision and a result variable, but {missing} is empty.",
        "Isi keduanya di panel properti.",
        "Fill in both in the properties panel.",
    ),
    "ref.no_operation": (
        "Seharusnya tugas layanan {node} menyebut operasinya, tetapi tidak.",
        "Expected service task {node} to name its operation, but it does not.",
        "Isi 'type', misalnya letter:print atau register:create.",
        "Fill in 'type', for example letter:print or register:create.",
    ),
    "ref.operation": (
        "Seharusnya operasi {operation} ada, tetapi tidak ditemukan{nearest_id}.",
        "Expected operation {operation} to exist, but it was not found{nearest_en}.",
        "Pilih operasi dari daftar.",
        "Choose an operation from the list.",
    ),
    "ref.connector": (
        "Seharusnya operasi {operation} tercantum di 'connectors' pack.toml, tetapi tidak.",
        "Expected operation {operation} in 'connectors' of pack.toml, but it is not there.",
        "Tambahkan ke daftar itu.",
        "Add it to the list.",
    ),
    "ref.register": (
        "Seharusnya buku {register} ada, tetapi tidak ditemukan{nearest_id}.",
        "Expected register {register} to exist, but it was not found{nearest_en}.",
        "Isi header 'register' dengan paket.buku.",
        "Fill in the header 'register' as pack.register.",
    ),
    "ref.register_input": (
        "Seharusnya {operation} pada {node} mendapat masukan {missing}, tetapi tidak ada.",
        "Expected {operation} on {node} to have the input {missing}, but it is missing.",
        "Tambahkan pada pemetaan masukan.",
        "Add it to the input mapping.",
    ),
    "ref.register_field": (
        "Seharusnya {field} salah satu ruas buku {register}, tetapi bukan{nearest_id}.",
        "Expected {field} to be a field of register {register}, but it is not{nearest_en}.",
        "Periksa nama ruas pada registers.toml.",
        "Check the field's name in registers.toml.",
    ),
    "ref.letter": (
        "Seharusnya naskah {letter} ada, tetapi tidak ditemukan{nearest_id}.",
        "Expected letter template {letter} to exist, but it was not found{nearest_en}.",
        "Isi header 'template' dengan nama naskah yang ada.",
        "Fill in the header 'template' with an existing template.",
    ),
    "ref.no_address": (
        "Seharusnya tugas {node} atau jalurnya mempunyai alamat, tetapi keduanya tidak.",
        "Expected task {node} or its lane to have an address, but neither has.",
        "Isi candidateGroups, misalnya role:verifikator@DKOM atau =superior(case.started_by).",
        "Fill in candidateGroups, for example role:verifikator@DKOM or =superior(case.started_by).",
    ),
    "ref.address": (
        "Seharusnya alamat {address} berbentuk position:<kode> atau role:<peran>@<unit>, tetapi tidak.",
        "Expected address {address} to be position:<code> or role:<key>@<unit>, but it is not.",
        "Tulis satu alamat saja; ekspresi FEEL diawali tanda =.",
        "Write one address only; a FEEL expression begins with =.",
    ),
    "ref.role": (
        "Seharusnya peran {role} ada di pack.toml, tetapi tidak ditemukan{nearest_id}.",
        "Expected role {role} in pack.toml, but it was not found{nearest_en}.",
        "Perbaiki nama perannya atau tambahkan ke [roles].",
        "Correct the role or add it to [roles].",
    ),
    "ref.separate": (
        "Seharusnya separateFrom menyebut tugas proses ini, tetapi {value} bukan tugas.",
        "Expected separateFrom to name tasks of this process, but {value} is none.",
        "Tulis id tugasnya, dipisah koma.",
        "Write the ids of the tasks, separated by commas.",
    ),
    "ref.binding": (
        'Seharusnya {node} memakai berkas dari versi yang sama, tetapi tertulis bindingType="{value}".',
        'Expected {node} to use the files of its own version, but it says bindingType="{value}".',
        "Pilih 'deployment'.",
        "Choose 'deployment'.",
    ),
    "ref.data": (
        "Seharusnya panah data hanya gambar, tetapi {node} memindahkan data dengannya.",
        "Expected data arrows to draw only, but {node} moves data by one.",
        "Pakai pemetaan masukan dan keluaran zeebe (ioMapping).",
        "Use zeebe input and output mappings (ioMapping).",
    ),
    "ref.retries": (
        "Seharusnya jumlah percobaan bilangan 0 sampai 100, tetapi {value}.",
        "Expected a number of retries from 0 to 100, but it is {value}.",
        "Tulis bilangan bulat.",
        "Write a whole number.",
    ),
    "ref.priority": (
        "Seharusnya prioritas bilangan 0 sampai 100 atau ekspresi FEEL, tetapi {value}.",
        "Expected a priority from 0 to 100 or a FEEL expression, but it is {value}.",
        "Tulis bilangan bulat.",
        "Write a whole number.",
    ),
    "ref.mapping": (
        "Seharusnya setiap pemetaan pada {node} mempunyai sumber dan nama variabel tujuan, tetapi tertulis "
        "{source} → {target}.",
        "Expected every mapping of {node} to have a source and the name of a variable, but it says "
        "{source} -> {target}.",
        "Nama variabel: huruf, angka, garis bawah; titik untuk anggota.",
        "A variable's name: letters, digits, underscore; a dot for a member.",
    ),
    "ref.variable": (
        "Seharusnya variabel hasil berupa satu nama, tetapi {value}.",
        "Expected one name as result variable, but it is {value}.",
        "Huruf, angka, garis bawah; diawali huruf.",
        "Letters, digits, underscore; begin with a letter.",
    ),
    "feel.syntax": (
        "Ekspresi {place} pada {node}, baris {row} kolom {column}: {message_id}",
        "Expression {place} of {node}, line {row} column {column}: {message_en}",
        "Perbaiki ekspresi FEEL: {text}",
        "Correct the FEEL expression: {text}",
    ),
    "feel.analysis": (
        "Ekspresi {place} pada {node}: {message_id}",
        "Expression {place} of {node}: {message_en}",
        "Perbaiki ekspresi FEEL.",
        "Correct the FEEL expression.",
    ),
    "feel.not_feel": (
        "Seharusnya {place} pada {node} berupa FEEL, tetapi memakai bahasa lain: {text}",
        "Expected {place} of {node} in FEEL, but it uses another language: {text}",
        "Tulis dalam FEEL, misalnya =nilai > 10.",
        "Write it in FEEL, for example =value > 10.",
    ),
    "feel.literal": (
        "Seharusnya {place} pada {node} berupa ekspresi FEEL yang diawali =, tetapi {text}.",
        "Expected {place} of {node} to be a FEEL expression that begins with =, but it is {text}.",
        "Awali dengan tanda =.",
        "Begin with =.",
    ),
    "feel.parameter": (
        "Seharusnya parameter hukum {key} ada, tetapi tidak ditemukan{nearest_id}.",
        "Expected legal parameter {key} to exist, but it was not found{nearest_en}.",
        "Pilih kunci parameter dari daftar.",
        "Choose a parameter key from the list.",
    ),
    "feel.unknown_name": (
        "Variabel {name} pada {place} {node} tidak dikenal{nearest_id}.",
        "Variable {name} in {place} of {node} is not known{nearest_en}.",
        "Periksa ejaannya; variabel berasal dari isian formulir, hasil tugas, atau masukan.",
        "Check its spelling; variables come from forms, results of tasks, or inputs.",
    ),
}
