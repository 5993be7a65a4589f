// Our field types, and what each of them may say: the words of an analyst, the properties of the form language.
const text = (at, label, more = {}) => ({ at, label, kind: 'text', ...more });
const area = (at, label, more = {}) => ({ at, label, kind: 'area', ...more });
const feel = (at, label, hint, more = {}) => ({ at, label, hint, kind: 'area', code: true, ...more });
const whole = (at, label, more = {}) => ({ at, label, kind: 'whole', ...more });
const flag = (at, label, more = {}) => ({ at, label, kind: 'flag', ...more });

const REQUIRED = flag('validate.required', 'Wajib diisi');
const LENGTHS = [ whole('validate.minLength', 'Huruf paling sedikit'), whole('validate.maxLength', 'Huruf paling banyak') ];
const PATTERN = [
  text('validate.pattern', 'Pola', { code: true, hint: 'Ungkapan reguler untuk seluruh isian, mis. [0-9]{16}' }),
  text('properties.patternMessage', 'Kalimat bila tidak sesuai pola')
];
const limits = hint => [
  text('validate.min', 'Paling kecil', { amount: true, hint }), text('validate.max', 'Paling besar', { amount: true, hint })
];
const CHECK = [
  feel('properties.check', 'Aturan sendiri', 'FEEL yang harus benar, mis. =hps <= pagu'),
  text('properties.checkMessage', 'Kalimat bila aturan dilanggar', { hint: 'Seharusnya …, tetapi …' })
];
const GENERAL = [
  text('label', 'Pertanyaan'), text('key', 'Nama variabel', { code: true, name: true, hint: 'Huruf, angka, garis bawah' }),
  text('description', 'Petunjuk'), text('properties.label_en', 'Pertanyaan (Inggris)'), text('properties.description_en', 'Petunjuk (Inggris)')
];
const HIDE = feel('conditional.hide', 'Sembunyikan bila', 'FEEL, mis. =jenis != "barang"');
const SHOWN = flag('readonly', 'Hanya ditampilkan', { hint: 'Nilainya dari berkas, tidak diisi' });
const DEFAULT = text('defaultValue', 'Nilai awal', { amount: true, hint: 'Nilai, atau FEEL setelah =' });
const FORMAT = { at: 'properties.format', label: 'Tulisan angka', kind: 'pick', choices: [ [ '', 'Biasa' ], [ 'rupiah', 'Rupiah' ], [ 'number', 'Angka' ] ] };
const CHOICES = [ { at: 'values', label: 'Pilihan', kind: 'choices' }, text('valuesKey', 'Pilihan dari variabel', { code: true }),
  feel('valuesExpression', 'Pilihan dari rumus', 'FEEL: daftar teks atau {label, value}') ];

const typed = (...checks) => [
  [ 'Umum', GENERAL ], [ 'Pemeriksaan', [ REQUIRED, ...checks, ...CHECK ] ], [ 'Tampilan', [ HIDE, SHOWN, DEFAULT ] ]
];
const chosen = (...checks) => [ [ 'Umum', GENERAL ], [ 'Pilihan', CHOICES ], [ 'Pemeriksaan', [ REQUIRED, ...checks, ...CHECK ] ], [ 'Tampilan', [ HIDE, SHOWN, DEFAULT ] ] ];

const NUMBERS = 'Angka, atau FEEL setelah =';
const DATES = 'Tanggal 2026-03-10, atau FEEL: =today()';

// type → its word, where it stands in the palette, whether it may stand in a table, what a new one holds, its properties.
export const KINDS = {
  textfield: { label: 'Teks pendek', group: 'Isian', cell: true, groups: typed(...LENGTHS, ...PATTERN) },
  textarea: { label: 'Teks panjang', group: 'Isian', cell: true, groups: typed(...LENGTHS) },
  number: { label: 'Angka', group: 'Isian', cell: true, groups: typed(...limits(NUMBERS), whole('decimalDigits', 'Angka di belakang koma')) },
  rupiah: { label: 'Rupiah', group: 'Isian', cell: true, groups: typed(...limits(NUMBERS)) },
  date: { label: 'Tanggal', group: 'Isian', cell: true, groups: typed(...limits(DATES)) },
  checkbox: { label: 'Kotak centang', group: 'Isian', cell: true, groups: [ [ 'Umum', GENERAL ], [ 'Pemeriksaan', [ REQUIRED, ...CHECK ] ], [ 'Tampilan', [ HIDE, SHOWN ] ] ] },
  filepicker: { label: 'Berkas', group: 'Isian', groups: [ [ 'Umum', GENERAL ],
    [ 'Pemeriksaan', [ REQUIRED, flag('multiple', 'Boleh beberapa'), text('accept', 'Jenis berkas', { code: true, hint: '.pdf,.jpg' }) ] ], [ 'Tampilan', [ HIDE, SHOWN ] ] ] },
  select: { label: 'Daftar pilihan', group: 'Pilihan', cell: true, make: options, groups: chosen() },
  radio: { label: 'Pilih satu', group: 'Pilihan', make: options, groups: chosen() },
  checklist: { label: 'Pilih beberapa', group: 'Pilihan', make: options, groups: chosen() },
  rujukan: { label: 'Rujukan buku', group: 'Pilihan', cell: true, groups: [ [ 'Umum', GENERAL ],
    [ 'Rujukan', [ { at: 'properties.register', label: 'Buku', kind: 'pick', from: 'registers' } ] ], [ 'Pemeriksaan', [ REQUIRED, ...CHECK ] ], [ 'Tampilan', [ HIDE, SHOWN ] ] ] },
  expression: { label: 'Hitungan', group: 'Susunan', cell: true, make: () => ({ expression: '=0' }), groups: [ [ 'Umum', GENERAL ],
    [ 'Hitungan', [ feel('expression', 'Rumus', 'FEEL, diawali ='), FORMAT, flag('properties.hidden', 'Simpan tanpa ditampilkan', { word: true }) ] ],
    [ 'Pemeriksaan', CHECK ], [ 'Tampilan', [ HIDE ] ] ] },
  dynamiclist: { label: 'Tabel', group: 'Susunan', holds: true, make: () => ({ components: [] }), groups: [ [ 'Umum', GENERAL ],
    [ 'Baris', [ text('properties.minRows', 'Baris paling sedikit', { digits: true }), text('properties.maxRows', 'Baris paling banyak', { digits: true }),
      text('properties.totals', 'Kolom yang dijumlahkan', { code: true, hint: 'Nama variabel kolom, pisahkan dengan koma' }),
      flag('allowAddRemove', 'Baris boleh ditambah dan dihapus', { otherwise: true }), whole('defaultRepetitions', 'Baris kosong di awal'),
      feel('properties.rows', 'Baris dari berkas', 'FEEL: daftar; pejabat hanya mengisi kolomnya') ] ],
    [ 'Pemeriksaan', [ REQUIRED, ...CHECK ] ], [ 'Tampilan', [ HIDE, SHOWN ] ] ] },
  group: { label: 'Kelompok', group: 'Susunan', holds: true, silent: true, make: () => ({ components: [] }), groups: [
    [ 'Umum', [ text('label', 'Judul kelompok'), text('description', 'Petunjuk'), text('properties.label_en', 'Judul kelompok (Inggris)'), text('properties.description_en', 'Petunjuk (Inggris)') ] ],
    [ 'Tampilan', [ HIDE ] ] ] },
  text: { label: 'Keterangan', group: 'Susunan', silent: true, make: () => ({ text: 'Keterangan.' }), groups: [
    [ 'Umum', [ area('text', 'Teks', { hint: '**tebal**, daftar, dan {{ =variabel }}' }), area('properties.text_en', 'Teks (Inggris)') ] ], [ 'Tampilan', [ HIDE ] ] ] },
  separator: { label: 'Garis pemisah', group: 'Susunan', silent: true, groups: [ [ 'Tampilan', [ HIDE ] ] ] }
};

export const FORM = [ [ 'Formulir', [ text('properties.title_id', 'Judul'), text('properties.title_en', 'Judul (Inggris)') ] ] ];

const ALIASES = { spacer: 'separator', datetime: 'date' };
const KNOWN = new Set([ 'type', 'id', 'key', 'path', 'components', 'validate', 'properties', 'conditional', 'layout' ]);

export function kindOf(component) {
  return ALIASES[component.type] || component.type;
}

// What the file says that no field of the panel shows; it stays as it is.
export function unshown(component) {
  const kind = KINDS[kindOf(component)];
  const entries = (kind?.groups || []).flatMap(([ , listed ]) => listed.map(entry => entry.at));
  const nested = [ 'validate', 'properties', 'conditional' ].flatMap(part => Object.keys(component[part] || {}).map(name => `${part}.${name}`));
  const plain = Object.keys(component).filter(name => !KNOWN.has(name));
  return [ ...plain, ...nested ].filter(at => !entries.includes(at));
}

function options() {
  return { values: [ { value: 'a', label: 'Pilihan pertama' }, { value: 'b', label: 'Pilihan kedua' } ] };
}
