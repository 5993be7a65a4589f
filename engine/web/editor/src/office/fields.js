// What an analyst fills in per element: our own words instead of the library's.
import {
  CheckboxEntry, SelectEntry, TextFieldEntry, isCheckboxEntryEdited, isSelectEntryEdited, isTextFieldEntryEdited
} from '@bpmn-io/properties-panel';
import { useService } from 'bpmn-js-properties-panel';

import { HEADERS, PROPERTIES, entryOf, extension } from './extension';
import {
  activation, isChoice, loopBefore, loopCondition, loopMaximum, loops, message, oneByOne, passes, quantity, throwsMessage
} from './flow';
import { link } from './links';

const attribute = (type, name) => ({
  read: element => extension(element, type)?.get(name) || '',
  write: (element, value, extensions) => value || extension(element, type)
    ? writeAttribute(element, type, name, value, extensions) : undefined
});

function writeAttribute(element, type, name, value, extensions) {
  const found = extension(element, type);
  const others = found ? Object.keys(found).filter(key => key !== '$type' && key !== name && found[key]) : [];
  if (!value && !others.length) {
    extensions.remove(element, type);
  } else {
    extensions.set(element, type, { [name]: value });
  }
}

const listed = (list, name) => ({
  read: element => entryOf(element, list, name),
  write: (element, value, extensions) => extensions.setEntry(element, list, name, value)
});

const property = name => listed(PROPERTIES, name);
const header = name => listed(HEADERS, name);
const role = {
  read: element => (attribute('zeebe:AssignmentDefinition', 'candidateGroups').read(element).match(ROLE) || [])[1] || '',
  write: (element, value, extensions) => extensions.set(element, 'zeebe:AssignmentDefinition', {
    candidateGroups: value ? `="role:${value}@" + case.unit` : ''
  })
};
const ROLE = /^="role:([^@"]+)@" \+ case\.unit$/;
const laneRole = {
  read: element => (property('candidateGroups').read(element).match(ROLE) || [])[1] || '',
  write: (element, value, extensions) => property('candidateGroups')
    .write(element, value ? `="role:${value}@" + case.unit` : '', extensions)
};

const text = (id, label, value, description) => ({ id, label, value, description, kind: 'text' });
const pick = (id, label, value, from, description) => ({ id, label, value, from, description, kind: 'pick' });

const flag = (id, label, value) => ({ id, label, value, kind: 'flag' });
const leads = which => ({ kind: 'link', which });

const FORM = pick('tata-form', 'Formulir', attribute('zeebe:FormDefinition', 'formId'), 'forms',
  'Dari paket ini atau dari pustaka formulir');
const startsEmpty = object => !(object.eventDefinitions || []).length;

// Element type → [group label, entries]; `when` looks at the business object.
export const GROUPS = [
  { type: 'bpmn:UserTask', label: 'Tugas', entries: [
    FORM,
    leads('form'),
    pick('tata-role', 'Peran pelaksana', role, 'roles', 'Kosong: mengikuti lajurnya'),
    text('tata-candidates', 'Alamat tugas', attribute('zeebe:AssignmentDefinition', 'candidateGroups'),
      'FEEL: ="role:ppk@" + case.unit atau ="position:DKOM.PPK"'),
    text('tata-due', 'Tenggat', attribute('zeebe:TaskSchedule', 'dueDate'), 'FEEL: =workdays(3)'),
    text('tata-priority', 'Prioritas', attribute('zeebe:PriorityDefinition', 'priority'), '0–100, biasa 50'),
    text('tata-separate', 'Pelaksana harus berbeda dari', property('separateFrom'), 'Id tugas, pisahkan dengan koma')
  ] },
  { type: 'bpmn:StartEvent', when: startsEmpty, label: 'Formulir awal', entries: [ FORM, leads('form') ] },
  { type: 'bpmn:ServiceTask', label: 'Pekerjaan sistem', entries: [
    pick('tata-operation', 'Operasi', attribute('zeebe:TaskDefinition', 'type'), 'operations',
      'Sambungan, surat, pemberitahuan, atau buku'),
    text('tata-retries', 'Percobaan', attribute('zeebe:TaskDefinition', 'retries'), 'Sebelum menjadi gangguan; biasa 3'),
    pick('tata-register', 'Buku', header('register'), 'registers', 'Untuk operasi register:…'),
    pick('tata-letter', 'Surat', header('template'), 'letters', 'Untuk letter:print'),
    text('tata-result', 'Simpan hasil ke variabel', header('resultVariable'))
  ] },
  { type: 'bpmn:BusinessRuleTask', label: 'Keputusan', entries: [
    pick('tata-decision', 'Tabel keputusan', attribute('zeebe:CalledDecision', 'decisionId'), 'decisions'),
    leads('table'),
    text('tata-decision-result', 'Simpan hasil ke variabel', attribute('zeebe:CalledDecision', 'resultVariable'))
  ] },
  { type: 'bpmn:ScriptTask', label: 'Perhitungan', entries: [
    text('tata-script', 'Rumus', attribute('zeebe:Script', 'expression'), 'FEEL, diawali ='),
    text('tata-script-result', 'Simpan hasil ke variabel', attribute('zeebe:Script', 'resultVariable'))
  ] },
  { type: 'bpmn:CallActivity', label: 'Proses yang dipanggil', entries: [
    pick('tata-called', 'Proses', attribute('zeebe:CalledElement', 'processId'), 'processes', 'Dari paket mana pun yang berlaku'),
    text('tata-called-version', 'Tanda versi', attribute('zeebe:CalledElement', 'versionTag'), 'Kosong: versi yang berlaku saat dipanggil'),
    flag('tata-passes', 'Kirim semua variabel', passes('propagateAllParentVariables')),
    flag('tata-returns', 'Ambil kembali semua variabel', passes('propagateAllChildVariables'))
  ] },
  ...[ 'bpmn:SendTask', 'bpmn:ThrowEvent' ].map(type => ({ type, when: throwsMessage, label: 'Pesan', entries: [
    text('tata-message', 'Nama pesan', message, 'Nama yang sama ditunggu proses lain')
  ] })),
  { type: 'bpmn:Activity', when: loops, label: 'Pengulangan', entries: [
    text('tata-loop-condition', 'Ulangi selama', loopCondition, 'FEEL, mis. =lengkap = false'),
    text('tata-loop-maximum', 'Paling banyak', loopMaximum, 'Kali'),
    flag('tata-loop-before', 'Periksa sebelum langkah pertama', loopBefore)
  ] },
  { type: 'bpmn:ComplexGateway', label: 'Percabangan rumit', entries: [
    text('tata-activation', 'Lanjut bila', activation, 'FEEL, mis. =activationCount >= 2 (dua alur sudah datang)')
  ] },
  { type: 'bpmn:Activity', label: 'Jumlah token', rare: true, entries: [
    text('tata-start-quantity', 'Mulai setelah datang', quantity('startQuantity'), 'Kosong: satu token'),
    text('tata-completion-quantity', 'Keluar tiap alur', quantity('completionQuantity'), 'Kosong: satu token')
  ] },
  { type: 'bpmn:AdHocSubProcess', label: 'Pekerjaan bebas urutan', entries: [
    pick('tata-choosing-role', 'Peran yang memilih', laneRole, 'roles', 'Kosong: lajurnya, lalu alamat tiap kegiatan'),
    text('tata-choosing', 'Alamat yang memilih', property('candidateGroups'), 'FEEL: ="role:ppk@" + case.unit'),
    flag('tata-one-by-one', 'Satu per satu', oneByOne)
  ] },
  { type: 'bpmn:Activity', when: isChoice, label: 'Pilihan', entries: [
    text('tata-chosen', 'Dipilih orang', property('chosen'), 'true atau false; kosong: tugas orang dipilih, yang lain mulai sendiri'),
    text('tata-at-most', 'Paling banyak dipilih', property('atMost'), 'Kali; kosong: tanpa batas')
  ] },
  { type: 'bpmn:Lane', label: 'Lajur', entries: [
    pick('tata-lane-role', 'Peran', laneRole, 'roles'),
    text('tata-lane-candidates', 'Alamat tugas', property('candidateGroups'), 'Dipakai tugas tanpa alamat sendiri')
  ] },
  ...[ 'bpmn:Process', 'bpmn:Participant' ].map(type => ({ type, label: 'Proses', entries: [
    text('tata-number', 'Awalan nomor berkas', property('caseNumber'), 'Mis. PGD'),
    text('tata-title', 'Judul berkas', property('caseTitle'), 'FEEL atas isian awal: =nama_paket'),
    text('tata-starters', 'Peran yang boleh memulai', property('startGroups'), 'Kunci peran, pisahkan dengan koma')
  ] }))
];

const COMPONENTS = { text: [ Text, isTextFieldEntryEdited ], pick: [ Pick, isSelectEntryEdited ], flag: [ Flag, isCheckboxEntryEdited ] };

export function entriesOf(group, element, options) {
  return group.entries.map(entry => entry.kind === 'link' ? link(entry.which, element, options) : entryOfKind(entry, element, options));
}

function entryOfKind({ id, label, value, from, description, kind }, element, options) {
  const [ component, isEdited ] = COMPONENTS[kind];
  return { id, element, label, value, description, choices: from ? options[from] || [] : [], component, isEdited };
}

function Flag({ id, element, label, value }) {
  const extensions = useService('officeExtensions');
  return CheckboxEntry({ id, element, label, getValue: () => value.read(element), setValue: checked => value.write(element, checked, extensions) });
}

function Text({ id, element, label, value, description }) {
  const extensions = useService('officeExtensions');
  const debounce = useService('debounceInput');
  return TextFieldEntry({
    id, element, label, description, debounce,
    getValue: () => value.read(element),
    // The panel sends a value again when its field is left: that is no change, and must not be an undo step.
    setValue: typed => changed(value, element, (typed || '').trim()) && value.write(element, (typed || '').trim(), extensions)
  });
}

function Pick({ id, element, label, value, description, choices }) {
  const extensions = useService('officeExtensions');
  return SelectEntry({
    id, element, label, description,
    getValue: () => value.read(element),
    setValue: chosen => changed(value, element, chosen) && value.write(element, chosen, extensions),
    getOptions: () => options(choices, value.read(element))
  });
}

function changed(value, element, next) {
  return next !== value.read(element);
}

// What the diagram already says stays choosable, even when the office does not know it: the lint names it.
function options(choices, current) {
  const known = choices.map(choice => ({ value: choice.id, label: label(choice) }));
  const missing = current && !known.some(choice => choice.value === current);
  return [ { value: '', label: '(belum dipilih)' }, ...known, ...(missing ? [ { value: current, label: `${current} (tidak dikenal)` } ] : []) ];
}

function label(choice) {
  return choice.label && choice.label !== choice.id ? `${choice.label} (${choice.id})` : choice.id;
}
