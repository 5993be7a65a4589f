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
    if (this.list) {
      list(this.list, findings, {
        nothing: 'Tidak ada temuan: diagram dapat diberlakukan.',
        place: finding => finding.element && registry.get(finding.element) && this.nameOf(finding.element),
        go: finding => this.select(finding.element)
      });
    }
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

  nameOf(id) {
    return this.modeler.get('elementRegistry').get(id)?.businessObject.get('name') || id;
  }

  select(id) {
    const element = this.modeler.get('elementRegistry').get(id);
    this.modeler.get('selection').select(element);
    this.modeler.get('canvas').scrollToElement(element, 120);
  }
}

// Findings in words; `place` names where one is ('' or null for nowhere), `go` leads there.
export function list(holder, findings, { nothing, place, go }) {
  if (!findings.length) {
    holder.replaceChildren(node('li', { 'data-severity': 'none' }, nothing));
    return;
  }
  holder.replaceChildren(...findings.map(finding => {
    const item = node('li', { 'data-severity': finding.severity, 'data-code': finding.code }, `${WORDS[finding.severity] || ''}: ${sentence(finding)} `);
    const where = place(finding);
    if (where) {
      const jump = node('button', { type: 'button', class: 'tata-link-button' }, `Tunjukkan${typeof where === 'string' ? ` ${where}` : ''}`);
      jump.addEventListener('click', () => go(finding));
      item.append(jump);
    }
    return item;
  }));
}

export function sentence(finding) {
  const hint = finding.hint || finding.hint_id || '';
  const said = (finding.message || finding.message_id || finding.code).replace(/\.$/, '');

  return [ said, hint ].filter(Boolean).join('. ');
}
