"""The sentence of every finding: Indonesian, English, and the way out in both."""

from engine.bpmn.lint.sentences_adhoc import AD_HOC
from engine.bpmn.lint.sentences_data import DATA
from engine.bpmn.lint.sentences_flow import FLOW
from engine.bpmn.lint.sentences_starts import STARTS
from engine.bpmn.lint.sentences_undo import UNDO

_DRAWING: dict[str, tuple[str, str, str, str]] = {
    "bpmn.not_executable": (
        "Seharusnya ada satu proses yang dapat dijalankan, tetapi tidak ada proses dengan isExecutable=true.",
        "Expected an executable process, but none has isExecutable=true.",
        "Beri tanda 'Executable' pada prosesnya. Sebagai konsep, diagram ini tetap dapat disimpan.",
        "Tick 'Executable' on the process. The diagram can still be saved as a draft.",
    ),
    "bpmn.not_run": (
        "Proses {node} tidak akan dijalankan karena isExecutable bukan true.",
        "Process {node} will not run because isExecutable is not true.",
        "Beri tanda 'Executable' bila proses ini harus berjalan.",
        "Tick 'Executable' if this process is meant to run.",
    ),
    "bpmn.no_id": (
        "Seharusnya setiap {kind} mempunyai id, tetapi yang ini tidak.",
        "Expected an id on every {kind}, but this one has none.",
        "Beri id yang unik.",
        "Give it a unique id.",
    ),
    "bpmn.duplicate_id": (
        "Seharusnya id {id} dipakai satu kali, tetapi dipakai {count} kali.",
        "Expected the id {id} once, but it is used {count} times.",
        "Ganti id salah satunya.",
        "Change one of the ids.",
    ),
    "bpmn.too_long": (
        "Seharusnya {what} paling panjang {most} huruf, tetapi yang ini lebih panjang.",
        "Expected {what} of at most {most} characters, but this one is longer.",
        "Pendekkan; nama yang tampil boleh panjang.",
        "Shorten it; the name that is shown may be long.",
    ),
    "bpmn.bad_id": (
        "Seharusnya id berupa nama XML (huruf, angka, garis bawah), tetapi tertulis {id}.",
        "Expected an id that is an XML name (letters, digits, underscore), but it is {id}.",
        "Awali dengan huruf dan hilangkan spasi serta tanda baca.",
        "Begin with a letter and leave out blanks and punctuation.",
    ),
    "bpmn.element": (
        "Seharusnya hanya unsur yang didukung, tetapi <{kind}> ({node}) belum dapat dijalankan.",
        "Expected supported elements only, but <{kind}> ({node}) does not run yet.",
        "{hint_id}",
        "{hint_en}",
    ),
    "bpmn.attribute": (
        'Seharusnya {node} tanpa atribut {name}="{value}", tetapi atribut itu ada dan tidak dapat dijalankan.',
        'Expected {node} without {name}="{value}", but the attribute is there and does not run.',
        "Hapus atribut itu atau pakai nilai bawaannya.",
        "Remove the attribute or use its default.",
    ),
    "bpmn.extension": (
        "Seharusnya hanya ekstensi yang dikenal, tetapi {node} memuat {kind}.",
        "Expected known extensions only, but {node} holds {kind}.",
        "Hapus ekstensi itu; perilakunya tidak akan dijalankan.",
        "Remove the extension; its behaviour would not run.",
    ),
    "bpmn.foreign": (
        "Atribut atau ekstensi {kind} pada {node} diabaikan.",
        "The attribute or extension {kind} on {node} is ignored.",
        "Tidak perlu tindakan bila hanya hiasan.",
        "Nothing to do if it is only decoration.",
    ),
    "bpmn.vendor": (
        "{kind} pada {node} berasal dari mesin lain dan tidak bekerja di sini.",
        "{kind} on {node} is another engine's word and does nothing here.",
        "Alamat tugas, formulir, dan pengulangan diatur pada panel tugas; hapus yang tidak dipakai.",
        "Set the address, the form and the retries in the panel of the task; remove what is not used.",
    ),
    "bpmn.resource": (
        "{kind} pada {node} tidak menentukan siapa yang mengerjakan; tugas pergi ke alamatnya.",
        "{kind} on {node} does not say who does it; work goes to the address of the task.",
        "Isi candidateGroups, misalnya role:verifikator@DKOM.",
        "Fill in candidateGroups, for example role:verifikator@DKOM.",
    ),
    "bpmn.pass_through": (
        "Kegiatan {node} bertipe {kind}: langsung dilewati tanpa dikerjakan siapa pun.",
        "Activity {node} is a {kind}: it passes at once and nobody does it.",
        "Pilih 'user task' bila pejabat harus mengerjakannya.",
        "Choose a user task if an official must do it.",
    ),
    "bpmn.script_element": (
        "Seharusnya skrip ditulis sebagai zeebe:script (FEEL), tetapi {node} memakai <script>.",
        "Expected the script as zeebe:script (FEEL), but {node} uses <script>.",
        "Tulis ekspresi FEEL dan nama variabel hasilnya di panel properti.",
        "Write a FEEL expression and the name of its result variable in the properties panel.",
    ),
    "bpmn.no_script": (
        "Seharusnya {node} mempunyai ekspresi FEEL dan variabel hasil, tetapi {missing} kosong.",
        "Expected {node} to have a FEEL expression and a result variable, but {missing} is empty.",
        "Isi keduanya di panel properti.",
        "Fill in both in the properties panel.",
    ),
    "bpmn.informal": (
        "Seharusnya ekspresi formal, tetapi pada {node} tertulis teks biasa: {text}.",
        "Expected a formal expression, but {node} holds plain text: {text}.",
        "Tulis sebagai FEEL dengan awalan =, atau beri xsi:type tFormalExpression.",
        "Write it as FEEL with a leading =, or give it xsi:type tFormalExpression.",
    ),
    "bpmn.language": (
        "Seharusnya bahasa ekspresi FEEL, tetapi {node} memakai {language}.",
        "Expected FEEL as expression language, but {node} uses {language}.",
        "Tulis ulang ekspresinya dalam FEEL dan hapus atribut bahasanya.",
        "Rewrite the expression in FEEL and remove the language attribute.",
    ),
    "bpmn.root_element": (
        "Seharusnya berkas hanya memuat proses dan keterangannya, tetapi ada <{kind}> ({node}).",
        "Expected processes and what they refer to, but the file holds <{kind}> ({node}).",
        "Hapus unsur itu dari berkas.",
        "Remove the element from the file.",
    ),
    "bpmn.import": (
        "Seharusnya berkas berdiri sendiri, tetapi mengimpor {location}.",
        "Expected a file that stands alone, but it imports {location}.",
        "Hapus <import>; salin yang diperlukan ke dalam berkas ini.",
        "Remove the <import>; copy what is needed into this file.",
    ),
    "bpmn.must_understand": (
        "Seharusnya tanpa ekstensi wajib, tetapi {definition} ditandai mustUnderstand.",
        "Expected no mandatory extension, but {definition} says mustUnderstand.",
        "Hapus <extension> itu.",
        "Remove that <extension>.",
    ),
    "bpmn.uri": (
        "Seharusnya nilai {name} sah menurut bakunya, tetapi tertulis {value}.",
        "Expected a valid {name}, but it is {value}.",
        "Perbaiki atau hapus atribut itu.",
        "Correct or remove the attribute.",
    ),
    "bpmn.multiplicity": (
        "Seharusnya jumlah peserta maksimum ≥ minimum dan > 0, tetapi pada {node} tertulis {minimum}..{maximum}.",
        "Expected a participant maximum >= minimum and > 0, but {node} says {minimum}..{maximum}.",
        "Perbaiki jumlahnya.",
        "Correct the numbers.",
    ),
    "bpmn.message_flow_same_pool": (
        "Seharusnya alur pesan {node} menghubungkan dua pool, tetapi kedua ujungnya di pool yang sama.",
        "Expected message flow {node} to join two pools, but both ends lie in one pool.",
        "Di dalam satu pool pakai alur urutan.",
        "Inside one pool use a sequence flow.",
    ),
    "bpmn.message_flow_end": (
        "Seharusnya alur pesan {node} berujung pada pengirim dan penerima pesan, tetapi {end} bukan.",
        "Expected message flow {node} between a sender and a receiver, but {end} is not one.",
        "Sambungkan ke pool, tugas kirim/terima, atau kejadian pesan.",
        "Join it to a pool, a send or receive task, or a message event.",
    ),
    "bpmn.operation": (
        "Seharusnya operasi {node} mempunyai tepat satu pesan masuk yang ada, tetapi tidak.",
        "Expected operation {node} to name exactly one existing message in, but it does not.",
        "Perbaiki atau hapus operasi itu.",
        "Correct or remove the operation.",
    ),
    "bpmn.unknown_ref": (
        "Seharusnya {name} menunjuk unsur yang ada, tetapi {node} menunjuk {value}.",
        "Expected {name} to name an existing element, but {node} names {value}.",
        "Pilih unsur yang ada atau hapus rujukannya.",
        "Choose an existing element or remove the reference.",
    ),
    "bpmn.data_state": (
        "Seharusnya keadaan data dinyatakan sekali pada rujukannya, tetapi {node} menyatakannya di tempat lain.",
        "Expected the data state on one reference only, but {node} states it elsewhere.",
        "Hapus keadaan data itu.",
        "Remove the data state.",
    ),
    "bpmn.lane_ref": (
        "Seharusnya jalur {node} hanya memuat unsur proses ini, tetapi memuat {value}.",
        "Expected lane {node} to hold elements of this process only, but it holds {value}.",
        "Hapus rujukan itu atau gambarlah unsurnya.",
        "Remove the reference or draw the element.",
    ),
}

SENTENCES: dict[str, tuple[str, str, str, str]] = {**_DRAWING, **FLOW, **AD_HOC, **STARTS, **UNDO, **DATA}
