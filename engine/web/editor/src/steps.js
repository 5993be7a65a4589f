// The same diagram as a list: for keyboards, screen readers and small screens.
import { is } from 'bpmn-js/lib/util/ModelUtil';

import { node } from './page';

const KINDS = [
  [ 'bpmn:UserTask', 'tugas' ], [ 'bpmn:BusinessRuleTask', 'keputusan' ], [ 'bpmn:ScriptTask', 'perhitungan' ],
  [ 'bpmn:ReceiveTask', 'menunggu pesan' ], [ 'bpmn:ServiceTask', 'pekerjaan sistem' ], [ 'bpmn:Task', 'kegiatan' ],
  [ 'bpmn:StartEvent', 'mulai' ], [ 'bpmn:EndEvent', 'selesai' ], [ 'bpmn:BoundaryEvent', 'kejadian pada tugas' ],
  [ 'bpmn:Event', 'kejadian' ], [ 'bpmn:Gateway', 'percabangan' ]
];

export function steps(modeler, list, select) {
  const shapes = modeler.get('elementRegistry').filter(element => !element.labelTarget && kind(element));
  shapes.sort((a, b) => a.x - b.x || a.y - b.y);
  list.replaceChildren(...shapes.map(element => {
    const button = node('button', { type: 'button', class: 'tata-link-button' }, element.businessObject.name || element.id);
    button.addEventListener('click', () => select(element.id));
    return node('li', {}, button, ` (${kind(element)})`);
  }));
}

function kind(element) {
  return KINDS.find(([ type ]) => is(element, type))?.[1];
}
