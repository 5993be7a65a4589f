// Marks on cells and rules, as rules of a style sheet of our own: the table redraws its cells and would lose classes.
const SEVERITIES = { error: 2, warning: 1 };

export class Marks {
  constructor(sheet) {
    this.sheet = sheet;
    this.found = new CSSStyleSheet();
    this.matched = new CSSStyleSheet();
    document.adoptedStyleSheets = [ ...document.adoptedStyleSheets, this.found, this.matched ];
  }

  findings(findings) {
    const worst = new Map();
    findings.filter(finding => finding.element).forEach(finding => {
      const known = worst.get(finding.element);
      if (!known || SEVERITIES[finding.severity] > SEVERITIES[known]) {
        worst.set(finding.element, finding.severity);
      }
    });
    const rules = [ ...worst ].map(([ id, severity ]) => {
      const colour = severity === 'error' ? 'var(--govuk-error-colour)' : '#8a6100';
      const style = severity === 'error' ? 'solid' : 'dashed';
      return `${selectors(id).join(', ')} { box-shadow: inset 0 0 0 2px ${colour}; outline: 1px ${style} ${colour}; }`;
    });
    this.found.replaceSync(rules.join('\n'));
  }

  rules(ids) {
    this.matched.replaceSync(ids.map(id => `#sheet td[data-row-id="${CSS.escape(id)}"] { background: var(--tata-done) !important; }`).join('\n'));
  }

  place(id) {
    return id ? this.sheet.querySelector(selectors(id).join(', ')) : null;
  }

  go(id) {
    const cell = this.place(id);
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    (cell?.querySelector('[contenteditable], [tabindex]') || cell)?.focus();
  }
}

function selectors(id) {
  const safe = CSS.escape(id);
  return [ `#sheet [data-element-id="${safe}"]`, `#sheet td.rule-index[data-row-id="${safe}"]`, `#sheet th[data-col-id="${safe}"]` ];
}
