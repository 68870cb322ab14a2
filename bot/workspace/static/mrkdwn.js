"use strict";
// Draws Slack's mrkdwn as DOM nodes. Nothing is ever set as HTML: what is escaped stays text.
const mrkdwn = (() => {
  const plain = (s) => s.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  const el = (tag, cls, ...kids) => { const e = document.createElement(tag); if (cls) e.className = cls; e.append(...kids); return e; };
  const RULES = [
    [/^```([\s\S]*?)```/, (m) => el("pre", "", el("code", "", plain(m[1].replace(/^\n/, ""))))],
    [/^`([^`\n]+)`/, (m) => el("code", "", plain(m[1]))],
    [/^<@([A-Z0-9]+)(?:\|[^>]*)?>/, (m) => el("span", "mention", "@" + name(m[1]))],
    [/^<!(channel|here|everyone)[^>]*>/, (m) => el("span", "mention", "@" + m[1])],
    [/^<#[A-Z0-9]+\|([^>]*)>/, (m) => el("span", "mention", "#" + plain(m[1]))],
    [/^<((?:https?|mailto):[^|>\s]+)(?:\|([^>]*))?>/, (m) => link(plain(m[1]), plain(m[2] || m[1]))],
    [/^(https?:\/\/[^\s<>|，。；）)]+)/, (m) => link(plain(m[1]), plain(m[1]))],
    [/^\*(?=\S)([^*\n]*?\S)\*(?![A-Za-z0-9*])/, (m) => el("strong", "", ...inline(m[1])), true],
    [/^_(?=\S)([^_\n]*?\S)_(?![A-Za-z0-9_])/, (m) => el("em", "", ...inline(m[1])), true],
    [/^~(?=\S)([^~\n]*?\S)~(?![A-Za-z0-9~])/, (m) => el("s", "", ...inline(m[1])), true],
  ];
  const SHORT = { "white_check_mark": "✅", "warning": "⚠️", "thumbsup": "👍", "thumbsdown": "👎" };
  let names = {};
  const name = (id) => names[id] || id;
  const link = (href, text) => { const a = el("a", "", text); a.href = href; a.rel = "noreferrer noopener"; a.target = "_blank"; return a; };

  function inline(text) {
    const out = []; let buffer = "", before = "";
    const flush = () => { if (buffer) out.push(document.createTextNode(plain(buffer.replace(/:([a-z_]+):/g, (w, k) => SHORT[k] || w)))); buffer = ""; };
    outer: while (text) {
      for (const [re, make, bounded] of RULES) {
        if (bounded && /[A-Za-z0-9]/.test(before)) continue;
        const m = re.exec(text);
        if (m) { flush(); out.push(make(m)); before = m[0].slice(-1); text = text.slice(m[0].length); continue outer; }
      }
      const skip = /^&(?:amp|lt|gt);/.exec(text);
      const piece = skip ? skip[0] : text[0];
      buffer += piece; before = piece.slice(-1); text = text.slice(piece.length);
    }
    flush(); return out;
  }

  function draw(text) {
    const out = document.createElement("div"); let quote = null;
    const chunks = text.split(/(```[\s\S]*?```)/);
    for (const chunk of chunks) {
      if (chunk.startsWith("```")) { out.append(...inline(chunk)); quote = null; continue; }
      const lines = chunk.split("\n");
      lines.forEach((line, i) => {
        const q = /^(?:>|&gt;) ?(.*)$/.exec(line);
        if (q) {
          if (!quote) { quote = el("blockquote"); out.append(quote); } else quote.append(el("br"));
          quote.append(...inline(q[1]));
        } else {
          if (i && !quote) out.append(el("br"));
          quote = null; out.append(...inline(line));
        }
      });
    }
    return out;
  }
  return { draw, plain, el, people: (map) => { names = map; } };
})();
