// The server's findings: a badge on each element, a marker around it, and a list in words.
import { node } from './page';

const WORDS = { error: 'Kesalahan', warning: 'Peringatan' };

export class Findings {
  constructor(modeler, list) {
    this.modeler = modeler;
    this.list = list;
    this.marked = [];
  }

  show(findings) {
    this.clear();
    const registry = this.modeler.get('elementRegistry');
    const groups = new Map();
    findings.forEach(finding => {
      const element = registry.get(finding.element);
      if (element && element.parent) {
        groups.set(element, [ ...(groups.get(element) || []), finding ]);
      }
    });
    groups.forEach((found, element) => this.mark(element, found));
    this.list?.replaceChildren(...this.lines(findings));
  }

  clear() {
    const canvas = this.modeler.get('canvas');
    this.modeler.get('overlays').remove({ type: 'tata-finding' });
    this.marked.forEach(([ id, marker ]) => this.modeler.get('elementRegistry').get(id) && canvas.removeMarker(id, marker));
    this.marked = [];
  }

  mark(element, findings) {
    const severity = findings.some(finding => finding.severity === 'error') ? 'error' : 'warning';
    const marker = `tata-${severity}`;
    this.modeler.get('canvas').addMarker(element.id, marker);
    this.marked.push([ element.id, marker ]);
    const sentences = findings.map(sentence).join('\n');
    const badge = node('div', { class: `tata-badge tata-badge--${severity}`, title: sentences }, String(findings.length));
    // Never at the bottom right of the canvas: the bpmn.io mark stays free.
    this.modeler.get('overlays').add(element.id, 'tata-finding', { position: { top: -11, left: -11 }, html: badge });
  }

  lines(findings) {
    if (!findings.length) {
      return [ node('li', { 'data-severity': 'none' }, 'Tidak ada temuan: diagram dapat diberlakukan.') ];
    }
    return findings.map(finding => {
      const item = node('li', { 'data-severity': finding.severity, 'data-code': finding.code }, `${WORDS[finding.severity] || ''}: ${sentence(finding)} `);
      if (finding.element && this.modeler.get('elementRegistry').get(finding.element)) {
        const jump = node('button', { type: 'button', class: 'tata-link-button' }, `Tunjukkan ${this.nameOf(finding.element)}`);
        jump.addEventListener('click', () => this.select(finding.element));
        item.append(jump);
      }
      return item;
    });
  }

  nameOf(id) {
    return this.modeler.get('elementRegistry').get(id)?.businessObject.get('name') || id;
  }

  select(id) {
    const element = this.modeler.get('elementRegistry').get(id);
    this.modeler.get('selection').select(element);
    this.modeler.get('canvas').scrollToElement(element, 120);
  }
}

function sentence(finding) {
  const hint = finding.hint || finding.hint_id || '';
  const said = (finding.message || finding.message_id || finding.code).replace(/\.$/, '');

  return [ said, hint ].filter(Boolean).join('. ');
}
