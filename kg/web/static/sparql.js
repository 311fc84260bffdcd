"use strict";
// Colours the words of the query behind the text that is typed.
(() => {
  const area = document.getElementById("query");
  if (!area) return;
  const words = new RegExp([
    /(?<comment>#[^\n]*)/,
    /(?<string>"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/,
    /(?<iri><[^<>"{}|^`\\\s]*>)/,
    /(?<variable>[?$]\w+)/,
    /(?<name>[A-Za-z][\w.-]*:[\w.:%/-]*|:[\w.:%-]+)/,
    /(?<number>\b\d+(?:\.\d+)?\b)/,
    /(?<keyword>\b(?:select|construct|describe|ask|where|from|named|prefix|base|distinct|reduced|as|group|by|having|order|asc|desc|limit|offset|values|optional|graph|union|minus|filter|bind|exists|not|in|undef|count|sum|min|max|avg|sample|group_concat|separator|str|lang|langmatches|datatype|bound|iri|uri|bnode|rand|abs|ceil|floor|round|concat|strlen|ucase|lcase|encode_for_uri|contains|strstarts|strends|strbefore|strafter|year|month|day|now|if|coalesce|sameterm|isiri|isuri|isblank|isliteral|isnumeric|regex|substr|replace|true|false|a)\b)/,
  ].map((r) => r.source).join("|"), "gi");
  const back = document.createElement("pre");
  back.className = "query colours";
  back.setAttribute("aria-hidden", "true");
  area.before(back);
  area.parentElement.classList.add("coloured");

  function paint() {
    const text = area.value, out = [];
    let at = 0;
    if (text.length > 50000) { back.textContent = text; return; }
    for (const found of text.matchAll(words)) {
      const kind = Object.keys(found.groups).find((k) => found.groups[k] !== undefined);
      const span = document.createElement("span");
      span.className = `c-${kind}`;
      span.textContent = found[0];
      out.push(text.slice(at, found.index), span);
      at = found.index + found[0].length;
    }
    back.replaceChildren(...out, text.slice(at), "\n");
    back.scrollTop = area.scrollTop;
    back.scrollLeft = area.scrollLeft;
  }

  area.addEventListener("input", paint);
  area.addEventListener("scroll", () => {
    back.scrollTop = area.scrollTop;
    back.scrollLeft = area.scrollLeft;
  });
  area.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) area.form.requestSubmit();
  });
  new ResizeObserver(() => { back.style.height = `${area.offsetHeight}px`; }).observe(area);
  paint();
})();
