// Comfort for officials: drafts that save themselves, tidy amounts, one click one send.
// Everything on the page works without this file.
(function () {
  'use strict';

  var SAVE_AFTER = 1500;
  var RETRY_FIRST = 15000;
  var RETRY_MOST = 120000;

  var form = document.getElementById('isian');
  var token = document.documentElement.dataset.csrf || '';

  document.documentElement.classList.add('js');
  document.addEventListener('change', sendFile);
  document.addEventListener('submit', guardAgainstTwo);
  window.addEventListener('pageshow', releaseGuards);
  document.addEventListener('focusout', tidyAmount);
  document.addEventListener('change', workOutSoon);
  var summary = document.querySelector('.govuk-error-summary');
  if (summary) {
    summary.setAttribute('tabindex', '-1');
    summary.focus();
  }
  clearSent();
  if (form && form.dataset.draf) {
    keepDraft(form);
  }

  // The server refuses a second send anyway (one-time key): this only spares the wait.
  function guardAgainstTwo(event) {
    var sent = event.target;
    if (event.defaultPrevented || sent.method !== 'post') {
      return;
    }
    if (sent.dataset.sent) {
      event.preventDefault();
      return;
    }
    sent.dataset.sent = 'yes';
    setTimeout(function () { delete sent.dataset.sent; }, 8000);
  }

  // Coming back with the back button must not find a dead form.
  function releaseGuards() {
    document.querySelectorAll('form[data-sent]').forEach(function (sent) { delete sent.dataset.sent; });
  }

  // A chosen file travels at once by its own button, so that a broken line costs one file and no typed text.
  function sendFile(event) {
    var input = event.target;
    if (input.type !== 'file' || !input.value || !input.form || !input.form.requestSubmit) {
      return;
    }
    var button = input.form.elements[input.name.replace('_berkas:', '_unggah:')];
    if (button) {
      input.form.requestSubmit(button);
    }
  }

  function tidyAmount(event) {
    var input = event.target;
    if (!input.matches || !input.matches('input[data-rupiah]')) {
      return;
    }
    var found = /^(?:rp\.?)?\s*(\d{1,3}(?:\.\d{3})+|\d+)(,\d{1,2})?$/i.exec(input.value.trim());
    if (found) {
      var whole = found[1].replace(/\./g, '').replace(/^0+(?=\d)/, '');
      input.value = whole.replace(/\B(?=(\d{3})+$)/g, '.') + (found[2] || '');
    }
  }

  // Fields that depend on others: the server works the form out, exactly as its own button would.
  var workingOut = 0;
  function workOutSoon(event) {
    var part = document.getElementById('isian-isi');
    if (!form || !part || part.dataset.hidup === undefined || !part.contains(event.target) || event.target.type === 'file') {
      return;
    }
    clearTimeout(workingOut);
    workingOut = setTimeout(function () { workOut(part); }, 300);
  }

  function workOut(part) {
    var typed = textOf(form);
    fetch(form.action, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'X-CSRF': token, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: typed + '&_hitung=1'
    }).then(function (response) { return response.ok ? response.text() : ''; }).then(function (page) {
      var fresh = page && new DOMParser().parseFromString(page, 'text/html').getElementById('isian-isi');
      // Whoever typed on meanwhile keeps the page as it is; the next change asks again.
      if (!fresh || textOf(form) !== typed || !part.isConnected) {
        return;
      }
      var focused = document.activeElement && document.activeElement.id;
      part.replaceWith(fresh);
      var again = focused && document.getElementById(focused);
      if (again && fresh.contains(again)) {
        again.focus();
      }
    }).catch(function () {
      // Off line: the form stays as it is.
    });
  }

  // Typed text only: files travel by their own button.
  function textOf(form) {
    var pairs = [];
    new FormData(form).forEach(function (value, name) {
      if (typeof value === 'string') {
        pairs.push([name, value]);
      }
    });
    return new URLSearchParams(pairs).toString();
  }

  // What was sent stays on this device until a page of the server shows that it arrived.
  function markSent(slot) {
    try {
      sessionStorage.setItem('draf-terkirim', slot);
    } catch (problem) {
      // Without a store there is nothing to clear either.
    }
  }

  function clearSent() {
    var visit = performance.getEntriesByType('navigation')[0];
    try {
      var slot = sessionStorage.getItem('draf-terkirim');
      sessionStorage.removeItem('draf-terkirim');
      if (slot && !(visit && visit.type === 'back_forward')) {
        localStorage.removeItem(slot);
      }
    } catch (problem) {
      // As above.
    }
  }

  function keepDraft(form) {
    var status = document.getElementById('status-draf');
    var slot = 'draf:' + form.dataset.pengguna + ':' + form.dataset.draf;
    var shown = fields();
    var saved = shown;
    var timer = 0;
    var wait = RETRY_FIRST;

    form.addEventListener('input', changed);
    form.addEventListener('change', changed);
    form.addEventListener('submit', function () {
      clearTimeout(timer);
      remember(fields());
      markSent(slot);
    });
    window.addEventListener('online', save);
    offerStored();

    function fields() {
      return textOf(form);
    }

    function changed() {
      clearTimeout(timer);
      timer = setTimeout(save, SAVE_AFTER);
    }

    function save() {
      var typed = fields();
      if (typed === saved) {
        return;
      }
      remember(typed);
      fetch(form.dataset.draf, {
        method: 'POST',
        credentials: 'same-origin',
        redirect: 'manual',
        headers: { 'X-CSRF': token, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: typed
      }).then(function (response) { answered(response, typed); }, offline);
    }

    function answered(response, typed) {
      if (response.ok) {
        saved = typed;
        wait = RETRY_FIRST;
        bar('');
        forget();
        say(status && status.dataset.saved, response.headers.get('X-Disimpan') || clock());
      } else if (response.status === 401 || response.type === 'opaqueredirect') {
        bar(status && status.dataset.expired, '/masuk');
      } else if (response.status >= 500) {
        offline();
      } else {
        response.text().then(function (text) { bar(sentence(text) || (status && status.dataset.offline)); });
      }
    }

    function sentence(text) {
      try {
        return JSON.parse(text).detail || '';
      } catch (problem) {
        return '';
      }
    }

    function offline() {
      bar(status && status.dataset.offline);
      clearTimeout(timer);
      timer = setTimeout(save, wait);
      wait = Math.min(wait * 2, RETRY_MOST);
    }

    function say(words, moment) {
      if (status && words) {
        status.textContent = words.replace('{t}', moment);
      }
    }

    function bar(words, link) {
      var old = document.getElementById('bilah-draf');
      if (old) {
        old.remove();
      }
      if (!words) {
        return;
      }
      var made = element('div', { id: 'bilah-draf', 'class': 'tata-bar', role: 'alert' }, words + ' ');
      if (link) {
        made.append(element('a', { href: link, target: '_blank', rel: 'noopener' }, text('login')));
      }
      form.prepend(made);
    }

    function remember(typed) {
      try {
        localStorage.setItem(slot, JSON.stringify({ at: Date.now(), typed: typed }));
      } catch (problem) {
        // A full or forbidden store: the server's draft remains.
      }
    }

    function forget() {
      try {
        localStorage.removeItem(slot);
      } catch (problem) {
        // As above.
      }
    }

    // Text that never reached the server (the line was down, the session over) is offered, never forced.
    function offerStored() {
      var stored;
      try {
        stored = JSON.parse(localStorage.getItem(slot) || 'null');
      } catch (problem) {
        stored = null;
      }
      if (!stored || answersOf(stored.typed) === answersOf(shown)) {
        forget();
        return;
      }
      var use = element('button', { type: 'button', 'class': 'govuk-button govuk-button--secondary' }, text('use'));
      var drop = element('button', { type: 'button', 'class': 'tata-link-button' }, text('drop'));
      var offer = element('div', { 'class': 'tata-bar tata-bar--restore', role: 'status' }, text('found') + ' ');
      offer.append(element('br', {}, ''), use, drop);
      use.addEventListener('click', function () {
        restore(stored.typed);
        offer.remove();
        changed();
      });
      drop.addEventListener('click', function () {
        forget();
        offer.remove();
      });
      form.prepend(offer);
    }

    // Tokens of the page change with every load and are not answers.
    function answersOf(typed) {
      var kept = Array.from(new URLSearchParams(typed)).filter(function (pair) { return pair[0][0] !== '_'; });
      return new URLSearchParams(kept).toString();
    }

    function restore(typed) {
      var posted = new URLSearchParams(typed);
      Array.from(form.elements).forEach(function (input) {
        if (!input.name || input.name[0] === '_' || input.type === 'hidden' || input.type === 'file') {
          return;
        }
        if (input.type === 'checkbox' || input.type === 'radio') {
          input.checked = posted.getAll(input.name).indexOf(input.value) >= 0;
        } else if (posted.has(input.name)) {
          input.value = posted.get(input.name);
        }
      });
    }
  }

  function clock() {
    var now = new Date();
    return String(now.getHours()).padStart(2, '0') + '.' + String(now.getMinutes()).padStart(2, '0');
  }

  function element(tag, attributes, words) {
    var made = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { made.setAttribute(name, attributes[name]); });
    made.append(words);
    return made;
  }

  function text(name) {
    var words = {
      login: ['Masuk lagi di lembar baru', 'Log in again in a new tab'],
      use: ['Pakai isian dari perangkat ini', 'Use what this device kept'],
      drop: ['Buang', 'Discard'],
      found: ['Perangkat ini menyimpan isian yang belum sampai ke server.', 'This device kept answers that did not reach the server.']
    };
    return words[name][document.documentElement.lang === 'en' ? 1 : 0];
  }
}());
